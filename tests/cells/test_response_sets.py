"""Sets of multiple responses in the head of an SPSS file: read, and put back byte by byte."""

from __future__ import annotations

import struct
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from survey.cells.files.open import open_data
from survey.cells.files.response_sets import ResponseSet, response_sets
from survey.cells.files.sav_dictionary import sav_dictionary
from survey.errors import LabelWarning
from survey.reports.files.data.sav_sets import Head, with_head

pytestmark = pytest.mark.contract

NAMES = ["language_number_one", "language_number_two", "lang_three", "мова_чатыры", "Five5", "txt_first", "txt_second"]
OLD = (
    b"\n$langs=D1 1 8 \xd0\x9c\xd0\xbe\xd0\xb2\xd1\x8b language v1 lang_thr\n"
    b"$c=C 4 a b  five5 lang_thr\n$t=D3 Yes 0  txt_firs txt_seco\n$long=C 0  language_number_one Five5\n"
)
NEW = b"$e=E 1 1 1 5 hello language v1\n$f=E 11 3 Yes 0  txt_firs txt_seco\n"
FOUND = (
    ResponseSet("$langs", "Мовы", ("language_number_one", "language_number_two", "lang_three"), 1.0),
    ResponseSet("$c", "a b ".strip(), ("Five5", "lang_three")),
    ResponseSet("$t", "", ("txt_first", "txt_second"), "Yes"),
    ResponseSet("$long", "", ("language_number_one", "Five5")),
    ResponseSet("$e", "hello", ("language_number_one", "language_number_two"), 1.0, by_value=True),
    ResponseSet("$f", "", ("txt_first", "txt_second"), "Yes", by_value=True, by_column=True),
)


def written(path: Path, *records: tuple[int, bytes]) -> Path:
    """A file of five columns of numbers and two of texts with extension records of its own."""
    columns = {name: [1.0, 0.0, 1.0] for name in NAMES[:5]} | {name: ["Yes", "No", ""] for name in NAMES[5:]}
    zipped = path.suffix == ".zsav"
    labels = {name: f"Label of {name}" for name in NAMES}
    pyreadstat.write_sav(pd.DataFrame(columns), str(path), column_labels=labels, compress=zipped)
    if records:
        found = sav_dictionary(path)
        assert found is not None and not zipped
        data = path.read_bytes()
        added = b"".join(struct.pack("<4i", 7, kind, 1, len(content)) + content for kind, content in records)
        path.write_bytes(data[: found.end] + added + data[found.end :])
    return path


def test_every_kind_of_set_is_read_by_short_and_long_names(tmp_path: Path) -> None:
    path = written(tmp_path / "a.sav", (7, OLD), (19, NEW))
    assert response_sets(sav_dictionary(path)) == FOUND
    assert [one.kind for one in FOUND] == ["dichotomy", "category", "dichotomy", "category", "dichotomy", "dichotomy"]
    assert open_data(path).layout.sets == FOUND


def test_our_reading_agrees_with_the_library_where_it_reads_a_set_whole(tmp_path: Path) -> None:
    path = written(tmp_path / "a.sav", (7, OLD), (19, NEW))
    theirs = pyreadstat.read_sav(str(path), metadataonly=True)[1].mr_sets
    for one in FOUND:
        other = theirs[one.name[1:]]  # which drops the $
        assert other["label"] == one.label and other["is_dichotomy"] == (one.kind == "dichotomy")
        if not isinstance(one.counted, str):  # which it loses
            assert other["counted_value"] == one.counted
        if one.name != "$long":  # whose long names it does not find
            assert tuple(other["variable_list"]) == one.columns


@pytest.mark.parametrize("ending", [".sav", ".zsav"])
def test_what_is_written_is_read_as_it_was(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path / f"a{ending}")
    plain = pyreadstat.read_sav(str(path))[0]
    out = tmp_path / f"b{ending}"
    out.write_bytes(with_head(path, Head(FOUND, "Five5"), out))
    assert response_sets(sav_dictionary(out)) == FOUND
    frame, meta = pyreadstat.read_sav(str(out))
    pd.testing.assert_frame_equal(frame, plain)
    assert list(meta.mr_sets) == [one.name[1:] for one in FOUND]
    assert meta.column_names_to_labels == {name: f"Label of {name}" for name in NAMES}
    found = sav_dictionary(out)
    assert found is not None and found.weighted == found.places[b"FIVE5"]


def test_a_round_trip_changes_no_byte(tmp_path: Path) -> None:
    tidy = OLD.lstrip(b"\n").replace(b"language_number_one Five5", b"language five5").replace(b"4 a b ", b"3 a b")
    path = written(tmp_path / "a.sav", (7, tidy), (19, NEW))
    bare = written(tmp_path / "bare.sav")
    stamp = slice(92, 109)  # day and time of writing
    made = with_head(bare, Head(response_sets(sav_dictionary(path))), bare)
    data = path.read_bytes()
    assert made[: stamp.start] + made[stamp.stop :] == data[: stamp.start] + data[stamp.stop :]
    assert with_head(bare, Head(), bare) == bare.read_bytes()


def test_sets_whose_columns_are_gone_are_named_and_not_written(tmp_path: Path) -> None:
    path = written(tmp_path / "a.sav")
    lost = ResponseSet("$lost", "", ("Five5", "gone_1", "gone_2"), 1.0)
    out = tmp_path / "b.sav"
    with pytest.warns(LabelWarning, match=r"b.sav: 1 set\(s\) .* not written, .*\$lost \(gone_1, gone_2\)"):
        out.write_bytes(with_head(path, Head((FOUND[0], lost)), out))
    assert response_sets(sav_dictionary(out)) == FOUND[:1]


@pytest.mark.parametrize("broken", [b"$x=Q 1 1 0  a b\n", b"$x=D1 1 400 too long a\n", b"no equals sign", b"$x=D 1"])
def test_a_record_that_cannot_be_followed_is_told(broken: bytes, tmp_path: Path) -> None:
    path = written(tmp_path / "a.sav", (7, OLD + broken))
    with pytest.warns(LabelWarning, match="a set of multiple responses cannot be read, from"):
        assert response_sets(sav_dictionary(path)) == FOUND[:4]


def test_texts_of_an_old_code_page_are_read_by_it(tmp_path: Path) -> None:
    label = "Мовы".encode("cp1251")
    record = b"$langs=D1 1 4 " + label + b" language v1\n"
    path = written(tmp_path / "a.sav", (7, record))
    assert response_sets(sav_dictionary(path), "cp1251")[0].label == "Мовы"


def test_a_set_without_columns_says_nothing_and_is_no_fault(tmp_path: Path) -> None:
    path = written(tmp_path / "a.sav", (7, b"$a=C 0  language\n$b=C 0  \n"))
    assert [one.columns for one in response_sets(sav_dictionary(path))] == [("language_number_one",), ()]


@pytest.mark.parametrize("back", [-36, -2_000_000_000])
def test_a_head_that_leads_back_to_itself_is_not_followed(back: int, tmp_path: Path) -> None:
    """A column of 36 bytes whose label is "36 bytes shorter than nothing" would be read for ever."""
    head = bytearray(176)
    head[:4] = b"$FL2"
    struct.pack_into("<i", head, 64, 2)
    column = struct.pack("<6i", 2, 0, 1, 0, 0, 0) + b"A       " + struct.pack("<i", back)
    (tmp_path / "loop.sav").write_bytes(bytes(head) + column)
    assert sav_dictionary(tmp_path / "loop.sav") is None
