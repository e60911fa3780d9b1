"""Letters of columns in tables that have rows which no test of columns is of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from survey.tables.shape.extra import UNTESTED
from survey.tables.shape.order import with_rows
from survey.tables.table import Table


def with_tested(table: Table, work: Callable[[Table], Table]) -> Table:
    """``table`` with the letters that ``work`` gives to the rows of shares and means; medians, standard deviations and
    the difference of boxes have none."""
    places = [i for i, row in enumerate(table.stub) if row.id not in UNTESTED]
    made = work(with_rows(table, places))
    if len(places) == len(table.stub):
        return made
    wide = len(table.columns)
    none: tuple[tuple[str, ...], ...] = ((),) * wide
    marks: list[tuple[tuple[str, ...], ...]] = []
    records: list[dict[str, Any]] = []
    for i in range(len(table.stub)):
        if i in places:
            at = places.index(i)
            marks.append(made.marks[at])
            records += made.records[at * wide : (at + 1) * wide]
        else:
            marks.append(none)
            records += [{**record, "letters": ()} for record in table.records[i * wide : (i + 1) * wide]]
    records += made.records[len(places) * wide :]
    told = replace(table, columns=made.columns, tests=made.tests, notes=made.notes)
    return replace(told, marks=tuple(marks), records=tuple(records))
