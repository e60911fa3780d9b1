"""A topline or a crosstab as it is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from survey.definitions.records.values import is_limit
from survey.plots.lettering import clean
from survey.plots.table_heads import bound_of, column_label, row_label
from survey.plots.texts import number
from survey.reports.printing.grid import Grid, Head, Row
from survey.reports.printing.printed import share, span
from survey.reports.printing.report_texts import word
from survey.tables.table import Note, StubRow, Table
from survey.words import DASH, say, whole

MEAN_DECIMALS = 2
ROW_BASES = ("n", "n_weighted", "n_kish", "df")


def table_grid(table: Table, language: str) -> Grid:
    """Rows are options, columns the banner; a topline has its intervals and counts in columns of their own."""
    heads, rows = _topline(table, language) if table.kind == "topline" else _crosstab(table, language)
    bases = _bases(table, language, len(heads))
    if table.percent == "row":
        heads, rows, bases = _with_row_bases(table, heads, rows, bases, language)
    title = clean(say(table.title, language, table.question))
    notes = said(table.notes, language, without=title)
    marked = any(column.small for column in table.columns) or any(row.small for row in table.stub)
    if marked and "small" not in {note.key for note in table.notes}:
        notes += (word("small", language),)
    return Grid(
        title=title,
        heads=heads,
        rows=(*rows, *bases),
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
            clean(row_label(stub, language)),
            tuple(_figure(table, i, j, language) for j in range(len(heads))),
            stub.kind,
        )
        for i, stub in enumerate(table.stub)
    ]
    return heads, rows


def _with_row_bases(
    table: Table, heads: tuple[Head, ...], rows: list[Row], bases: list[Row], language: str
) -> tuple[tuple[Head, ...], list[Row], list[Row]]:
    """n, weighted n, effective base and df of each row after the total column, and again after the columns of a banner
    question in which they are others, as some who gave no answer to it are outside the base."""
    groups = [column.group for column in table.columns]
    others = {base.group for stub in table.stub for base in stub.bases[1:]}
    for group in [name for name in dict.fromkeys(reversed(groups)) if name in others or not name]:
        at = len(groups) - groups[::-1].index(group)
        blank = ("",) * len(ROW_BASES)
        heads = (*heads[:at], *(Head(word(key, language), heads[at - 1].group) for key in ROW_BASES), *heads[at:])
        rows = [
            replace(row, cells=(*row.cells[:at], *_row_base(stub, group, language), *row.cells[at:]))
            for row, stub in zip(rows, table.stub, strict=True)
        ]
        bases = [replace(row, cells=(*row.cells[:at], *blank, *row.cells[at:])) for row in bases]
    return heads, rows, bases


def _row_base(stub: StubRow, group: str, language: str) -> tuple[str, ...]:
    if not stub.bases:
        return (DASH,) * len(ROW_BASES)
    base = next((base for base in stub.bases if base.group == group), stub.bases[0])
    return tuple(whole(float(getattr(base, key)), language) for key in ROW_BASES)


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
    """n, weighted n and effective base of each column; under a crosstab also the widest interval of its shares.

    The effective base of published figures rests on an assumed design effect, so that it is not printed.
    """
    keys = ("n", "n_weighted") if table.published else ("n", "n_weighted", "n_kish")
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
