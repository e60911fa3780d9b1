"""Workbooks with one column more."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from survey.cells.files.layout import Layout
from survey.cells.table.encoding import as_number, is_blank, printed
from survey.errors import SurveyError
from survey.reports.files.data.added_weight import AddedWeight
from survey.reports.files.whole_file import whole_file
from survey.scratch import scratch_folder

MADE = datetime(2000, 1, 1)  # the same bytes at any time
_ROW = re.compile(r"<row\b([^>]*?)(/>|>(.*?)</row>)", re.DOTALL)
_NUMBER = re.compile(r'\br="(\d+)"')
_CELL = re.compile(r'<c\b[^>]*?\br="([A-Z]+)\d+"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def add_to_excel(source: Path, layout: Layout, weight: AddedWeight, out: Path) -> list[Path]:
    """Copy a workbook with the weight columns as the last of its data sheet.

    Only that sheet gets cells: its other cells, formulas with their values, and all other sheets, formats and pictures
    are the same bytes as before.
    """
    with zipfile.ZipFile(source) as before, whole_file(out, private=True) as beside:
        part = _part(before, layout.sheet)
        sheet = before.read(part).decode("utf-8")
        if weight.columns:
            sheet = _longer(sheet, weight, layout.header, source)
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as after:
            for item in before.infolist():
                after.writestr(item, sheet.encode("utf-8") if item.filename == part else before.read(item))
    return [out]


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the sheet's part in the archive."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    sheets = [item for item in book.iter() if item.tag.endswith("}sheet")]
    wanted = next(item.get(_RELATION) for item in sheets if item.get("name") == sheet)
    target = next(item.get("Target", "") for item in links if item.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _longer(sheet: str, weight: AddedWeight, header: int, source: Path) -> str:
    first = max((_place(name) for name in _CELL.findall(sheet)), default=0) + 1
    letters = [_letters(first + k) for k in range(len(weight.columns))]
    table = zip(*(column.values.tolist() for column in weight.columns), strict=True)
    values = dict(zip(weight.rows.tolist(), table, strict=True))
    last, headed = 0, False

    def row(found: re.Match[str]) -> str:
        nonlocal last, headed
        attributes, cells = found[1], found[3] or ""
        numbered = _NUMBER.search(attributes)
        last = int(numbered[1]) if numbered else last + 1
        cell = ""
        if last == header:
            headed = True
            heads = zip(letters, map(escape, weight.names), strict=True)
            cell = "".join(f'<c r="{at}{last}" t="inlineStr"><is><t>{name}</t></is></c>' for at, name in heads)
        elif last in values:
            found_here = zip(letters, values.pop(last), strict=True)
            cell = "".join(f'<c r="{at}{last}"><v>{value!r}</v></c>' for at, value in found_here)
        if not cell:
            return found[0]
        attributes = re.sub(r'\s+spans="[^"]*"', "", attributes)
        return f"<row{attributes}>{cells}{cell}</row>"

    made = _ROW.sub(row, sheet)
    if values or not headed:
        raise SurveyError(
            "has a sheet that cannot be extended", where=str(source), fix="Save it again as .xlsx, or write .csv."
        )
    return re.sub(r'<dimension ref="([A-Z]+\d+):[A-Z]+(\d+)"', rf'<dimension ref="\1:{letters[-1]}\2"', made, count=1)


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place


def _letters(place: int) -> str:
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@contextmanager
def _new_book(path: Path) -> Iterator[Any]:
    """A workbook that is written row by row, rows so far in a file that is removed with it; always of the same day."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with scratch_folder() as folder:
        book = xlsxwriter.Workbook(str(path), {**options, "constant_memory": True, "tmpdir": str(folder)})
        book.set_properties({"created": MADE})
        yield book
        try:
            book.close()
        except FileCreateError as error:  # holds the system's own
            raise next((one for one in error.args if isinstance(one, OSError)), error) from None


def write_excel(frame: Any, layout: Layout, out: Path) -> list[Path]:
    """Write a frame as a workbook of one sheet; texts stay texts."""
    with whole_file(out, private=True) as beside:
        with _new_book(beside) as book:
            sheet = book.add_worksheet("Data")
            for place, name in enumerate(frame.columns):
                sheet.write_string(0, place, str(name))
            columns = [frame[name].tolist() for name in frame.columns]
            for row, values in enumerate(zip(*columns, strict=True), start=1):
                for place, value in enumerate(values):
                    if is_blank(value):
                        continue
                    number = None if isinstance(value, str) else as_number(value)
                    if number is None:
                        sheet.write_string(row, place, printed(value))
                    else:
                        sheet.write_number(row, place, number)
    return [out]
