"""Broken, huge and odd input: a clear error or a right answer, in bounded time and memory, on every engine."""

from __future__ import annotations

import os
import signal
import stat
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

from survey.cells.engines.duckdb_backend import DuckdbBackend
from survey.reports.files.whole_file import whole_file
from tests.hostile.harness import TARGETS, Outcome, attempt

pytestmark = pytest.mark.contract


def tried(folder: Path, *arguments: str, disk: int | None = None) -> Outcome:
    made = attempt(arguments, folder, disk=disk)
    assert not made.fault, f"{' '.join(arguments)[:200]}: {made.fault}\n{made.err[-2000:]}"
    return made


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_names_as_long_as_questions_are_a_header(ground: Path, engine: str) -> None:
    long = [f"q{i} " + "How do you like this question of ours " * 40 for i in range(300)]
    rows = [",".join(["1"] * 301 + [str(1 + i % 2), "30"]) for i in range(60)]
    lines = [",".join([*long, "vote", "sex", "age"]), *rows]
    (ground / "long.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    given = ("--data", "long.csv", "--engine", engine, "--weight", "sex")
    made = tried(ground, "estimate", "town", "share", "vote", *given)
    assert made.code == 0, made.err


def test_a_cell_as_long_as_a_book_is_copied_whole(ground: Path) -> None:
    cell = "x" * 200_000
    rows = (ground / "town.csv").read_text().splitlines()
    longer = [f"{row},{cell if i == 5 else ''}" for i, row in enumerate(rows[1:])]
    (ground / "book.csv").write_text("\n".join([f"{rows[0]},words", *longer]) + "\n")
    made = tried(ground, "weight", "town", "--data", "book.csv", "--out", "book_weighted.csv")
    assert made.code == 0, made.err
    assert cell in (ground / "book_weighted.csv").read_text()


def rewritten(ground: Path, name: str, change: bytes) -> str:
    with zipfile.ZipFile(ground / "town.xlsx") as before, zipfile.ZipFile(ground / name, "w") as after:
        for part in before.infolist():
            data = before.read(part)
            whole = data.replace(b"</sheetData>", change + b"</sheetData>") if "sheet1" in part.filename else data
            after.writestr(part.filename, whole)
    return name


def test_a_row_beyond_the_last_of_a_sheet_is_refused(ground: Path) -> None:
    far = rewritten(ground, "far.xlsx", b'<row r="1048577000"><c r="A1048577000"><v>1</v></c></row>')
    made = tried(ground, "topline", "town", "--data", far)
    assert made.code == 1 and "below row 1,048,576" in made.err


def test_a_published_table_that_reaches_to_the_end_of_a_sheet_is_refused(ground: Path) -> None:
    far = rewritten(ground, "table.xlsx", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    made = tried(ground, "verify", "town", "--data", "town.csv", "--published", far)
    assert made.code == 1 and "reaches over more than 1,000,000 cells" in made.err


def test_damaged_streams_of_a_workbook_are_one_error(ground: Path) -> None:
    data = bytearray((ground / "town.xlsx").read_bytes())
    with zipfile.ZipFile(ground / "town.xlsx") as book:
        start = book.getinfo("xl/worksheets/sheet1.xml").header_offset + 150
    data[start : start + 20] = bytes(byte ^ 0xFF for byte in data[start : start + 20])
    (ground / "damaged.xlsx").write_bytes(data)
    assert "is a damaged workbook" in tried(ground, "topline", "town", "--data", "damaged.xlsx").err


@pytest.mark.parametrize("kind", ["parquet", "feather"])
def test_what_pandas_wrote_of_its_frame_is_not_believed(ground: Path, kind: str) -> None:
    table = pyarrow.parquet.read_table(ground / "town.parquet").replace_schema_metadata({b"pandas": b"no json"})
    write = pyarrow.parquet.write_table if kind == "parquet" else pyarrow.feather.write_feather
    write(table, ground / f"odd.{kind}")
    made = tried(ground, "topline", "town", "--data", f"odd.{kind}", "--format", "csv")
    assert made.code == 0 and made.out == tried(ground, "topline", "town", "--data", "town.csv", "--format", "csv").out


def test_places_in_a_feather_file_are_looked_at_before_they_are_followed(ground: Path) -> None:
    texts = pa.array(["one", "two", "three"] * 70)[:200]
    offsets = bytearray(texts.buffers()[1].to_pybytes())
    offsets[8:12] = (1 << 30).to_bytes(4, "little")
    wrong = pa.StringArray.from_buffers(200, pa.py_buffer(bytes(offsets)), texts.buffers()[2])
    table = pyarrow.parquet.read_table(ground / "town.parquet").append_column("words", wrong)
    pyarrow.feather.write_feather(table, ground / "astray.feather", compression="uncompressed")
    made = tried(ground, "topline", "town", "--data", "astray.feather")
    assert made.code == 1 and "is damaged" in made.err


@pytest.mark.parametrize("name", ["base64", "hex", "zlib", "rot13", "undefined", "idna", "punycode", "unicode_escape"])
def test_what_is_no_encoding_of_files_is_none(ground: Path, name: str) -> None:
    made = tried(ground, "topline", "town", "--data", "town.csv", "--encoding", name)
    assert made.code == 1 and f"there is no encoding '{name}'" in made.err


@pytest.mark.parametrize("name", [b" " * 8, b"\0" * 8])
def test_a_packed_file_of_spss_without_names_of_columns_is_one_error(ground: Path, name: bytes) -> None:
    data = (ground / "town.zsav").read_bytes()
    for own in (b"VOTE    ", b"SEX     ", b"AGE     "):
        assert own in data
        data = data.replace(own, name)
    (ground / "nameless.zsav").write_bytes(data)
    made = tried(ground, "topline", "town", "--data", "nameless.zsav")
    assert made.code == 1 and ("no name" in made.err or "names 0 of" in made.err), made.err


@pytest.mark.parametrize("terms", [" + ".join(["sex"] * 3000), "*".join(["sex", "vote"] * 1500)])
def test_a_model_of_three_thousand_terms_is_refused(ground: Path, terms: str) -> None:
    made = tried(ground, "estimate", "town", "model", f"age ~ {terms}", "--data", "town.csv")
    assert made.code == 1 and "more than 200 terms" in made.err and len(made.err) < 1000, made.err


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--n", str(10**20)], "10,000,000 at most"), (["--bias", "inf"], "not between"), (["--bias", "nan"], "between")],
)
def test_invented_waves_have_a_size_and_a_bias_that_can_be(ground: Path, options: Sequence[str], said: str) -> None:
    made = tried(ground, "simulate", "town", *options, "--out", "never.csv")
    assert made.code in (1, 2) and said in made.err and not (ground / "never.csv").exists()


def test_a_definition_without_end_is_not_read_to_it(ground: Path) -> None:
    assert "may have 2 MB" in tried(ground, "topline", "/dev/zero").err
    os.mkfifo(ground / "pipe.yaml")
    assert "is no plain file" in tried(ground, "check", "pipe.yaml").err


def test_links_in_a_circle_are_a_place_that_cannot_be_written(ground: Path) -> None:
    (ground / "a").symlink_to("b")
    (ground / "b").symlink_to("a")
    assert "cannot be written" in tried(ground, "topline", "town", "--out", "a/x.csv").err


def test_two_thousand_folders_deep_is_a_place_like_others_and_goes_again(tmp_path: Path) -> None:
    deep = Path(os.path.relpath(tmp_path), *["d"] * 1500, "a.csv")
    with pytest.raises(ZeroDivisionError), whole_file(deep):
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_the_date_of_targets_is_a_date(ground: Path) -> None:
    path = ground / "questionnaires" / "targets" / "wrong.yaml"
    path.write_text(TARGETS.replace("census", "wrong").replace("2020-01", "sex"))
    try:
        assert "'sex' is no date" in tried(ground, "check").err
    finally:
        path.unlink()


@pytest.mark.parametrize("ending", ["sav", "dta", "csv", "xlsx", "parquet", "feather"])
def test_a_full_disk_is_told_and_leaves_nothing(ground: Path, ending: str) -> None:
    before = sorted(ground.iterdir())
    made = tried(ground, "simulate", "town", "--n", "20000", "--out", f"full.{ending}", disk=4000)
    assert made.code == 1 and "cannot be written" in made.err and "Rename the column" not in made.err
    assert sorted(ground.iterdir()) == before


def test_what_a_killed_command_left_is_removed_by_the_next_one(ground: Path) -> None:
    child = os.fork()
    if not child:
        with whole_file(ground / "killed.sav", private=True) as beside:
            beside.write_text("answers")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    left = [path for path in ground.iterdir() if path.name.startswith(".survey-")]
    assert len(left) == 1 and stat.S_IMODE(left[0].stat().st_mode) == 0o600
    with whole_file(ground / "next.csv") as beside:
        beside.write_text("x")
    assert not left[0].exists()


def test_answers_are_for_their_owner_alone_and_rights_are_kept(ground: Path) -> None:
    def rights(name: str) -> int:
        return stat.S_IMODE((ground / name).stat().st_mode)

    tried(ground, "simulate", "town", "--out", "wave.csv")
    assert rights("wave.csv") == 0o600
    (ground / "wave.csv").chmod(0o640)
    tried(ground, "simulate", "town", "--out", "wave.csv", "--seed", "2")
    assert rights("wave.csv") == 0o640


@pytest.mark.parametrize("ending", ["sav", "dta", "xlsx"])
def test_the_same_data_make_the_same_bytes_at_any_time(ground: Path, ending: str) -> None:
    made = []
    for place in ("one", "two"):
        tried(ground, "simulate", "town", "--n", "50", "--out", f"{place}.{ending}")
        made.append((ground / f"{place}.{ending}").read_bytes())
        time.sleep(1.01 if place == "one" else 0)
    assert made[0] == made[1]


def test_an_answer_in_own_words_is_counted_and_told_inside_only(ground: Path) -> None:
    rows = (ground / "town.csv").read_text().splitlines()
    rows[7] = "Maria Ivanova +375 29 1234567,1,30"
    (ground / "open.csv").write_text("\n".join(rows) + "\n")
    hidden = tried(ground, "topline", "town", "--data", "open.csv")
    assert "no option names (…: 1)" in hidden.err and "Ivanova" not in hidden.err + hidden.out
    assert "Ivanova" in tried(ground, "topline", "town", "--data", "open.csv", "--internal").err
    swapped = "\n".join(["sex,vote,age", *(f"Name {i} Surname 291234{i},1,30" for i in range(20))]) + "\n"
    (ground / "swapped.csv").write_text(swapped)
    wrong = tried(ground, "topline", "town", "--data", "swapped.csv")
    assert wrong.code == 1 and "Surname" not in wrong.err


@pytest.mark.parametrize(
    "statement",
    [
        *(
            "select * from read_csv('{other}')",
            "copy (select 1) to '{other}'",
            "attach '{other}' as more",
            "load httpfs",
        ),
        *("install httpfs", "install x from community", "set enable_external_access = true", "reset allowed_paths"),
    ],
)
def test_duckdb_reads_what_it_was_given_and_nothing_changes_that(ground: Path, statement: str) -> None:
    import duckdb

    backend = DuckdbBackend()
    assert len(backend.open(ground / "town.csv").fetchall()) == 200
    other = ground / "questionnaires" / "studies" / "town.yaml"
    before = other.read_bytes()
    with pytest.raises(duckdb.Error):
        backend._connection.execute(statement.format(other=other)).fetchall()
    assert other.read_bytes() == before
