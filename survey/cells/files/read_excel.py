"""Workbooks (.xlsx)."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path
from typing import Any

from survey.cells.files.blank_rows import told
from survey.cells.files.formats import what_else
from survey.cells.files.heads.header_rows import head_of
from survey.cells.files.layout import Layout
from survey.cells.files.sheet_rows import FORMULA, Workbook, workbook
from survey.cells.table.encoding import is_blank, printed
from survey.cells.table.names import check_names
from survey.errors import DataError, MissingWarning, Problem, warn
from survey.wording.message import message
from survey.words import nearest

# what an archive raises that is none
_BROKEN = (NotImplementedError, RuntimeError, EOFError, ValueError, LookupError, lzma.LZMAError)
MEMBERS, UNPACKED, RATIO = 10_000, 1 << 30, 1_000  # limits of an archive: files, bytes, bytes for each packed byte
LAST_ROW, CELLS = 1 << 20, 50_000_000  # the last row that a sheet can have; cells, with the empty ones between them


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
    with workbook(path) as book:
        names = book.names
        if sheet is not None and sheet not in names:
            said = f"there is no sheet '{sheet}'"
            raise DataError([Problem(path.name, 0, "--sheet", said, nearest(sheet, names))])
        chosen = ""
        rows: list[tuple[int, list[Any]]] = []
        for chosen in [sheet] if sheet is not None else names:
            rows = _rows(path.name, chosen, book)
            if rows:
                break
    _check_formulas(path.name, rows)
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
    sheets = names if sheet is None else ()
    texts = {name: text for name, text in zip(head.names, head.texts, strict=True) if name and text}
    about = (*notes, *head.said, *lost)
    return pd.DataFrame(columns), Layout(
        "excel", labels=texts, sheet=chosen, sheets=sheets, header=above, rows=places, said=about
    )


def check_archive(path: Path, most: int = UNPACKED) -> None:
    """``DataError`` for a file that is no sound archive, or would unpack to more than it may (``most`` bytes)."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
            if len(parts) > MEMBERS or size > most or size > RATIO * max(packed, 1 << 16):
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


def _rows(file: str, sheet: str, book: Workbook) -> list[tuple[int, list[Any]]]:
    """Numbers and cells of the rows that are not empty."""
    found, looked_at = [], 0
    for place, cells, formulas in book.rows(sheet):
        looked_at += len(cells)
        if place > LAST_ROW or looked_at > CELLS:
            said = f"has cells below row {LAST_ROW:,}" if place > LAST_ROW else f"has more than {CELLS:,} cells"
            raise DataError([Problem(file, 0, f"sheet '{sheet}'", said, "Save the sheet as .csv.")])
        while cells and is_blank(cells[-1]):
            cells.pop()
        if cells or formulas:
            found.append((place, cells))
    return found


def _check_formulas(file: str, rows: list[tuple[int, list[Any]]]) -> None:
    lost: dict[int, int] = {}
    for _, cells in rows:
        if FORMULA in cells:
            for place, cell in enumerate(cells):
                if cell is FORMULA:
                    lost[place] = lost.get(place, 0) + 1
    if lost:
        header = ["" if cell is FORMULA else printed(cell) for cell in rows[0][1]]
        raise DataError(
            [
                Problem(
                    file,
                    0,
                    header[place] if place < len(header) and header[place] else f"column {place + 1}",
                    f"{count} formula(s) have no computed value",
                    "Open the workbook in a spreadsheet program and save it.",
                )
                for place, count in lost.items()
            ]
        )
