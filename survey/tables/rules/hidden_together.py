"""The same table made under several weightings: what a rule hides in one of them is hidden in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.tables.table import Array, Column, Table

SUPPRESS = "suppress"  # of ``Presentation.does``


def hidden_together(tables: Sequence[Table]) -> tuple[Table, ...]:
    """``tables`` of the same rows and columns under one rule of presentation, each without the cells that one of them
    is without: else the partners that were hidden with a cell in one would be told by the other. As they are where no
    rule is in force."""
    does = [table.presentation.all(SUPPRESS) for table in tables if table.presentation is not None]
    if not does:
        return tuple(tables)
    hidden = np.logical_or.reduce(does)
    bases = np.logical_or.reduce([_no_base(table) for table in tables])
    return tuple(hidden_in(table, hidden, bases) for table in tables)


def _no_base(table: Table) -> NDArray[np.bool_]:
    return np.array([not np.isfinite(column.n) for column in table.columns])


def hidden_in(table: Table, hidden: NDArray[np.bool_], bases: NDArray[np.bool_] | None = None) -> Table:
    """``table`` without the cells that are ``hidden`` (rows × columns) in another one of the same answers, and without
    the ``bases`` of the columns that are."""
    if table.presentation is None:
        return table

    def without(values: Array) -> Array:
        return np.where(hidden, np.nan, values)

    gone = bases if bases is not None else np.zeros(len(table.columns), dtype=bool)
    return replace(
        table,
        columns=tuple(without_base(one) if out else one for one, out in zip(table.columns, gone, strict=True)),
        estimate=without(table.estimate),
        std_error=without(table.std_error),
        conf_low=without(table.conf_low),
        conf_high=without(table.conf_high),
        count=without(table.count),
        records=(),  # they have the figures of this table alone
        presentation=replace(
            table.presentation,
            does=tuple(
                tuple(SUPPRESS if gone else did for did, gone in zip(line, row, strict=True))
                for line, row in zip(table.presentation.does, hidden, strict=True)
            ),
        ),
    )


def without_base(column: Column) -> Column:
    """``column`` without a word on how many it is of."""
    return replace(column, n=np.nan, n_weighted=np.nan, n_kish=np.nan, small=False)
