"""A table of several questions of one scale as it is printed: an item a row, the options across, its base behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from survey.reports.documents.grid import Cell, Head, Row
from survey.tables.table import NO_SHARES, Table
from survey.wording.figures import number, whole
from survey.wording.lines import one_line
from survey.wording.worded import same
from survey.words import Text


def item_rows(
    table: Table,
    figure: Callable[[int, int], Cell],
    label: Callable[[int], Text],
    bases: Mapping[str, Text],
    widest: tuple[Text, list[float]],
) -> tuple[tuple[Head, ...], list[Row]]:
    """Heads and rows. ``label``: of an item; ``bases``: what each base is called; ``widest``: what the widest interval
    of an item is called, and it."""
    units = [same("" if row.kind in NO_SHARES else "%") for row in table.stub]
    heads = [Head(one_line(row.label, row.id), unit) for row, unit in zip(table.stub, units, strict=True)]
    heads += [Head(text) for text in (*bases.values(), widest[0])]
    rows = []
    for j, column in enumerate(table.columns):
        cells = [figure(i, j) for i in range(len(table.stub))]
        cells += [whole(float(getattr(column, key))) for key in bases]
        rows.append(Row(label(j), (*cells, number(widest[1][j], 1)), "option"))
    return tuple(heads), rows
