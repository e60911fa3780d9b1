"""The rows of a published file as they are printed: CSV, a workbook, or the tables of a page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from survey.cells.files.read_excel import check_archive
from survey.claims.published.number_format import as_shown
from survey.errors import SurveyError
from survey.words import nearest

Rows = tuple[tuple[str, ...], ...]
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".html", ".htm")
DELIMITERS = (",", ";", "\t", "|")
LARGEST = 64 << 20  # bytes: a published table is no data file
CELLS = 1_000_000  # of a sheet, with the empty ones between
WIDEST = 10_000  # columns that a cell of a page may span


@dataclass(frozen=True)
class Sheet:
    """``name``: of the sheet of a workbook, "" where there is one."""

    rows: Rows
    name: str = ""


def read_sheets(path: Path, sheet: str | None = None, encoding: str | None = None) -> tuple[Sheet, ...]:
    """The sheets of a file in ``ENDINGS``; of a workbook all, or the one called ``sheet``.

    Cells are texts as a reader sees them: 0.615 in the format 0% is 62%. Raises ``SurveyError`` for a file that is not
    there, of another kind, or without a table."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        fix = f"Save the table as one of {', '.join(ENDINGS)}."
        raise SurveyError(f"published tables are not read from '{ending}'", where=path.name, fix=fix)
    if not path.is_file():
        others = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        raise SurveyError("there is no such file", where=str(path), fix=nearest(path.name, others))
    if path.stat().st_size > LARGEST:
        raise SurveyError(f"has {path.stat().st_size:,} bytes, too many for a published table", where=path.name)
    if sheet is not None and ending != ".xlsx":
        raise SurveyError("only a workbook has sheets", where=path.name, fix="Leave out 'sheet'.")
    if ending == ".xlsx":
        found = tuple(_workbook(path, sheet))
    elif ending in (".html", ".htm"):
        reader = _Page()
        try:
            reader.feed(_decoded(path, encoding))
        except AssertionError:  # of the parser, for a mark such as <![x]>
            raise SurveyError("is no readable page", where=path.name, fix="Save the table as .csv.") from None
        found = tuple(reader.sheets)
    else:
        found = (Sheet(_delimited(_decoded(path, encoding), ending)),)
    found = tuple(one for one in found if any(any(row) for row in one.rows))
    if not found:
        raise SurveyError("holds no table", where=path.name, fix="Name a file that has rows and columns.")
    return found


def _decoded(path: Path, encoding: str | None) -> str:
    raw = path.read_bytes()
    marked = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return raw.decode(encoding or ("utf-16" if marked else "utf-8-sig"))
    except (UnicodeDecodeError, LookupError):
        said = f"the text is not {(encoding or 'UTF-8').upper()}"
        fix = "Say in the mapping which encoding it is: encoding: cp1251."
        raise SurveyError(said, where=path.name, fix=fix) from None


def _delimited(text: str, ending: str) -> Rows:
    """The rows of the delimiter that cuts the most of them into equally many cells."""
    marks = ("\t", *DELIMITERS) if ending == ".tsv" else DELIMITERS
    ways = []
    for mark in marks:
        records = csv.reader(io.StringIO(text), delimiter=mark)
        try:
            ways.append(tuple(tuple(_shown(cell) for cell in record) for record in records))
        except csv.Error as error:  # a quote that is never closed
            raise SurveyError(f"is no table of texts ({error})", fix="Look for a quotation mark alone.") from None

    def fitness(rows: Rows) -> int:
        widths = [len(row) for row in rows if len(row) > 1]
        return max((widths.count(width) * (width - 1) for width in set(widths)), default=0)

    return max(ways, key=fitness)


def _workbook(path: Path, sheet: str | None) -> Iterator[Sheet]:
    import openpyxl

    check_archive(path, LARGEST)
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except Exception as error:  # a damaged workbook can raise any
        said = f"is a damaged workbook ({type(error).__name__})"
        raise SurveyError(said, where=path.name, fix="Save it again as .xlsx, or as .csv.") from None
    names = [one.title for one in book.worksheets]
    if sheet is not None and sheet not in names:
        raise SurveyError(f"there is no sheet '{sheet}'", where=path.name, fix=nearest(sheet, names))
    for one in book.worksheets:
        if sheet is None or one.title == sheet:
            if one.max_row * one.max_column > CELLS:
                said = f"sheet '{one.title}' reaches over more than {CELLS:,} cells"
                raise SurveyError(said, where=path.name, fix="Delete what stands far from the table.")
            rows = [[_shown(as_shown(cell.value, cell.number_format)) for cell in row] for row in one.iter_rows()]
            yield Sheet(tuple(tuple(row) for row in rows), one.title if len(names) > 1 else "")


def _shown(text: str) -> str:
    return " ".join(text.split())


class _Page(HTMLParser):
    """The tables of a page; a caption, or the heading before a table, is its first row."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []
        self._rows: list[list[str]] = []
        self._text: list[str] | None = None
        self._tag = ""
        self._span = self._down = 1
        self._hanging: dict[int, int] = {}  # column -> rows that a cell above still covers
        self._title = ""
        self._deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._deep += 1
            if self._deep == 1:
                self._title = dict(attrs).get("aria-label") or self._title  # of a table that goes on
                self._rows = [[self._title]] if self._title else []
                self._hanging = {}
        elif tag == "tr" and self._deep == 1:
            self._close()
            self._rows.append([])
            self._hang()
        elif tag in ("td", "th", "caption", "h1", "h2", "h3", "h4") and self._deep <= 1:
            self._close()
            self._text, self._tag = [], tag
            self._span, self._down = (_spanned(dict(attrs).get(name)) for name in ("colspan", "rowspan"))
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._tag or tag in ("tr", "table"):
            self._close()
        if tag == "table" and self._deep:
            self._deep -= 1
            if not self._deep:
                self.sheets.append(Sheet(tuple(tuple(row) for row in self._rows)))
                self._title = ""

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _close(self) -> None:
        if self._text is None:
            return
        text, self._text = _shown("".join(self._text)), None
        if self._tag in ("td", "th"):
            if not self._rows:
                self._rows.append([])
            at = len(self._rows[-1])
            self._rows[-1] += [text, *[""] * (self._span - 1)]
            if self._down > 1:
                self._hanging |= dict.fromkeys(range(at, at + self._span), self._down - 1)
            self._hang()
        elif self._tag == "caption":
            self._rows = [[text], *self._rows[1 if self._title else 0 :]]
        else:
            self._title = text

    def _hang(self) -> None:
        """Leave the places that cells of the rows above cover."""
        row = self._rows[-1]
        while self._hanging.get(len(row), 0):
            self._hanging[len(row)] -= 1
            row.append("")


def _spanned(written: str | None) -> int:
    return min(int(written), WIDEST) if written and written.isdigit() and int(written) else 1
