"""Toplines and crosstabs as documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from survey.definitions.records.presenting.banner import levels
from survey.definitions.records.values import is_limit
from survey.reports.documents.cells import MEAN_DECIMALS, marked, share
from survey.reports.documents.document import Document, Labels
from survey.reports.documents.grid import Cell, Grid, Head, Note, Row
from survey.reports.documents.letters.cell import lettered
from survey.reports.documents.letters.facts import letter_facts
from survey.reports.documents.letters.p_values import p_value_grids
from survey.reports.documents.notes import by_key, spoken, titled, told
from survey.reports.documents.rows import result_rows
from survey.reports.documents.shape.item_grid import item_rows
from survey.reports.documents.shape.labels import answer_labels, labels
from survey.reports.documents.shape.measures import interval, side_by_side, stacked_rows
from survey.reports.documents.shape.sums import sums_note
from survey.reports.documents.shape.total_place import told_total, with_total
from survey.tables.rules.rule_notes import SUPPRESSED
from survey.tables.table import NO_SHARES, Column, RowBase, StubRow, Table
from survey.wording.figures import Number, number, points, whole
from survey.wording.lines import one_line
from survey.wording.message import Message, message
from survey.wording.worded import Part, joined, same
from survey.words import DASH, Text

# what is said of a base: its head, and the member of a column or of a row's base
BASES = {"n": message("reports.n"), "n_weighted": message("reports.n_weighted"), "n_kish": message("reports.n_kish")}
ROW_BASES = {**BASES, "df": message("reports.df")}
SMALL = "*"


def tables_document(tables: Sequence[Table]) -> Document:
    """One grid a table, and below it one of p-values where they are asked for."""
    columns, rows = result_rows(tables, [name for table in tables for name in table.domains])
    grids = tuple(grid for table in tables for grid in (table_grid(table), *p_value_grids(table)))
    notes = [(table.question, _notes(table)) for table in tables]
    return Document(
        title=grids[0].title,
        grids=grids,
        columns=columns,
        rows=told_total(tables, rows),
        notes=notes[0][1] if len(notes) == 1 else dict(notes),
        labels=_labels(tables),
    )


def _labels(tables: Sequence[Table]) -> Labels:
    """Of the questions and options of tables, and of the answers in their columns."""
    asked: list[tuple[str, Text, list[tuple[str, Text]]]] = []
    answers: list[tuple[str, str, Text]] = []
    for table in tables:
        rows = [(row.id, row.label) for row in table.stub]
        titles = [(column.id, column.label) for column in table.columns if table.items] or [
            (table.question, table.title)
        ]
        asked += [(question, title, rows) for question, title in titles]
        for column in table.columns:
            names = levels(column.group) if column.levels else (column.group,) if column.group else table.domains
            texts = column.level_labels or (column.label,) * len(names)
            ids = column.domain if column.group else (column.id,) * len(names)
            answers += zip(names, ids, texts, strict=True) if table.domains else ()
        heads = ((one.group, one.group_label) for one in table.columns if one.group and not one.levels)
        asked += [(group, title, []) for group, title in dict(heads).items()]
    return {**answer_labels(answers), **labels(asked)}


def table_grid(table: Table) -> Grid:
    """Rows are options, columns the banner; a topline has its intervals and counts in columns of their own."""
    heads, rows = _topline(table) if table.kind == "topline" else _items(table) if table.items else _crosstab(table)
    bases = _bases(table, len(heads)) if not table.items else []
    if table.percent == "row":
        heads, rows, bases = _with_row_bases(table, heads, rows, bases)
    heads, rows = with_total(table, heads, [*rows, *bases])
    title = one_line(table.title, table.question)
    notes = (*told(table.notes), *sums_note(table))
    few = any(column.small for column in table.columns) or any(row.small for row in table.stub)
    if few and "small" not in {note.key for note in table.notes}:
        notes += (Note(message("reports.small")),)
    return Grid(
        title=title,
        heads=heads,
        rows=tuple(rows),
        notes=notes,
        subject=title,
        synthetic=table.synthetic,
        name=table.question,
    )


def _topline(table: Table) -> tuple[tuple[Head, ...], list[Row]]:
    if table.show:
        return side_by_side(table, lambda i, j: _cell(table, i, j))
    columns: list[tuple[Text, Callable[[int], Cell]]] = [(same("%"), lambda i: _cell(table, i, 0))]
    if np.isfinite(table.conf_low).any():
        columns.append((message("reports.interval"), lambda i: _interval(table, i)))
    if not table.published:
        columns.append((same("n"), lambda i: _unless_suppressed(table, i, 0, whole(float(table.count[i, 0])))))
    rows = [
        Row(one_line(stub.label, stub.id), tuple(cell(i) for _, cell in columns), stub.kind)
        for i, stub in enumerate(table.stub)
    ]
    return tuple(Head(label) for label, _ in columns), rows


def _items(table: Table) -> tuple[tuple[Head, ...], list[Row]]:
    widest = (message("reports.widest"), _widest(table))
    names = [_label(column) for column in table.columns]
    return item_rows(table, lambda i, j: _figure(table, i, j), names.__getitem__, BASES, widest)


def _crosstab(table: Table) -> tuple[tuple[Head, ...], list[Row]]:
    columns = table.columns
    heads = tuple(
        Head(_label(column), one_line(column.group_label, column.group), letter=column.letter) for column in columns
    )
    labels = [_label(stub) for stub in table.stub]
    return heads, stacked_rows(table, labels, range(len(columns)), lambda i, j: _cell(table, i, j))


def _label(item: Column | StubRow) -> Text:
    """The head of a column or a row, with an asterisk where its base is small."""
    label: Part = item.label or item.id
    return one_line(joined((label, SMALL)) if item.small else label)


def _with_row_bases(
    table: Table, heads: tuple[Head, ...], rows: list[Row], bases: list[Row]
) -> tuple[tuple[Head, ...], list[Row], list[Row]]:
    """n, weighted n, effective base and df of each row after the total column, and again after the columns of a banner
    question in which they are others, as some who gave no answer to it are outside the base."""
    groups = [column.group for column in table.columns]
    others = {base.group for stub in table.stub for base in stub.bases[1:]}
    for group in [name for name in dict.fromkeys(reversed(groups)) if name in others or not name]:
        at = len(groups) - groups[::-1].index(group)
        over = heads[at - 1].group if not table.columns[at - 1].levels else one_line(group)
        blank: tuple[Cell, ...] = (None,) * len(ROW_BASES)
        heads = (*heads[:at], *(Head(label, over) for label in ROW_BASES.values()), *heads[at:])
        stubs = iter(_repeated(table, rows))
        rows = [
            replace(row, cells=(*row.cells[:at], *_row_base(next(stubs), group), *row.cells[at:])) if row.cells else row
            for row in rows
        ]
        bases = [replace(row, cells=(*row.cells[:at], *blank, *row.cells[at:])) for row in bases]
    return heads, rows, bases


def _repeated(table: Table, rows: Sequence[Row]) -> list[StubRow]:
    """The row of the table that each row with cells is of."""
    each = sum(bool(row.cells) for row in rows) // max(len(table.stub), 1)
    return [stub for stub in table.stub for _ in range(each)]


def _row_base(stub: StubRow, group: str) -> tuple[Cell, ...]:
    if not stub.bases:
        return (same(DASH),) * len(ROW_BASES)
    base = next((base for base in stub.bases if base.group == group), stub.bases[0])
    return tuple(whole(float(getattr(base, key))) for key in ROW_BASES)


def _cell(table: Table, i: int, j: int) -> Text:
    """The figure, as the rule of presentation in force has it: none, or with a mark where neither head has it."""
    value = _unless_suppressed(table, i, j, _figure(table, i, j))
    column, row = table.columns[j], table.stub[i]
    headed = (column.small and table.kind == "crosstab") or row.small
    return marked(value, SMALL) if table.done(i, j) == "flag" and not headed and isinstance(value, Number) else value


def _unless_suppressed(table: Table, i: int, j: int, value: Text) -> Text:
    return SUPPRESSED if table.done(i, j) == "suppress" else value


def _figure(table: Table, i: int, j: int) -> Text:
    printed = table.range_of(i, j)
    if printed is not None:
        return printed
    value, letters = float(table.estimate[i, j]), table.letters_of(i, j)
    if table.stub[i].kind == "mean":
        return lettered(number(value, MEAN_DECIMALS), letters)
    if table.stub[i].kind == "difference":
        return lettered(points(value), letters)
    return lettered(share(value, printed=table.published, bound=table.bound[i][j] if table.bound else ""), letters)


def _interval(table: Table, i: int) -> Text:
    if table.done(i, 0) == "suppress" or (table.bound and is_limit(table.bound[i][0])):
        return same(DASH)
    return interval(table, i, 0)


def _bases(table: Table, width: int) -> list[Row]:
    """n, weighted n and effective base of each column; under a crosstab also the widest interval of its shares.

    The effective base of published figures rests on an assumed design effect, so that it is not printed.
    """
    lines: list[tuple[Message, list[Number]]] = [
        (label, [whole(float(getattr(column, key))) for column in table.columns])
        for key, label in BASES.items()
        if not (table.published and key == "n_kish")
    ]
    if table.kind == "crosstab":
        lines.append((message("reports.widest"), [number(value, 1) for value in _widest(table)]))
    rows = []
    for label, values in lines:
        if any(value.known for value in values):
            cells: list[Cell] = [*values]
            if table.kind == "topline" and label is BASES["n"] and table.columns[0].small:
                cells[0] = marked(values[0], SMALL)
            rows.append(Row(label, (*cells, *[None] * (width - len(cells))), "base"))
    return rows


def _widest(table: Table) -> list[float]:
    shares = [i for i, stub in enumerate(table.stub) if stub.kind not in NO_SHARES]
    half = 100 * (table.conf_high[shares] - table.conf_low[shares]) / 2
    return [float(np.nanmax(half[:, j])) if np.isfinite(half[:, j]).any() else np.nan for j in range(half.shape[1])]


def _notes(table: Table) -> dict[str, Any]:
    """Title, labels and notes by key."""
    marks = {
        "small_bases": [column.id for column in table.columns if column.small],
        "small_rows": [row.id for row in table.stub if row.small],
        "row_bases": {row.id: [_row_base_notes(base) for base in row.bases] for row in table.stub if row.bases},
    }
    labels = {
        "rows": {row.id: spoken(row.label, row.id) for row in table.stub},
        "columns": {column.id: spoken(column.label, column.id) for column in table.columns},
    }
    found = {**titled(table.title, table.question, table.synthetic), **by_key(table.notes), **letter_facts(table)}
    return {**found, **{key: value for key, value in marks.items() if value}, "labels": labels}


def _row_base_notes(base: RowBase) -> dict[str, Any]:
    return {key: value for key, value in asdict(base).items() if value != ""}
