"""The cells of a workbook are those that openpyxl reads, read in one pass."""

from __future__ import annotations

import random
import re
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from survey.cells.files import sheet_rows
from survey.cells.files.read_excel import read_excel
from survey.cells.files.sheet_rows import FORMULA, workbook
from survey.errors import DataError

pytestmark = [pytest.mark.property, pytest.mark.filterwarnings("ignore:Cell ")]  # no moment
VALUES: tuple[Any, ...] = (
    None, 1, -7, 2.5, 1e300, 10**15, 0.1 + 0.2, True, False, "one", "01", " ", "a\nb", "=no formula", "<&>", "ёж",
    datetime(2022, 3, 4, 5, 6, 7), date(1950, 1, 1), time(7, 8), timedelta(hours=30),
)  # fmt: skip


def made_book(path: Path, seed: int, *, inline: bool = False, epoch: bool = False) -> None:
    draw = random.Random(seed)
    how = {"constant_memory": inline, "date_1904": epoch, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, how) as book:
        kinds = [book.add_format({"num_format": kind}) for kind in ("yyyy-mm-dd", "hh:mm", "[h]:mm", "0.00", "General")]
        sheet = book.add_worksheet("answers")
        for row in range(60):
            for column in range(draw.randrange(7)):
                value, look = draw.choice(VALUES), draw.choice([None, *kinds])
                if draw.random() < 0.1:
                    sheet.write_formula(row, column * 13, "=1+1", look, draw.choice([2, "two", "", True, "#N/A"]))
                elif isinstance(value, (date, time, timedelta)):
                    sheet.write_datetime(row, column * 13, value, kinds[row % 3])
                else:
                    sheet.write(row, column * 13, value, look)


def by_openpyxl(path: Path) -> dict[int, list[Any]]:
    """The same by openpyxl: formulas without a value are ``FORMULA``."""
    found: dict[int, list[Any]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        values, formulas = (openpyxl.load_workbook(path, read_only=True, data_only=one) for one in (True, False))
    for book in (values, formulas):
        book["answers"].reset_dimensions()
    rows = zip(values["answers"].iter_rows(), formulas["answers"].iter_rows(), strict=True)
    for number, (cells, asked) in enumerate(rows, start=1):
        pairs = zip(cells, asked, strict=True)
        marks = [FORMULA if b.data_type == "f" and a.value is None else a.value for a, b in pairs]
        if marks:
            found[number] = marks
    for book in (values, formulas):
        book.close()
    return found


@pytest.mark.parametrize("seed", range(4))
def test_every_cell_is_what_openpyxl_reads(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "book.xlsx"
    made_book(path, seed, inline=seed % 2 == 1, epoch=seed == 2)
    with workbook(path) as book:
        assert book.names == ("answers",)
        found = {number: cells for number, cells, _ in book.rows("answers") if cells}
    expected = by_openpyxl(path)
    assert found == expected and len(found) > 30
    kinds = [[type(cell) for cell in cells] for cells in found.values()]
    assert kinds == [[type(cell) for cell in cells] for cells in expected.values()]


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> Path:
    after = path.with_name(f"other_{path.name}")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(after, "w") as book:
        for part in before.infolist():
            data = before.read(part)
            book.writestr(part.filename, change(data) if part.filename.endswith("sheet1.xml") else data)
    return after


def test_cells_and_rows_that_do_not_say_where_they_are_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("answers")
        for row in range(5):
            sheet.write_row(row, 0, [row, "two", 3.5])
    bare = rewritten(path, lambda data: re.sub(rb' (r|spans)="[^"]*"', b"", data))
    with workbook(path) as one, workbook(bare) as two:
        assert [*one.rows("answers")] == [*two.rows("answers")]


@pytest.mark.parametrize("change", [(b'<row r="4"', b'<row r="2"'), (b'<row r="4"', b'<row r="x"'), (b"</row>", b"")])
def test_rows_that_stand_twice_or_are_cut_are_damage(tmp_path: Path, change: tuple[bytes, bytes]) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("answers")
        for row in range(5):
            sheet.write_row(row, 0, ["ab"[row % 2], "c" if row else "d"])
    with pytest.raises(DataError, match="damaged workbook"):
        read_excel(rewritten(path, lambda data: data.replace(*change)))


def test_a_sheet_is_read_once_and_values_are_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("answers")
        sheet.write_row(0, 0, ["q", "f"])
        for row in range(1, 300):
            sheet.write(row, 0, 12345)
            sheet.write_formula(row, 1, "=1+1", None, 2)
    rows, seen = sheet_rows.Workbook.rows, []

    def noted(self: Any, name: str) -> Any:
        for one in rows(self, name):
            seen.append(one[1][0])
            yield one

    monkeypatch.setattr(sheet_rows.Workbook, "rows", noted)
    frame, _ = read_excel(path)
    assert len(frame) == 299 and frame["f"].tolist() == [2] * 299
    assert len(seen) == 300 and len({id(value) for value in seen[1:]}) == 1
