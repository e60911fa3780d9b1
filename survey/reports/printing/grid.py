"""What is printed, cell by cell, before it is laid out as text, Markdown or HTML."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

RowKind = Literal["option", "missing", "net", "mean", "base", "section", "break"]


@dataclass(frozen=True)
class Head:
    """Head of a column; ``group`` is written over neighbours that share it; ``prose`` columns hold words."""

    label: str
    group: str = ""
    prose: bool = False


@dataclass(frozen=True)
class Row:
    """``head`` and one cell a column. A ``section`` or a ``break`` has a head only, written across the table."""

    head: str
    cells: tuple[str, ...] = ()
    kind: RowKind = "option"


@dataclass(frozen=True)
class Grid:
    """A printed table: every cell is the text to print, in ``language``."""

    title: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    corner: str = ""  # head of the row heads
    language: str = "en"
    synthetic: bool = False
    name: str = ""  # id of what is shown
    internal: bool = False  # never on a page for readers


def parts(grid: Grid, most: int) -> list[Grid]:
    """Grids of at most ``most`` columns, to stand below each other: row heads repeat, the title stands over the first,
    the notes under the last. Columns of one group stay together as far as they fit."""
    places: list[list[int]] = [[]]
    for _, members in groupby(range(len(grid.heads)), key=lambda at: grid.heads[at].group or str(at)):
        group = list(members)
        if places[-1] and len(places[-1]) + len(group) > most:
            places.append([])
        for at in group:
            if len(places[-1]) == most:
                places.append([])
            places[-1].append(at)
    made = [_part(grid, part) for part in places]
    made = [replace(part, title="") if place else part for place, part in enumerate(made)]
    return [replace(part, notes=()) for part in made[:-1]] + made[-1:]


def _part(grid: Grid, places: list[int]) -> Grid:
    rows = [replace(row, cells=tuple(row.cells[at] for at in places)) if row.cells else row for row in grid.rows]
    heads = tuple(grid.heads[at] for at in places)
    return replace(grid, heads=heads, rows=tuple(row for row in rows if row.kind != "base" or any(row.cells)))
