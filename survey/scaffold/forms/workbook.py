"""Sheets of a workbook as rows of texts, within limits."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from survey.cells.files.read_excel import check_archive
from survey.cells.table.encoding import is_blank
from survey.errors import DataError
from survey.scaffold.forms.source import Source

ROWS, CELLS = 50_000, 20_000_000  # of a sheet: rows that are not empty, and cells in all
LAST = 1_048_576  # row of a sheet
Sheets = Mapping[str, list[list[Any]]]


def sheets_of(source: Source) -> Sheets:
    """The cells of each sheet, by its name in small letters; rows of empty cells are left out.

    ``DataError``: a damaged workbook, one that would unpack to more than it may, a sheet of too many rows.
    """
    import openpyxl

    assert source.data  # within the limits of a form
    check_archive(source.path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # styles and extensions that do not matter here
        try:
            book = openpyxl.load_workbook(source.path, read_only=True, data_only=True)
            found = {name.strip().lower(): _rows(book[name], source) for name in book.sheetnames}
            book.close()
        except DataError:
            raise
        except Exception as error:  # a damaged workbook can raise any
            said = f"is a damaged workbook ({type(error).__name__}: {error})"
            raise source.fault(said, "Save it again as .xlsx.") from None
    return found


def _rows(sheet: Any, source: Source) -> list[list[Any]]:
    if not hasattr(sheet, "iter_rows"):
        return []  # a sheet of one picture
    sheet.reset_dimensions()  # some programs write them wrong
    found: list[list[Any]] = []
    looked = 0
    for row in sheet.iter_rows(max_row=LAST, values_only=True):
        looked += len(row)
        if len(found) > ROWS or looked > CELLS:
            raise source.fault(f"has a sheet of more than {ROWS:,} rows", "Save the form without its data.")
        cells = [None if is_blank(cell) else cell for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            found.append(cells)
    return found
