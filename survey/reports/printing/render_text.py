"""Results as plain text, no wider than the terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from survey.reports.documents.document import Document
from survey.reports.printing.book_words import book_words
from survey.reports.printing.grid_words import GridWords, HeadWords, RowWords
from survey.reports.printing.passage_words import passage_words
from survey.reports.printing.passages.text_passage import text_passage
from survey.reports.printing.passages.wrapped import wrapped
from survey.wording.message import word
from survey.words import say

NARROWEST, WITHOUT_TERMINAL = 40, 100
READABLE = 100  # sentences are not set wider than this
PROSE = 26  # a column of words
WORD = 14  # a longer word in a head is cut
GAP = 2


def terminal_width() -> int:
    """Columns of the terminal (or of ``COLUMNS``); 100 where the output is a file."""
    return max(NARROWEST, shutil.get_terminal_size((WITHOUT_TERMINAL, 24)).columns)


def render_text(document: Document, language: str, width: int | None = None) -> str:
    """Each table with its title above and its notes below, one a line; a block a passage and their counts at the end.
    No line is wider than ``width``, the terminal's by default."""
    width = width or terminal_width()
    book = book_words(document, language)
    grids = book.grids if book.contents is None else (book.contents, *book.grids)
    blocks = ["\n".join(_grid(grid, width)) for grid in grids]
    if document.summary is not None:
        readable = min(width, READABLE)
        said = [passage_words(passage, language) for passage in document.passages]
        lines = [line for one in said for line in text_passage(one, readable, language, lambda grid: _grid(grid, width))]
        about = [line for text in _about(document, language) for line in wrapped(text, readable)]
        blocks.append("\n".join([*about, *lines, *wrapped(say(document.summary, language), readable)]))
    if book.method:
        blocks.append("\n".join(_method(book.method, min(width, READABLE), language)))
    return "\n\n".join(blocks) + "\n"


def _about(document: Document, language: str) -> list[str]:
    """What the passages are on, and where it stands."""
    said = [say(text, language) for text in document.lead]
    title = [say(document.title, language)] if document.lead or document.link else []
    link = [document.link] if document.link else []
    return [*title, *said, *link, ""] if title else []


def _method(notes: Sequence[str], width: int, language: str) -> Iterator[str]:
    yield from wrapped(word("reports.method", language), width)
    for note in notes:
        yield from wrapped(note, width, indent=2, hanging=2)


@dataclass(frozen=True)
class _Column:
    """A column with its width in cells; ``at`` is its place in the rows."""

    at: int
    head: HeadWords
    width: int


def _grid(grid: GridWords, width: int) -> Iterator[str]:
    if grid.synthetic:
        yield f"*** {word('plots.synthetic', grid.language)} ***"
    if grid.title:
        yield from wrapped(grid.title, min(width, READABLE))
        yield ""
    grid = _aligned(grid)
    if grid.heads:
        labels = [_head(grid, row) for row in grid.rows if row.kind not in ("section", "break")] + [grid.corner]
        stub = min(max(cell_len(label) for label in labels), max(16, width * 2 // 5))
        for number, block in enumerate(_blocks(_columns(grid, width - stub - GAP), width - stub)):
            if number:
                yield ""
            yield from _block(grid, block, stub, width)
    if grid.notes:
        if grid.heads:
            yield ""
        for note in grid.notes:
            yield from wrapped(note, min(width, READABLE), hanging=2)


def _aligned(grid: GridWords) -> GridWords:
    """Figures below each other, whatever letters stand behind some of them."""
    widths = grid.letter_widths
    if not any(widths):
        return grid
    rows = [
        replace(row, cells=tuple(cell + " " * _room(row, at, widths[at]) for at, cell in enumerate(row.cells)))
        for row in grid.rows
    ]
    return replace(grid, rows=tuple(rows))


def _room(row: RowWords, at: int, width: int) -> int:
    """Blanks behind a cell, in a column with ``width`` letters; letters have a blank before them."""
    mine = len(row.letters_at(at))
    return 0 if not width or not row.cells[at] else width - mine + (0 if mine else 1)


def _columns(grid: GridWords, most: int) -> list[_Column]:
    """Columns as wide as they need to be; the first of a group also has room for the longest word over the group."""
    columns = [_Column(at, head, _width(grid, at, most)) for at, head in enumerate(grid.heads)]
    for name in {head.group for head in grid.heads if head.group}:
        group = [column for column in columns if column.head.group == name]
        lacking = min(_longest_word(name), WORD, most) - sum(column.width for column in group) - GAP * (len(group) - 1)
        if lacking > 0:
            columns[group[0].at] = replace(group[0], width=group[0].width + lacking)
    return columns


def _longest_word(text: str) -> int:
    return max(cell_len(item) for item in text.split(" "))


def _width(grid: GridWords, at: int, most: int) -> int:
    """As wide as its widest cell; words and heads may break into lines, figures may not."""
    head = grid.heads[at]
    longest = max((cell_len(row.cells[at]) for row in grid.rows if row.cells), default=1)
    if head.prose:
        return max(1, min(max(longest, cell_len(head.label)), PROSE, most))
    return max(1, min(max(longest, min(_longest_word(head.label), WORD)), most))


def _blocks(columns: Sequence[_Column], room: int) -> Iterator[list[_Column]]:
    """Columns side by side as far as there is room; a group that would be cut begins a new block where it fits."""
    block: list[_Column] = []
    used = 0
    for place, column in enumerate(columns):
        group = [column]
        if column.head.group and (not block or block[-1].head.group != column.head.group):
            group = [item for item in columns[place:] if item.head.group == column.head.group]
        whole = sum(item.width + GAP for item in group)
        needed = whole if whole <= room else column.width + GAP
        if block and used + needed > room:
            yield block
            block, used = [], 0
        block.append(column)
        used += column.width + GAP
    if block:
        yield block


def _block(grid: GridWords, block: Sequence[_Column], stub: int, width: int) -> Iterator[str]:
    across = stub + sum(column.width + GAP for column in block)
    yield from _groups(block, stub)
    yield from _lines(grid.corner, [(column, column.head.label) for column in block], stub, low=True)
    yield "─" * across
    before = "option"
    for row in grid.rows:
        if row.kind == "base" and not any(row.cells[column.at] for column in block):
            continue
        if row.kind == "base" and before != "base":
            yield "─" * across
        if row.kind == "break":
            yield from (f"┄┄ {line} ┄┄" for line in wrapped(row.head, width - 6))
        elif row.kind == "section":
            yield from wrapped(row.head, width)
        else:
            yield from _lines(_head(grid, row), [(column, row.cells[column.at]) for column in block], stub)
        before = row.kind


def _head(grid: GridWords, row: RowWords) -> str:
    """Heads of rows are set in where they stand under the head of a section."""
    return f"  {row.head}" if any(other.kind == "section" for other in grid.rows) else row.head


def _groups(block: Sequence[_Column], stub: int) -> Iterator[str]:
    """Names of banner questions over their columns, each wrapped in the room that these take."""
    spans: list[tuple[str, int]] = []
    for column in block:
        if spans and spans[-1][0] == column.head.group:
            spans[-1] = (column.head.group, spans[-1][1] + column.width + GAP)
        else:
            spans.append((column.head.group, column.width))
    if not any(name for name, _ in spans):
        return
    parts = [wrapped(name, width) for name, width in spans]
    for level in range(max(len(part) for part in parts)):
        line = " " * stub
        for part, (_, width) in zip(parts, spans, strict=True):
            at = level - max(len(other) for other in parts) + len(part)
            line += " " * GAP + _centred(part[at] if at >= 0 else "", width)
        yield line.rstrip()
    line = " " * stub
    for name, width in spans:
        line += " " * GAP + ("─" if name else " ") * width
    if line.strip():
        yield line.rstrip()


def _lines(head: str, cells: Sequence[tuple[_Column, str]], stub: int, low: bool = False) -> Iterator[str]:
    """One row, as many lines high as its highest cell; ``low`` sets short cells at the bottom."""
    indent = len(head) - len(head.lstrip(" "))
    parts = [wrapped(head.lstrip(" "), stub, indent=indent, hanging=2)]
    parts += [wrapped(text, column.width) for column, text in cells]
    high = max(len(part) for part in parts)
    parts = [[""] * (high - len(part)) + part if low else part + [""] * (high - len(part)) for part in parts]
    for level in range(high):
        line = _left(parts[0][level], stub)
        for (column, _), part in zip(cells, parts[1:], strict=True):
            line += " " * GAP + (_left if column.head.prose else _right)(part[level], column.width)
        yield line.rstrip()


def _left(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text


def _centred(text: str, width: int) -> str:
    return _left(" " * ((width - cell_len(text)) // 2) + text, width)
