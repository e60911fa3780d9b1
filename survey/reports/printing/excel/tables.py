"""A grid written to a sheet: title, heads, rows, notes below."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from survey.reports.printing.excel.cells import fitting
from survey.reports.printing.excel.layout import NOTES, Layout, spans
from survey.reports.printing.excel.looks import Looks
from survey.reports.printing.widths import lines

RUNS = re.compile(r"[=+\-@\t\r\n]")  # what a spreadsheet would run, were it entered again
DEFAULT = 8.43  # width of a column that nobody set
LINE = 13.5  # points of a line of text
HIGHEST = 409.0  # points that Excel allows a row: what is higher is cut, the cell holds it whole


@dataclass
class Paper:
    """A sheet being written. ``row``: the next that is free; ``widths``: of its columns."""

    sheet: Any
    looks: Looks
    widths: list[float]
    row: int = 0
    heights: dict[int, float] = field(default_factory=dict)  # of rows that are not as high as one line

    @cached_property
    def reach(self) -> int:
        """The last column that titles and notes are set over."""
        used, at = self.widths[0], 0
        while used < NOTES - DEFAULT:
            at += 1
            used += self.widths[at] if at < len(self.widths) else DEFAULT
        return at

    def room(self, first: int, last: int) -> float:
        """The width of the columns from ``first`` to ``last``."""
        return sum(self.widths[first : last + 1]) + DEFAULT * max(last + 1 - max(first, len(self.widths)), 0)

    def text(self, at: int, text: str, look: tuple[str, ...]) -> None:
        """A text, never a formula, in the row that is being written."""
        quoted = (*look, *[""] * (3 - len(look)), "@") if RUNS.match(text) else look
        self.sheet.write_string(self.row, at, fitting(text), self.looks(*quoted))

    def across(self, first: int, last: int, text: str, look: tuple[str, ...]) -> None:
        """The same over several columns."""
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", self.looks(*look))
        self.text(first, text, look)

    def line(self, text: str, part: str, scale: float = 1.0) -> None:
        """A row with a title or a note; ``scale``: how large its letters are. One that fits into a line runs over the
        cells beside it, which are empty."""
        count = lines(text, self.room(0, self.reach) / scale)
        if count > 1:
            self.across(0, self.reach, text, (part,))
        else:
            self.text(0, text, (f"{part}_line",))
        self.next(count, scale)

    def next(self, count: int = 1, scale: float = 1.0) -> None:
        """The row that was written is ``count`` lines high; what comes next stands below it."""
        if count > 1 or scale > 1:
            self.heights[self.row] = high = min((count * LINE + 2) * scale, HIGHEST)
            self.sheet.set_row(self.row, high)
        self.row += 1


def write_table(paper: Paper, made: Layout, link: tuple[str, ...] = ()) -> tuple[int, int]:
    """Title, heads, rows and notes from the next row on; the first row of the heads and the first after them.
    ``link``: for each row where its head leads to ("" for nowhere)."""
    if made.words.title:
        paper.line(made.words.title, "title", 1.2)
    if not made.words.heads:
        first = paper.row
        _notes(paper, made)
        return first, first
    first = paper.row
    _heads(paper, made)
    body = paper.row
    _rows(paper, made, link)
    if made.words.notes:
        paper.row += 1
        _notes(paper, made)
    return first, body


def _notes(paper: Paper, made: Layout) -> None:
    for note in made.words.notes:
        paper.line(note, "note", 0.9)


def _lines(made: Layout) -> list[str]:
    """Of each sheet column whether a line stands before it: a group begins there."""
    heads = made.words.heads
    starts = {made.at[place] for place in range(1, len(heads)) if heads[place].group != heads[place - 1].group}
    return ["left" if at in starts else "" for at in range(made.at[-1])]


def _heads(paper: Paper, made: Layout) -> None:
    words, before = made.words, _lines(made)
    groups = spans(words)
    if groups:
        high = 1
        for start, end in groups:
            first, last = made.at[start], made.at[end + 1] - 1
            text = words.heads[start].group
            high = max(high, lines(text, paper.room(first, last) - 1))
            paper.across(first, last, text, ("group", "", before[first]))
        paper.next(high)
    high = lines(words.corner, paper.widths[0])
    paper.text(0, words.corner, ("corner",))
    for place, head in enumerate(words.heads):
        first, last = made.at[place], made.at[place + 1] - 1
        part = "head_prose" if head.prose else "head_wide" if last > first else "head"
        high = max(high, lines(head.label, paper.room(first, last) - 0.5))
        paper.across(first, last, head.label, (part, "", before[first]))
    paper.next(high)


def _rows(paper: Paper, made: Layout, link: tuple[str, ...]) -> None:
    before = _lines(made)
    parts = ["prose" if head.prose else "cell" for head in made.words.heads]
    part_at = [part for place, part in enumerate(parts) for _ in range(made.at[place], made.at[place + 1])]
    looks, write_number, write_blank = paper.looks, paper.sheet.write_number, paper.sheet.write_blank
    above = ""
    for place, (row, cells) in enumerate(zip(made.words.rows, made.cells, strict=True)):
        top = "top" if row.kind == "base" and above != "base" else ""
        above = row.kind
        if row.kind in ("section", "break"):
            _across(paper, made, row.head, row.kind)
            continue
        high = lines(row.head, paper.widths[0] - 0.5)
        if link and link[place]:
            paper.sheet.write_url(paper.row, 0, link[place], paper.looks("link"), fitting(row.head))
        else:
            paper.text(0, row.head, ("stub", row.kind, top))
        for at, (cell, part) in enumerate(zip(cells, part_at, strict=True), start=1):
            edges = before[at] + top
            if cell is None:
                if edges:
                    write_blank(paper.row, at, None, looks(part, row.kind, edges))
                continue
            value, number_format = cell
            if isinstance(value, str):
                high = max(high, lines(value, paper.widths[at] - 0.5))
                missed = row.missed_at(made.column_of(at))
                paper.text(at, value, (part, "missed" if missed else row.kind, edges))
            else:
                write_number(paper.row, at, value, looks(part, row.kind, edges, number_format))
        paper.next(high)
        if row.letters:
            _letters(paper, made, row.letters, before)


def _letters(paper: Paper, made: Layout, letters: tuple[str, ...], before: list[str]) -> None:
    """The letters of a row, each in a cell below its figure."""
    for place, text in enumerate(letters):
        at = made.at[place]
        if text:
            paper.text(at, text, ("letters", "", before[at]))
        elif before[at]:
            paper.sheet.write_blank(paper.row, at, None, paper.looks("letters", "", before[at]))
    paper.next()


def _across(paper: Paper, made: Layout, text: str, kind: str) -> None:
    """A head over the whole row."""
    count = lines(text, paper.room(0, made.last))
    paper.across(0, made.last, text, ("stub", kind))
    paper.next(count, 1.2)
