"""The cells of a sheet row by row, in one pass over the workbook.

openpyxl says what styles, dates and shared texts are; the plain cells, which are nearly all, are read here, as it makes
two objects for each and reads a sheet again to learn which cells are formulas."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from survey.errors import DataError, Problem

FORMULA = object()  # a cell whose formula has no computed value
KNOWN = 100_000  # values of which one object stands for all cells that have them
_DIGITS = "0123456789"


class Workbook:
    """A workbook that is open: the names of its sheets of cells, in order, and the rows of each."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        found = [(sheet, rel) for sheet, rel in reader.parser.find_sheets() if rel.target in reader.valid_files]
        self._parts = {sheet.name: rel.target for sheet, rel in found if "chartsheet" not in rel.Type}
        self.names = tuple(self._parts)

    def rows(self, name: str) -> Iterator[tuple[int, list[Any], bool]]:
        """The number of each row that is written (from 1), its cells from the first column, and whether one of them is
        a formula.

        A cell is a number, a text, a boolean, a moment, None; a formula is the value that was computed when the book
        was saved, ``FORMULA`` where there is none. ``ValueError``: a row that stands twice or before an earlier one.
        """
        from lxml.etree import iterparse
        from openpyxl.worksheet import _reader

        book = self._reader.wb
        parser = _reader.WorkSheetParser(
            None,
            self._reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        cells, last = _Cells(parser), 0
        options = {"remove_comments": True, "remove_pis": True, "resolve_entities": False, "no_network": True}
        with self._reader.archive.open(self._parts[name]) as source:
            for _, row in iterparse(source, events=("end",), tag=_reader.ROW_TAG, **options):
                number = float(row.get("r", last + 1))
                if number <= last or not number.is_integer():
                    raise ValueError(f"row {row.get('r')} comes after row {last}")
                last = int(number)
                yield last, *cells.of(row)
                row.clear()
                while row.getprevious() is not None:  # else all rows that were read are kept
                    del row.getparent()[0]


@contextmanager
def workbook(path: Path) -> Iterator[Workbook]:
    """The workbook at ``path``; ``DataError`` where it is damaged, now or while its rows are read."""
    from openpyxl.reader import excel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # styles and extensions that do not matter here
        try:
            reader = excel.ExcelReader(path, read_only=True, data_only=True)
            with reader.archive:
                reader.read_manifest()
                reader.read_strings()
                reader.read_workbook()
                excel.apply_stylesheet(reader.archive, reader.wb)
                yield Workbook(reader)
        except DataError:
            raise
        except Exception as error:  # a damaged workbook can raise any
            said = f"is a damaged workbook ({type(error).__name__}: {error})"
            raise DataError([Problem(path.name, 0, "", said, "Save it again as .xlsx, or as .csv.")]) from None


class _Cells:
    """What the cells of a row hold."""

    def __init__(self, parser: Any) -> None:
        from openpyxl.worksheet import _reader

        self._parser = parser
        self._texts = parser.shared_strings
        self._tags = _reader.VALUE_TAG, _reader.FORMULA_TAG
        self._number = _reader._cast_number
        self._place = _reader.coordinate_to_tuple
        self._columns: dict[str, int] = {}
        self._numbers: dict[str, Any] = {}
        self._moments: set[str | None] = {str(style) for style in parser.date_formats}
        if 0 in parser.date_formats:
            self._moments.add(None)  # a cell that names no style has the first

    def of(self, row: Any) -> tuple[list[Any], bool]:
        """The cells of a row from the first column, and whether one is a formula."""
        found: list[Any] = []
        formulas, column = False, 0
        value_tag, formula_tag = self._tags
        columns, numbers, moments = self._columns, self._numbers, self._moments
        for cell in row:
            where = cell.get("r")
            if where is None:
                column += 1
            else:
                column = columns.get(where.rstrip(_DIGITS)) or self._column(where)
            text, formula = None, False
            for part in cell:
                if part.tag == value_tag:
                    text = text or part.text
                elif part.tag == formula_tag:
                    formulas = formula = True
            if text and cell.get("t", "n") == "n" and cell.get("s") not in moments:
                value = numbers.get(text)
                if value is None:
                    value = self._new(text)
            elif text or not formula:
                value = self._value(cell, text)
            else:
                value = FORMULA
            if column == len(found) + 1:
                found.append(value)
            else:
                found += [None] * (column - len(found))
                found[column - 1] = value
        return found, formulas

    def _column(self, where: str) -> int:
        column = int(self._place(where)[1])
        letters = where.rstrip(_DIGITS)
        if letters.isalpha():
            self._columns[letters] = column
        return column

    def _new(self, text: str) -> Any:
        value = self._number(text)
        if len(self._numbers) < KNOWN:
            self._numbers[text] = value
        return value

    def _value(self, cell: Any, text: str | None) -> Any:
        kind = cell.get("t", "n")
        if text and kind == "s":
            return self._texts[int(text)]
        if not text and kind != "inlineStr":
            return None
        return self._parser.parse_cell(cell)["value"]
