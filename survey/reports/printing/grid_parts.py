"""A wide grid in parts that a page of paper can hold."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from survey.reports.printing.grid_words import GridWords, RowWords


def parts(grid: GridWords, most: int) -> list[GridWords]:
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


def _part(grid: GridWords, places: list[int]) -> GridWords:
    rows = [_cut(row, places) if row.cells else row for row in grid.rows]
    heads = tuple(grid.heads[at] for at in places)
    return replace(grid, heads=heads, rows=tuple(row for row in rows if row.kind != "base" or any(row.cells)))


def _cut(row: RowWords, places: list[int]) -> RowWords:
    letters = tuple(row.letters[at] for at in places) if row.letters else ()
    missed = tuple(row.missed[at] for at in places) if row.missed else ()
    refs = tuple(row.refs[at] for at in places) if row.refs else ()
    return replace(row, cells=tuple(row.cells[at] for at in places), letters=letters, missed=missed, refs=refs)
