"""The rows of a table in another order than that of the definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from survey.tables.table import Table
from survey.words import RowOrder

OTHER = ("other", "others")  # ids of options that stand for whatever no other option names


def in_order(table: Table, sort: RowOrder | None) -> Table:
    """``table`` with its options by the size of their shares in the total column, the largest first, where ``sort`` is
    ``size``. "Other" (an option called so), kinds of missing, nets, and statistics stay behind, in their own order."""
    if sort != "size":
        return table
    size = table.estimate[:, 0]
    if table.percent == "row":  # of which the total column is 100 % by definition
        size = np.array([row.bases[0].n_weighted if row.bases else np.nan for row in table.stub])
    size = np.where(np.isnan(size), -np.inf, size)
    free = [i for i, row in enumerate(table.stub) if row.kind == "option" and row.id not in OTHER]
    places = sorted(free, key=lambda i: -size[i])
    places += [i for i, row in enumerate(table.stub) if row.kind == "option" and row.id in OTHER]
    places += [i for i, row in enumerate(table.stub) if row.kind != "option"]
    if places == list(range(len(table.stub))):
        return table
    return replace(with_rows(table, places), scale=False)  # steps out of their order are no scale to look at


def with_rows(table: Table, places: Sequence[int]) -> Table:
    """``table`` with its rows at ``places``; its long rows follow."""
    moved: dict[str, Any] = {}
    for item in fields(table):
        value = getattr(table, item.name)
        if isinstance(value, np.ndarray):
            moved[item.name] = value[list(places)]
        elif item.name in ("stub", "bound", "ranges", "marks") and value:
            moved[item.name] = tuple(value[i] for i in places)
    wide = len(table.columns)
    rows = [record for i in places for record in table.records[i * wide : (i + 1) * wide]]
    return replace(table, **moved, records=(*rows, *table.records[len(table.stub) * wide :]))
