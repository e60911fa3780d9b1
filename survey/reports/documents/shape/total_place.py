"""Where the column of everybody stands in a crosstab: first, last or nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from survey.reports.documents.grid import Head, Row
from survey.tables.table import Table
from survey.words import TOTAL


def with_total(table: Table, heads: Sequence[Head], rows: Sequence[Row]) -> tuple[tuple[Head, ...], list[Row]]:
    """Heads and rows with the columns of everybody, which stand before those of the first banner question, in the place
    that the table has for them."""
    if table.kind == "topline" or table.total == "first":
        return tuple(heads), list(rows)
    first = next((at for at, head in enumerate(heads) if head.group["en"]), len(heads))
    # the bases of row percents stay, whatever becomes of the total
    order = [*range(first, len(heads)), *range(0 if table.total == "last" else 1, first)]
    moved = [replace(row, cells=tuple(row.cells[at] for at in order)) if row.cells else row for row in rows]
    return tuple(heads[at] for at in order), moved


def told_total(tables: Sequence[Table], rows: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Long rows without those of everybody, where no table has a column of them."""
    if any(table.kind == "topline" or table.total != "none" for table in tables):
        return tuple(rows)
    domains = {name for table in tables for name in table.domains}
    return tuple(row for row in rows if any(row.get(name, TOTAL) != TOTAL for name in domains))
