"""SPSS and Stata files: what their labels, encodings and missing values do to answers."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from survey.cells.files.open import open_data
from survey.cells.files.sav_dictionary import sav_dictionary
from survey.cells.files.sav_header import SavHeader, sav_header
from survey.cells.table.encoding import plain_question
from survey.errors import DataError, EncodingWarning, LabelWarning

pytestmark = pytest.mark.contract


def old_sav(path: Path, texts: Mapping[str, str], code: int = 2) -> Path:
    """A .sav file of old SPSS: no record of the encoding, texts in cp1251.

    The file is written with Latin words of the same length; their bytes are then replaced, the encoding record
    (extension 20) is taken out and the character code (fourth last number of extension 3) set to ``code``.
    """
    frame = pd.DataFrame({"q": [1.0, 2.0], "place": list(texts)[2:4]})
    words = list(texts)
    pyreadstat.write_sav(
        frame, str(path), column_labels={"q": words[0]}, variable_value_labels={"q": {1: words[1], 2: words[4]}}
    )
    data = path.read_bytes()
    for word, text in texts.items():
        assert word.encode() in data
        data = data.replace(word.encode(), text.encode("cp1251"))
    record = struct.pack("<4i", 7, 20, 1, 5) + b"UTF-8"
    assert record in data
    data = data.replace(record, b"")
    place = data.index(struct.pack("<4i", 7, 3, 4, 8)) + 16 + 28
    path.write_bytes(data[:place] + struct.pack("<i", code) + data[place + 4 :])
    return path


TEXTS = {"quest": "Давер", "Abcd": "Саюз", "Efghi": "Брэст", "Jklmn": "Пінск", "Opqrst": "Расiей"}


def test_old_cyrillic_without_a_record_is_warned_of_and_read_right_with_the_option(tmp_path: Path) -> None:
    path = old_sav(tmp_path / "old.sav", TEXTS)
    with pytest.warns(EncodingWarning, match="--encoding cp1251 it would be 'Давер'"):
        wrong = open_data(path)
    assert wrong.layout.labels["q"] != "Давер"  # this is what the reading library makes of it
    right = open_data(path, encoding="cp1251")
    assert right.layout.labels["q"] == "Давер"
    assert right.layout.value_labels["q"] == {1.0: "Саюз", 2.0: "Расiей"}
    assert right.engine.frame()["place"].tolist() == ["Брэст", "Пінск"]


def test_old_cyrillic_with_its_code_is_read_right_without_a_warning(tmp_path: Path) -> None:
    assert open_data(old_sav(tmp_path / "old.sav", TEXTS, code=1251)).layout.labels["q"] == "Давер"


def test_text_wrongly_declared_utf8_is_an_error_that_names_the_option(tmp_path: Path) -> None:
    path = tmp_path / "wrong.sav"
    pyreadstat.write_sav(pd.DataFrame({"q": [1.0, 2.0]}), str(path), column_labels={"q": "quest"})
    path.write_bytes(path.read_bytes().replace(b"quest", "Давер".encode("cp1251")))
    with pytest.raises(DataError, match="wrong.sav: cannot be read.*--encoding cp1251"):
        open_data(path)
    assert open_data(path, encoding="cp1251").layout.labels["q"] == "Давер"


@pytest.mark.parametrize(
    "text", ["Größe, Äußerung, Öl", "Où êtes-vous né à l’été ?", "Não há opinião", "Давер", "Міжнародны саюз"]
)
def test_western_and_cyrillic_labels_read_right_raise_no_alarm(text: str, tmp_path: Path) -> None:
    path = tmp_path / "w.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"q": [1.0]}), str(path), column_labels={"q": text}, variable_value_labels={"q": {1: text}}
    )
    assert open_data(path).layout.labels["q"] == text


def test_user_missing_codes_stay_codes_and_system_missing_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "w.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"q": [1.0, 98.0, 99.0, np.nan]}),
        str(path),
        variable_value_labels={"q": {1: "Так", 99: "Цяжка сказаць"}},
        missing_ranges={"q": [{"lo": 98, "hi": 99}]},
    )
    opened = open_data(path)
    assert opened.engine.encoding(plain_question("q")).levels == ("1", "98", "99", "_blank", "_unknown")
    assert opened.engine.collapse([plain_question("q")]).n.tolist() == [1, 1, 1, 1]
    assert opened.layout.missing == {"q": ((98.0, 99.0),)}


def test_tagged_missing_values_of_stata_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "w.dta"
    tagged_labels: Any = {"q": {1: "Так", 2: "Не", "a": "Адмова"}}
    pyreadstat.write_dta(
        pd.DataFrame({"q": pd.Series([1.0, 2.0, "a", "b", np.nan], dtype=object)}),
        str(path),
        variable_value_labels=tagged_labels,
        missing_user_values={"q": ["a", "b"]},
    )
    opened = open_data(path)
    assert opened.engine.encoding(plain_question("q")).levels[:-2] == ("1", "2", ".a", ".b")
    assert opened.engine.collapse([plain_question("q")]).n.tolist() == [1, 1, 1, 1, 1]
    assert opened.layout.value_labels["q"] == {1: "Так", 2: "Не", ".a": "Адмова"}


@pytest.mark.parametrize(
    ("label", "value_label", "warned"),
    [
        ("я" * 200, "x", "q"),  # 400 bytes, cut to 256
        ("x", "я" * 61, r"q \(1\)"),
        ("x" + "я" * 200, "x" + "я" * 90, "2 label"),  # cut inside a letter: one byte short
        ("x" * 256, "x", "q"),
    ],
)
def test_labels_that_fill_the_format_are_warned_of(label: str, value_label: str, warned: str, tmp_path: Path) -> None:
    path = tmp_path / "w.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"q": [1.0]}), str(path), column_labels={"q": label}, variable_value_labels={"q": {1: value_label}}
    )
    with pytest.warns(LabelWarning, match=f"probably cut.*{warned}|{warned}.*probably cut"):
        open_data(path)


def test_labels_below_the_limit_are_not(tmp_path: Path) -> None:
    path = tmp_path / "w.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"q": [1.0]}),
        str(path),
        column_labels={"q": "я" * 127},
        variable_value_labels={"q": {1: "я" * 59}},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert open_data(path).layout.labels["q"] == "я" * 127


def test_integer_weights_are_squared_without_wrapping(tmp_path: Path) -> None:
    path = tmp_path / "w.dta"
    pd.DataFrame({"q": [1, 1, 2], "w": np.array([100, 100, 90], dtype="int8")}).to_stata(path, write_index=False)
    cells = open_data(path).engine.collapse([plain_question("q")], "w")
    assert cells.sum_w2.tolist() == [20_000.0, 8_100.0]


def test_the_head_of_a_file_tells_weighting_and_attributes(tmp_path: Path) -> None:
    path = tmp_path / "w.sav"
    frame = pd.DataFrame({"q": [1.0, 2.0], "text": ["x" * 300, "y"]})
    pyreadstat.write_sav(
        frame, str(path), column_labels={"q": "abc"}, variable_value_labels={"q": {1: "Так"}}, note=["a", "b"],
        missing_ranges={"q": [99, {"lo": 97, "hi": 98}]},
    )  # fmt: skip
    assert sav_header(sav_dictionary(path)) == SavHeader(weighted=False, attributes=False)
    changed = with_record(path.read_bytes(), 18, b"q:source('field')\n")
    path.write_bytes(changed[:76] + struct.pack("<i", 1) + changed[80:])
    assert sav_header(sav_dictionary(path)) == SavHeader(weighted=True, attributes=True, weight="q")
    path.write_bytes(b"x" * 300)
    assert sav_header(sav_dictionary(path)) == SavHeader()


def with_record(data: bytes, subtype: int, content: bytes) -> bytes:
    """A .sav file with one more extension record, put before the end of its dictionary."""
    end = data.index(struct.pack("<2i", 999, 0))
    return data[:end] + struct.pack("<4i", 7, subtype, 1, len(content)) + content + data[end:]


@pytest.mark.parametrize("ending", [".sav", ".dta"])
def test_dots_and_dates_survive(ending: str, tmp_path: Path) -> None:
    name = "q1.a" if ending == ".sav" else "q1_a"
    path = tmp_path / f"w{ending}"
    frame = pd.DataFrame({name: [1.0, 2.0], "day": pd.to_datetime(["2022-03-16", "2022-03-26"])})
    writer: Any = pyreadstat.write_sav if ending == ".sav" else pyreadstat.write_dta
    writer(frame, str(path))
    opened = open_data(path)
    assert opened.engine.columns == (name, "day")
    assert str(opened.engine.frame()["day"][0])[:10] == "2022-03-16"
