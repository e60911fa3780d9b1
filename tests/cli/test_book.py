"""``survey crosstab --all``: a book of a study."""

from __future__ import annotations

import io
import json
import shutil
from typing import Any

import openpyxl
import pytest

pytestmark = pytest.mark.contract

FORMS = {"xlsx": b"PK", "docx": b"PK", "html": b"<!DOC", "md": b"**", "tex": b"\\doc", "csv": b"study,", "json": b"{",
         "txt": b"wave"}  # fmt: skip
STUDY = ("  area: {}\n", "  area: {}\n  why: {type: open, text: Why?}\n"
         "  never: {options: {9: {label: Refused, missing: refused}}}\n")  # fmt: skip


def test_all_questions_stand_in_a_book_those_of_the_banner_too(town: Any) -> None:
    result = town("crosstab", "wave", "--all", "--out", "book.json")
    assert result.exit_code == 0, result.output
    made = json.loads((town.folder / "book.json").read_text(encoding="utf-8"))
    assert list(dict.fromkeys(row["question"] for row in made["rows"])) == ["vote", "sex", "area"]
    single = json.loads(town("crosstab", "wave", "--rows", "vote", "--format", "json").stdout)
    assert [row for row in made["rows"] if row["question"] == "vote"] == single["rows"]
    own = [row for row in made["rows"] if row["question"] == "sex"]
    assert {row["sex"] for row in own} == {"_total"} and {row["area"] for row in own} == {"_total", "north", "south"}


@pytest.mark.parametrize("form", FORMS)
def test_a_book_has_its_form_from_its_name_and_is_the_same_again(form: str, town: Any) -> None:
    made = town.folder / f"book.{form}"
    assert town("crosstab", "wave", "--all", "--out", str(made), "--lang", "ru").exit_code == 0
    first = made.read_bytes()
    assert first.lstrip().startswith(FORMS[form]) or form == "txt"
    assert town("crosstab", "wave", "--all", "--out", str(made), "--lang", "ru").exit_code == 0
    assert made.read_bytes() == first


def test_a_question_without_a_table_is_listed_with_the_reason(town: Any) -> None:
    town.change("studies/wave.yaml", *STUDY)
    town.data(lambda rows: [row.update(why=f"because {row['number']}", never="9") for row in rows])
    result = town("crosstab", "wave", "--all", "--lang", "ru", "--base", "valid", "--format", "md")
    assert result.exit_code == 0 and "why: has no table in the book" in " ".join(result.stderr.split())
    assert "Таблицы нет: ответы даны своими словами" in " ".join(result.stdout.split())
    assert "Таблицы нет: никто не дал ответа, входящего в базу" in " ".join(result.stdout.split())
    made = json.loads(town("crosstab", "wave", "--all", "--base", "valid", "--format", "json").stdout)
    assert set(made["notes"]["left_out"]) == {"why", "never"}


def test_a_banner_of_one_question_leaves_that_question_out_with_the_reason(town: Any) -> None:
    result = town("crosstab", "wave", "--all", "--banner", "sex", "--format", "md")
    said = "sex: has no table in the book: it is the only question of the banner"
    assert result.exit_code == 0 and said in " ".join(result.stderr.split())
    assert "No table: it is the only question of the banner" in " ".join(result.stdout.split())


def test_one_sheet_has_all_tables_and_a_sheet_each_otherwise(town: Any) -> None:
    for more, names in (([], ["Contents", "vote", "sex", "area"]), (["--one-sheet"], ["Contents", "Tables"])):
        place = town.folder / f"book{len(more)}.xlsx"
        assert town("crosstab", "wave", "--all", "--out", str(place), *more).exit_code == 0
        book = openpyxl.load_workbook(io.BytesIO(place.read_bytes()))
        assert book.sheetnames == names
        figures = [cell.value for row in book[names[1]].iter_rows() for cell in row if isinstance(cell.value, float)]
        assert figures


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--all", "--rows", "vote"], "give one of them"),
        (["--one-sheet"], "goes with --all"),
        (["--all", "--one-sheet", "--out", "book.html"], "goes with --all"),
        (["--all", "--format", "xlsx"], "--format xlsx is a file and no text: name it with --out FILE"),
        (["--format", "docx"], "--format docx is a file"),
        (["--all", "--out", "book.xls"], "end the name in"),
    ],
)
def test_misuse_is_said_before_the_work(args: list[str], said: str, town: Any) -> None:
    result = town("crosstab", "wave", *args)
    assert result.exit_code == 2 and said in " ".join(result.output.split())
    assert not list(town.folder.glob("book*"))


@pytest.mark.parametrize("command", [["topline", "wave"], ["trend", "vote"], ["verify", "fair"]])
@pytest.mark.parametrize("ending", ["xlsx", "docx", "tex"])
def test_every_result_is_written_by_the_ending_of_its_name(command: list[str], ending: str, town: Any) -> None:
    result = town(*command, "--out", f"made.{ending}")
    assert result.exit_code == 0, result.output
    assert (town.folder / f"made.{ending}").stat().st_size > 500


def test_the_report_of_a_weighting_is_a_workbook_where_its_name_says_so(town: Any) -> None:
    result = town("weight", "wave", "--out", "made.csv", "--report", "report.xlsx")
    assert result.exit_code == 0, result.output
    book = openpyxl.load_workbook(town.folder / "report.xlsx")
    assert book.sheetnames[:2] == ["margins", "weights"]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no browser on this machine")
def test_a_browser_prints_the_book(town: Any) -> None:
    result = town("crosstab", "wave", "--all", "--out", "book.pdf")
    assert result.exit_code == 0, result.output
    assert (town.folder / "book.pdf").read_bytes().startswith(b"%PDF")
