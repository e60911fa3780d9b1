"""The p-values behind the letters of a table, as a grid of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from survey.reports.documents.cells import MEAN_DECIMALS, decimals
from survey.reports.documents.grid import Cell, Grid, Head, Note, Row
from survey.tables.letters.record import REST, ColumnTests
from survey.tables.table import Column, Table
from survey.wording.figures import Number, number, points, probability, signed, whole
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.worded import joined, same
from survey.words import DASH, Text


def p_value_grids(table: Table) -> tuple[Grid, ...]:
    """Every comparison with its p-value, a section a banner question; none where they are not asked for."""
    tests = table.tests
    if tests is None or not tests.asked.p_values or not tests.group:
        return ()
    heads = [Head(message(f"letters.{key}"), prose=True) for key in ("column", "other")]
    heads += [Head(message(f"letters.{key}")) for key in ("difference", "std_error", "df_head", "p")]
    if tests.asked.adjust != "none":
        heads.append(Head(message("letters.p_adjusted")))
    title = message("letters.p_title", title=one_line(table.title, table.question))
    notes = (Note(message("letters.difference_unit")),)
    made = Grid(title, tuple(heads), tuple(_rows(table, tests)), notes, name=f"{table.question}_p_values")
    return (Grid(**{**vars(made), "synthetic": table.synthetic}),)


def _rows(table: Table, tests: ColumnTests) -> Iterator[Row]:
    labels = {(column.group, column.id): _label(column) for column in table.columns}
    stub = {row.id: row for row in table.stub}
    heads = {(one.group, one.domain[:-1]): one_line(one.group_label, one.group) for one in table.columns}
    others: dict[str, Text] = {REST: message("letters.others")}
    before: tuple[str, tuple[str, ...]] | None = None
    for one, parent in zip(tests.rows(), tests.parents, strict=True):
        group, row = one["group"], stub[one["row"]]
        if (group, parent) != before:
            yield Row(heads[group, parent], kind="section")
        before = group, parent
        other = labels.get((group, one["other"])) or others.get(one["other"]) or message("tables.total")
        cells: list[Cell] = [labels[group, one["column"]], other, *_figures(one, mean=row.kind == "mean")]
        if tests.asked.adjust != "none":
            cells.append(_p(one["p_adjusted"]))
        yield Row(one_line(row.label, row.id), tuple(cells), row.kind)


def _label(column: Column) -> Text:
    label = one_line(column.label, column.id)
    return joined([label, f" ({column.letter})"]) if column.letter else label


def _figures(one: dict[str, Any], *, mean: bool) -> tuple[Cell, ...]:
    difference, error = one["difference"], one["std_error"]
    if mean:
        shown: tuple[Number, Number] = (signed(difference, MEAN_DECIMALS), number(error, decimals(error, difference)))
    else:
        shown = (points(difference), number(100 * error, 2))
    df = same("∞") if one["df"] == float("inf") else whole(one["df"])
    return (*shown, df, _p(one["p"]))


def _p(value: float) -> Text:
    return probability(value) if value == value else same(DASH)
