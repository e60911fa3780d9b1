"""Workbooks (.xlsx)."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from survey.cells.files.blank_rows import told
from survey.cells.files.formats import what_else
from survey.cells.files.heads.header_rows import head_of
from survey.cells.files.layout import Layout
from survey.cells.table.encoding import is_blank, printed
from survey.cells.table.names import check_names
from survey.errors import DataError, MissingWarning, Problem, warn
from survey.wording.message import message
from survey.words import nearest

# what an archive raises that is none
_BROKEN = (NotImplementedError, RuntimeError, EOFError, ValueError, LookupError, lzma.LZMAError)
MEMBERS, UNPACKED, RATIO = 10_000, 2 << 30, 1_000  # limits of an archive: files, bytes, bytes for each packed byte
LAST_ROW, CELLS = 1 << 20, 100_000_000  # the last row that a sheet can have; cells, with the empty ones between them


def read_excel(path: Path, sheet: str | None = None, header_rows: int | None = None) -> tuple[Any, Layout]:
    """A pandas frame of one sheet, and where its rows stand.

    ``sheet``: by default the first that has anything in it. The first row that is not empty is the header, or the first
    several (``survey.cells.files.heads.header_rows``). Cells keep
    their kind: the text ``01`` stays text, ``NA`` is an answer, a formula gives the value that was computed when the
    workbook was saved. Rows of empty cells are left out; those between others with a warning that counts them.

    ``DataError``: a damaged workbook, an unknown sheet, no rows, columns of one name or of none, a formula without a
    value.
    """
    check_archive(path)
    with _workbook(path, values=False) as book:
        names = [name for name in book.sheetnames if hasattr(book[name], "iter_rows")]
        if sheet is not None and sheet not in names:
            said = f"there is no sheet '{sheet}'"
            raise DataError([Problem(path.name, 0, "--sheet", said, nearest(sheet, names))])
        chosen, formulas = "", False
        rows: list[tuple[int, list[Any]]] = []
        for name in [sheet] if sheet is not None else names:
            rows, formulas = _rows(path.name, book[name])
            chosen = name
            if rows:
                break
    if formulas:
        with _workbook(path, values=True) as book:
            values, _ = _rows(path.name, book[chosen], keep=[place for place, _ in rows])
        _check_formulas(path.name, rows, values)
        rows = values
    if len(rows) < 2:
        said = "holds a header and no rows" if rows else "holds no cells"
        raise DataError([Problem(path.name, 0, f"sheet '{chosen}'", said, "Name another sheet with --sheet.")])
    width = max(len(cells) for _, cells in rows)
    first = [[printed(cell) if cell is not None else "" for cell in cells] for _, cells in rows[:20]]
    first[0] += [""] * (width - len(first[0]))
    head = head_of(path.name, first, header_rows)
    body, above, header = rows[head.count :], rows[head.place][0], head.names
    filled = [any(place < len(cells) and not is_blank(cells[place]) for _, cells in body) for place in range(width)]
    kept = [place for place in range(width) if header[place] or filled[place]]
    check_names(path.name, [header[place] for place in kept])
    gaps = body[-1][0] - rows[head.count - 1][0] - len(body)
    lost = (told(path.name, gaps),) if gaps else ()
    if lost:
        warn(MissingWarning, str(lost[0]))
    import pandas as pd

    columns = {
        header[place]: pd.Series([cells[place] if place < len(cells) else None for _, cells in body]) for place in kept
    }
    one_of = len(names) > 1 and sheet is None
    notes = (message("data.sheet_of", sheet=chosen, count=len(names)),) if one_of else ()
    places = [place for place, _ in body]
    sheets = tuple(names) if sheet is None else ()
    texts = {name: text for name, text in zip(head.names, head.texts, strict=True) if name and text}
    about = (*notes, *head.said, *lost)
    return pd.DataFrame(columns), Layout(
        "excel", labels=texts, sheet=chosen, sheets=sheets, header=above, rows=places, said=about
    )


def check_archive(path: Path) -> None:
    """``DataError`` for a file that is no sound archive, or one that would unpack to more than it may."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
            if len(parts) > MEMBERS or size > UNPACKED or size > RATIO * max(packed, 1 << 16):
                said = f"the archive would unpack to {size:,} bytes in {len(parts)} parts"
                raise DataError([Problem(path.name, 0, "", said, "Save the sheet as .csv.")])
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        if b"<!DOCTYPE" in file.read(4096):
                            said = f"{part.filename} declares a document type, which no workbook does"
                            raise DataError([Problem(path.name, 0, "", said, "Save it again as .xlsx.")])
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, *_BROKEN):
        with path.open("rb") as file:
            other = what_else(file.read(16))
        damaged = other is None or other.format == "excel"
        said = "is a damaged workbook" if damaged else f"is {other}, not a workbook"
        raise DataError([Problem(path.name, 0, "", said, "Save it again as .xlsx, or as .csv.")]) from None


@contextmanager
def _workbook(path: Path, *, values: bool) -> Iterator[Any]:
    """The workbook with formulas, or with the ``values`` they had when it was saved."""
    import warnings

    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # styles and extensions that do not matter here
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=values)
            yield book
        except DataError:
            raise
        except Exception as error:  # a damaged workbook can raise any
            said = f"is a damaged workbook ({type(error).__name__}: {error})"
            raise DataError([Problem(path.name, 0, "", said, "Save it again as .xlsx, or as .csv.")]) from None
        book.close()


def _rows(file: str, sheet: Any, keep: list[int] | None = None) -> tuple[list[tuple[int, list[Any]]], bool]:
    """Numbers and cells of the rows that are not empty (or of those to ``keep``), and whether a formula is there.

    A formula is given as a pair of its text, so that an answer that reads ``=1+1`` is not taken for one.
    """
    found, formulas = [], False
    wanted = None if keep is None else set(keep)
    sheet.reset_dimensions()  # some programs write them wrong
    looked_at = 0
    for place, row in enumerate(sheet.iter_rows(), start=1):
        looked_at += len(row)
        if place > LAST_ROW or looked_at > CELLS:
            said = f"has cells below row {LAST_ROW:,}" if place > LAST_ROW else f"has more than {CELLS:,} cells"
            raise DataError([Problem(file, 0, f"sheet '{sheet.title}'", said, "Save the sheet as .csv.")])
        cells: list[Any] = []
        for cell in row:
            formula = getattr(cell, "data_type", "") == "f" and wanted is None
            formulas |= formula
            cells.append((cell.value,) if formula else cell.value)
        while cells and is_blank(cells[-1]):
            cells.pop()
        if cells if wanted is None else place in wanted:
            found.append((place, cells))
    return found, formulas


def _check_formulas(file: str, rows: list[Any], values: list[Any]) -> None:
    lost: dict[int, int] = {}
    for (_, cells), (_, computed) in zip(rows, values, strict=True):
        for place, cell in enumerate(cells):
            if isinstance(cell, tuple) and (place >= len(computed) or computed[place] is None):
                lost[place] = lost.get(place, 0) + 1
    if lost:
        header = [printed(cell) for cell in values[0][1]]
        raise DataError(
            [
                Problem(
                    file,
                    0,
                    header[place] if place < len(header) else f"column {place + 1}",
                    f"{count} formula(s) have no computed value",
                    "Open the workbook in a spreadsheet program and save it.",
                )
                for place, count in lost.items()
            ]
        )
