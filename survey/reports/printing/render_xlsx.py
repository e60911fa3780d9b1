"""Results as an Excel workbook: figures as numbers, texts never as formulas."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import xlsxwriter

from survey.errors import SurveyError
from survey.progress import progress
from survey.reports.documents.document import Document
from survey.reports.printing.book_words import BookWords, book_words
from survey.reports.printing.excel.layout import MOST_COLUMNS, MOST_ROWS, Layout, layout, words_layout
from survey.reports.printing.excel.looks import Looks
from survey.reports.printing.excel.names import sheet_names
from survey.reports.printing.excel.passages import passage_grids
from survey.reports.printing.excel.sheets import finish, paper
from survey.reports.printing.excel.tables import write_table
from survey.reports.printing.grid_words import GridWords
from survey.wording.message import word
from survey.words import say

MADE = datetime(2000, 1, 1)  # the same bytes at any time
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render_xlsx(document: Document, language: str) -> bytes:
    """A sheet a table, or one long sheet where the document says so; a book begins with a sheet of contents, whose
    lines lead to the tables, and with the notes that are of all of them.

    Shares are proportions in percent format, with the decimals that are printed; the ends of an interval stand in two
    cells. Raises ``SurveyError`` for a table with more columns or rows than a sheet can have.
    """
    made = io.BytesIO()
    with _kept():
        said = book_words(document, language, cells=False)
        layouts = [layout(grid, words, language) for grid, words in zip(document.grids, said.grids, strict=True)]
        layouts += [words_layout(words) for words in passage_grids(document, language)]
        with xlsxwriter.Workbook(made, OPTIONS) as book:
            book.set_properties({"title": say(document.title, language)[:255], "created": MADE, "comments": ""})
            writer = _Writer(book, document, language)
            writer.write(said, layouts)
    return made.getvalue()


@contextmanager
def _kept() -> Iterator[None]:
    """Inside the block nobody looks for garbage: each cell is an object that stays to the end, and looking through all
    of them again and again takes a fifth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


class _Writer:
    """The sheets of one workbook."""

    def __init__(self, book: Any, document: Document, language: str) -> None:
        self.book, self.document, self.language = book, document, language
        self.looks = Looks(book)
        self.mark = word("plots.synthetic", language) if document.synthetic else ""

    def write(self, said: BookWords, layouts: Sequence[Layout]) -> None:
        """Contents where there are any, then the tables."""
        first = word("reports.contents", self.language)
        reserved = [first] if said.contents is not None else []
        groups, wanted = self._groups(layouts, [] if said.contents is not None else said.method)
        names = sheet_names(wanted, reserved)
        contents = self.book.add_worksheet(first) if said.contents is not None else None
        where: dict[str, str] = {}
        for place, (name, group) in enumerate(zip(names, groups, strict=True)):
            where |= self._sheet(name, group, back=first if contents is not None else "")
            progress("sheets", (place + 1) / len(names))
        if contents is not None and said.contents is not None:
            listed = words_layout(replace(said.contents, notes=said.method))
            self._contents(contents, listed, [where.get(name, "") for name in said.targets])

    def _groups(self, layouts: Sequence[Layout], method: Sequence[str]) -> tuple[list[list[Layout]], list[str]]:
        """The tables of each sheet and what it would be called; the method stands under the only table, else on a sheet
        of its own."""
        title = word("reports.method", self.language)
        last = [words_layout(GridWords(title, (), (), tuple(method), language=self.language))] if method else []
        if self.document.one_sheet and layouts:
            return [[*layouts, *last]], [word("reports.tables_sheet", self.language)]
        named = [one.words.name or one.words.title for one in layouts]
        if len(layouts) == 1:
            return [[*layouts, *last]], named
        return [[one] for one in (*layouts, *last)], [*named, *(one.words.title for one in last)]

    def _sheet(self, name: str, group: Sequence[Layout], back: str) -> dict[str, str]:
        """One or several tables below each other; where each of them begins."""
        sheet = self.book.add_worksheet(name)
        on = paper(sheet, self.looks, group, self.mark)
        top = on.row
        if back:
            text = word("reports.to_contents", self.language)
            sheet.write_url(on.row, 0, _target(back, 0), self.looks("link"), text)
            on.row += 1
        where: dict[str, str] = {}
        tables = [one for one in group if one.words.heads]
        heads = (0, 0)
        for place, one in enumerate(group):
            _check_size(one, on.row)
            on.row += 2 if place else 0
            where[one.words.name] = _target(name, on.row)
            found = write_table(on, one)
            heads = found if tables == [one] else heads
        finish(on, group, top=0 if self.mark else top + bool(back), heads=heads)
        return where

    def _contents(self, sheet: Any, made: Layout, links: Sequence[str]) -> None:
        on = paper(sheet, self.looks, [made], self.mark)
        heads = write_table(on, made, tuple(links))
        finish(on, [made], top=0, heads=heads)


def _target(sheet: str, row: int) -> str:
    quoted = sheet.replace("'", "''")
    return f"internal:'{quoted}'!A{row + 1}"


def _check_size(made: Layout, row: int) -> None:
    rows = row + len(made.words.rows) + len(made.words.notes) + 5
    if made.last >= MOST_COLUMNS or rows > MOST_ROWS:
        said = f"has {made.last + 1:,} columns and {rows:,} rows, more than a sheet of Excel can hold"
        raise SurveyError(said, where=made.words.name or made.words.title, fix="Write .csv, or ask for fewer columns.")
