"""The figures of a cell beside its share: respondents, weighted respondents, half of the interval, index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.errors import EstimationError
from survey.tables.table import NO_SHARES, Table
from survey.words import Measure

# what long rows call them; percent and interval stand there anyhow
RECORDED = {"n": "count", "weighted": "count_weighted", "moe": "moe", "index": "index"}


def measured(table: Table, show: Sequence[Measure]) -> Table:
    """``table`` with the figures ``show`` in its cells and its long rows. Raises ``EstimationError`` for an index that
    compares nothing: of a topline, and of row and cell percents."""
    if "index" in show and (table.kind == "topline" or table.percent != "column"):
        said = "an index compares the share of a column with that of the total column, in column percents"
        raise EstimationError(said, where="show: index", fix="Leave it out, or ask for a crosstab of column percents.")
    asked = [name for name in RECORDED if name in show]
    if not asked:
        return replace(table, show=tuple(show))
    figures = {RECORDED[name]: measure(table, name).reshape(-1).tolist() for name in asked}
    more = [{name: values[i] for name, values in figures.items()} for i in range(len(table.records))]
    rows = tuple({**row, **own} for row, own in zip(table.records, more, strict=True))
    return replace(table, show=tuple(show), records=rows)


def measure(table: Table, name: str) -> Array:
    """Rows × columns of a measure. ``n``: respondents behind the figure; ``weighted``: their weights, those of a
    share's base times it; ``moe``: half of the interval; ``index``: 100 times the figure over that of the total column.
    NaN for what a row has not: statistics no weights, a difference no index."""
    if name == "n":
        return table.count
    if name == "moe":
        return np.asarray((table.conf_high - table.conf_low) / 2)
    if name == "weighted":
        return np.where(_is_share(table), table.estimate * _bases(table), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        index = 100 * table.estimate / table.estimate[:, :1]
    kinds = np.array([row.kind == "difference" for row in table.stub])
    return np.where(kinds[:, None] | ~np.isfinite(index), np.nan, index)


def _is_share(table: Table) -> NDArray[np.bool_]:
    return np.array([row.kind not in NO_SHARES for row in table.stub])[:, None]


def _bases(table: Table) -> Array:
    """The weights that each share is of."""
    columns = np.array([column.n_weighted for column in table.columns])
    groups = [column.group for column in table.columns]
    if table.percent == "column":
        found = np.tile(columns, (len(table.stub), 1))
    elif table.percent == "cell":
        sums = {group: columns[[other == group for other in groups]].sum() for group in set(groups)}
        found = np.tile([sums[group] for group in groups], (len(table.stub), 1))
    else:
        known = [{base.group: base.n_weighted for base in row.bases} for row in table.stub]
        found = np.array([[own.get(group, own.get("", np.nan)) for group in groups] for own in known])
    return np.asarray(found, dtype=float)
