"""Rows and columns that would be called by what few respondents wrote: they have a number in place of a name.

Of a question without options each value is an answer, whatever somebody typed. Figures are not changed by it; what a
value may be called by is said in ``survey.cells.table.own_words``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.cells.samples.told_answers import own_words
from survey.definitions.records.presenting.banner import INSIDE
from survey.inside import tells_answers
from survey.tables.shape.nested import levels_of
from survey.tables.table import Column, StubRow, Table
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


def unnamed(table: Table, sample: SampleData) -> Table:
    """The table with such names taken away, in its records too."""
    if tells_answers():
        return table
    columns, stub = unnamed_heads(sample, table.question, table.columns, table.stub)
    if columns == table.columns and stub == table.stub:
        return table
    hidden = {"option": own_words(sample.engine.encoding(sample.question(table.question)))}
    hidden |= {name: own_words(sample.engine.encoding(sample.question(name))) for name in table.domains}
    records = tuple(unnamed_record(record, hidden) for record in table.records)
    return replace(table, columns=columns, stub=stub, records=records)


def unnamed_heads(
    sample: SampleData, question: str, columns: Iterable[Column], stub: Iterable[StubRow], *, ids: bool = True
) -> tuple[tuple[Column, ...], tuple[StubRow, ...]]:
    """Heads of columns and rows without them; ``ids``: not in their labels alone."""
    if tells_answers():
        return tuple(columns), tuple(stub)
    hidden = own_words(sample.engine.encoding(sample.question(question)))
    rows = (replace(row, id=hidden[row.id] if ids else row.id, label=FEW) if row.id in hidden else row for row in stub)
    return tuple(_column(sample, column, ids) for column in columns), tuple(rows)


def unnamed_record(record: dict[str, Any], hidden: dict[str, dict[str, str]]) -> dict[str, Any]:
    """A long row without them; ``hidden``: by its keys."""
    return {key: hidden[key].get(value, value) if key in hidden else value for key, value in record.items()}


def _column(sample: SampleData, column: Column, ids: bool) -> Column:
    if not column.group:
        return column
    names = levels_of(sample, column.group)
    hidden = [own_words(sample.engine.encoding(sample.question(name))) for name in names]
    told = tuple(known.get(level, level) for known, level in zip(hidden, column.domain, strict=True))
    if told == column.domain:
        return column
    if not column.levels:
        return replace(column, id=told[0] if ids else column.id, label=FEW)
    pairs = zip(told, column.domain, column.level_labels, strict=True)
    labels: Sequence[Text] = [text if new == old else FEW for new, old, text in pairs]
    outer = zip(names[:-1], labels[:-1], strict=True)
    above = joined([joined([sample.question(name).heading, ": ", label]) for name, label in outer], ", ")
    made = replace(column, level_labels=tuple(labels), label=labels[-1], group_label=above)
    return replace(made, id=INSIDE.join(told), levels=told) if ids else made


FEW: Text = message("tables.of_few")
