"""A topline or a crosstab as it is printed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from survey.definitions.values import is_limit
from survey.plots.lettering import clean
from survey.plots.table_heads import bound_of, column_label
from survey.plots.texts import number
from survey.reports.grid import Grid, Head, Row
from survey.reports.printed import share, span
from survey.reports.report_texts import word
from survey.tables.table import Note, Table
from survey.words import DASH, say, whole

MEAN_DECIMALS = 2


def table_grid(table: Table, language: str) -> Grid:
    """Rows are options, columns the banner; a topline has its intervals and counts in columns of their own."""
    heads, rows = _topline(table, language) if table.kind == "topline" else _crosstab(table, language)
    title = clean(say(table.title, language, table.question))
    notes = said(table.notes, language, without=title)
    if any(column.small for column in table.columns) and "small" not in {note.key for note in table.notes}:
        notes += (word("small", language),)
    return Grid(
        title=title,
        heads=heads,
        rows=(*rows, *_bases(table, language, len(heads))),
        notes=notes,
        language=language,
        synthetic=table.synthetic,
        name=table.question,
    )


def said(notes: tuple[Note, ...], language: str, without: str = "") -> tuple[str, ...]:
    """The texts of the notes, one line each; what the title says already is left out."""
    lines = (clean(say(note.text, language)) for note in notes)
    return tuple(line for line in lines if line and line != without)


def _topline(table: Table, language: str) -> tuple[tuple[Head, ...], list[Row]]:
    columns: list[tuple[str, Callable[[int], str]]] = [("%", lambda i: _figure(table, i, 0, language))]
    if np.isfinite(table.conf_low).any():
        columns.append((word("interval", language), lambda i: _interval(table, i, language)))
    if not table.published:
        columns.append(("n", lambda i: whole(float(table.count[i, 0]), language)))
    rows = [
        Row(clean(say(stub.label, language, stub.id)), tuple(cell(i) for _, cell in columns), stub.kind)
        for i, stub in enumerate(table.stub)
    ]
    return tuple(Head(label) for label, _ in columns), rows


def _crosstab(table: Table, language: str) -> tuple[tuple[Head, ...], list[Row]]:
    heads = tuple(
        Head(clean(column_label(column, language)), clean(say(column.group_label, language, column.group)))
        for column in table.columns
    )
    rows = [
        Row(
            clean(say(stub.label, language, stub.id)),
            tuple(_figure(table, i, j, language) for j in range(len(heads))),
            stub.kind,
        )
        for i, stub in enumerate(table.stub)
    ]
    return heads, rows


def _figure(table: Table, i: int, j: int, language: str) -> str:
    value = float(table.estimate[i, j])
    if table.stub[i].kind == "mean":
        return number(value, language, MEAN_DECIMALS)
    return share(value, language, printed=table.published, bound=bound_of(table, i, j))


def _interval(table: Table, i: int, language: str) -> str:
    if is_limit(bound_of(table, i, 0)):
        return DASH
    mean = table.stub[i].kind == "mean"
    how = {"scale": 1, "decimals": MEAN_DECIMALS} if mean else {"scale": 100, "decimals": 1}
    inside = span(float(table.conf_low[i, 0]), float(table.conf_high[i, 0]), language, **how)
    return inside if inside == DASH else f"({inside})"


def _bases(table: Table, language: str, width: int) -> list[Row]:
    """n, weighted n and effective n of each column; under a crosstab also the widest interval of its shares.

    The effective n of published figures rests on an assumed design effect, so that it is not printed.
    """
    keys = ("n", "n_weighted") if table.published else ("n", "n_weighted", "n_eff")
    lines: list[tuple[str, list[float], int]] = [
        (word(key, language), [float(getattr(column, key)) for column in table.columns], 0) for key in keys
    ]
    if table.kind == "crosstab":
        lines.append((word("widest", language), _widest(table), 1))
    rows = []
    for head, values, decimals in lines:
        if np.isfinite(values).any():
            cells = [number(value, language, 1) if decimals else whole(value, language) for value in values]
            if table.kind == "topline" and head == word("n", language) and table.columns[0].small:
                cells[0] += "*"
            rows.append(Row(head, (*cells, *[""] * (width - len(cells))), "base"))
    return rows


def _widest(table: Table) -> list[float]:
    shares = [i for i, stub in enumerate(table.stub) if stub.kind != "mean"]
    half = 100 * (table.conf_high[shares] - table.conf_low[shares]) / 2
    return [float(np.nanmax(half[:, j])) if np.isfinite(half[:, j]).any() else np.nan for j in range(half.shape[1])]
