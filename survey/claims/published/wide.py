"""A sheet as people read it: titles, heads of columns with their groups, rows; one table below the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from survey.claims.published.cell_figure import cell_figure, is_figure
from survey.claims.published.heads import measure_of
from survey.claims.published.labels import counted_head
from survey.claims.published.printed_cell import PrintedCell, place
from survey.claims.published.sheets import Sheet

Row = tuple[str, ...]


@dataclass
class _Block:
    """A table being read: ``titles`` above it, rows of ``heads``, and ``body``: the number of each row with it."""

    titles: list[str] = field(default_factory=list)
    heads: list[tuple[int, Row]] = field(default_factory=list)
    body: list[tuple[int, Row]] = field(default_factory=list)


def wide_cells(sheet: Sheet, asks: Callable[[str], bool]) -> Iterator[PrintedCell]:
    """The cells of every table of ``sheet``. ``asks``: whether a text names a question, so that it is a title where it
    stands alone in a row.

    A row without figures is one of heads where it has texts beside its first cell, else a title (or, inside a table, a
    row whose cells are all blank). Two columns of texts before the figures are question and option."""
    width = max(len(row) for row in sheet.rows)
    block = _Block()
    for number, row in enumerate((*sheet.rows, ())):
        cells = (*row, *[""] * (width - len(row)))
        beside = [cell for cell in cells[1:] if cell]
        if not any(cells):
            if block.body:
                yield from _cells(sheet, block, asks)
                block = _Block(heads=block.heads)
        elif not beside and not (block.body and not asks(cells[0])):
            if block.body:
                yield from _cells(sheet, block, asks)
                block = _Block(heads=block.heads)
            block.titles.append(cells[0])
        elif beside and not _names_answer(cells, block) and _is_head(cells, block):
            if block.body or (block.heads and block.titles and block.heads[-1][0] < number - 1):
                if block.body:
                    yield from _cells(sheet, block, asks)
                block = _Block(titles=[] if block.body else block.titles)
            block.heads.append((number, cells))
        else:
            block.body.append((number, cells))
    if block.body:
        yield from _cells(sheet, block, asks)


def _names_answer(cells: Row, block: _Block) -> bool:
    """Whether a row names its answer in the second column, which no head is over, before figures or blanks."""
    blank = bool(block.heads) and not any(row[1] for _, row in block.heads)
    rest = [cell for cell in cells[2:] if cell]
    return blank and bool(cells[1]) and (not rest or any(is_figure(cell) for cell in rest))


def _is_head(cells: Row, block: _Block) -> bool:
    """Whether a row is one of heads: texts and no figures beside its first cell, or, above the first row and with
    nothing in the first cell, whatever stands there (years), once."""
    if _worded(cells):
        return True
    return not block.body and not cells[0] and all(_worded(row) for _, row in block.heads)


def _worded(cells: Row) -> bool:
    return all(cell_figure(cell).kind == "words" or cell == "%" for cell in cells[1:] if cell)


def _cells(sheet: Sheet, block: _Block, asks: Callable[[str], bool]) -> Iterator[PrintedCell]:
    stubs = _stubs(block)
    width = len(block.body[0][1])
    columns = _columns([row for _, row in block.heads], stubs, width)
    named = [title for title in block.titles if asks(title)]
    title = named[-1] if named else block.titles[0] if block.titles else sheet.name
    for at, column in enumerate(columns, start=stubs):
        if column.n:
            where = place(block.heads[-1][0], at, sheet.name)
            yield PrintedCell(where, title, "n", column.group, column.label, column.n)
    above = title
    filled = {at for _, row in block.body for at, cell in enumerate(row) if cell}
    for number, row in block.body:
        if stubs == 2:
            above = row[0] or above
        for at, column in enumerate(columns, start=stubs):
            if column.label or at in filled:
                where = place(number, at, sheet.name)
                label = row[stubs - 1]
                yield PrintedCell(where, above, label, column.group, column.label, row[at], column.measure)


def _stubs(block: _Block) -> int:
    """How many columns of texts stand before the figures: two where the second has words and never a figure."""
    second = [row[1] for _, row in block.body if len(row) > 2]
    words = [cell for cell in second if cell_figure(cell).kind == "words"]
    return 2 if words and not any(is_figure(cell) for cell in second) else 1


@dataclass(frozen=True)
class _Column:
    group: str
    label: str
    measure: str
    n: str = ""  # number of respondents that the head says


def _columns(heads: Sequence[Row], stubs: int, width: int) -> list[_Column]:
    """The columns behind the stubs. The last row of heads that only says what is measured, or by which letters columns
    are called, is none of their labels."""
    rows = [row[stubs:] for row in heads]
    measures = [""] * (width - stubs)
    while len(rows) > 1 and all(not cell or measure_of(cell) or _is_letter(cell) for cell in rows[-1]):
        measures = [measure_of(cell) or "percent" if cell and not _is_letter(cell) else "" for cell in rows[-1]]
        rows = [*rows[:-2], _filled(rows[-2])]
    labels = rows[-1] if rows else ("",) * (width - stubs)
    groups = [_filled(row) for row in rows[:-1]]
    found = []
    for at, label in enumerate(labels):
        own = label or next((row[stubs + at] for row in reversed(heads[:-1]) if row[stubs + at]), "")
        over = next((row[at] for row in reversed(groups) if row[at] and row[at] != own), "")
        name, n = counted_head(own)
        measure = measures[at] or (measure_of(name) if not over or measure_of(name) == "unread" else "") or "percent"
        found.append(_Column(over, "" if measure_of(name) and not over else name, measure, n))
    return found


def _filled(row: Row) -> Row:
    """A row of heads in which each stands over the blanks on its right."""
    made: list[str] = []
    for cell in row:
        made.append(cell or (made[-1] if made else ""))
    return tuple(made)


def _is_letter(cell: str) -> bool:
    bare = cell.strip("()")
    return 0 < len(bare) <= 2 and bare.isascii() and bare.isalpha() and (bare.isupper() or cell != bare)
