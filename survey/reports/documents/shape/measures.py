"""Several figures of a cell: one below the other in a crosstab, side by side in a topline."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from survey.reports.documents.cells import MEAN_DECIMALS
from survey.reports.documents.grid import Cell, Head, Row
from survey.tables.shape.measures import measure
from survey.tables.table import NO_SHARES, Table
from survey.wording.figures import number, whole
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.spans import Span, percent_span
from survey.wording.worded import same
from survey.words import Text

Figure = Callable[[int, int], Cell]


def _head_of(name: str) -> Text:
    """What a measure is called."""
    return same({"percent": "%", "n": "n"}[name]) if name in ("percent", "n") else message(f"shape.{name}")


def measure_cell(table: Table, name: str, figure: Figure) -> Figure:
    """The cell of a measure by row and column; ``figure``: that of the share or statistic itself."""
    if name == "percent":
        return figure
    if name == "interval":
        return lambda i, j: interval(table, i, j)
    values = measure(table, name)
    in_unit = [row.kind == "mean" for row in table.stub]

    def cell(i: int, j: int) -> Cell:
        value = float(values[i, j])
        if name == "moe":
            return number(value, MEAN_DECIMALS) if in_unit[i] else number(100 * value, 1)
        return number(value, 0) if name == "index" else whole(value)

    return cell


def interval(table: Table, i: int, j: int) -> Text:
    """The interval of a cell, in brackets."""
    low, high = float(table.conf_low[i, j]), float(table.conf_high[i, j])
    if table.stub[i].kind == "mean":
        return Span(number(low, MEAN_DECIMALS), number(high, MEAN_DECIMALS), inside=True)
    return percent_span(low, high, inside=True)


def stacked_rows(table: Table, labels: Sequence[Text], columns: Sequence[int], figure: Figure) -> list[Row]:
    """The rows of a crosstab: one each where one measure is shown, else a head and the measures below it."""
    shown = table.show or ("percent",)
    cells = {name: measure_cell(table, name, figure) for name in shown}
    rows: list[Row] = []
    for i, stub in enumerate(table.stub):
        values = {name: tuple(cell(i, j) for j in columns) for name, cell in cells.items()}
        if len(shown) == 1:
            rows.append(Row(labels[i], values[shown[0]], stub.kind))
            continue
        rows.append(Row(labels[i], kind="section"))
        heads = {name: _head_of(name) for name in shown}
        if stub.kind in NO_SHARES:
            heads["percent"] = message("shape.value")
        rows += [Row(heads[name], values[name], stub.kind) for name in shown]
    return rows


def side_by_side(table: Table, figure: Figure) -> tuple[tuple[Head, ...], list[Row]]:
    """The columns of a topline, a measure each."""
    cells = [measure_cell(table, name, figure) for name in table.show]
    rows = [
        Row(one_line(stub.label, stub.id), tuple(cell(i, 0) for cell in cells), stub.kind)
        for i, stub in enumerate(table.stub)
    ]
    return tuple(Head(_head_of(name)) for name in table.show), rows
