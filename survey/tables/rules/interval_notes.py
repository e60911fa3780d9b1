"""Notes on the intervals of a table: the widest, and those that are not of the method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from survey.tables.notes import counted, listed
from survey.tables.table import NO_SHARES, Column, Note, RowBase, StubRow
from survey.wording.figures import whole
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

Figures = Mapping[str, NDArray[np.float64]]


def widest(stub: Sequence[StubRow], figures: Figures, by_row: bool) -> float:
    """Half of the widest interval of the total column; of the others where that is 100 % by definition (``by_row``)."""
    columns = slice(1, None) if by_row else slice(0, 1)
    half = (_shares(stub, figures["conf_high"], columns) - _shares(stub, figures["conf_low"], columns)) / 2
    return float(np.nanmax(half)) if np.isfinite(half).any() else np.nan


def exceptions(stub: Sequence[StubRow], columns: Sequence[Column], figures: Figures, by_row: bool) -> list[Note]:
    """Cells whose interval is not that of the method."""
    some = slice(1 if by_row else 0, None)
    p, error, high = (_shares(stub, figures[name], some) for name in ("estimate", "std_error", "conf_high"))
    found = []
    edge = (p <= 0) | (p >= 1)
    for key, cells in (
        ("fallback", edge & np.isfinite(high)),
        ("fixed", ~edge & (error == 0)),
        ("no_interval", np.isfinite(p) & ~np.isfinite(high)),
    ):
        if cells.any() and key == "no_interval":
            has = np.any(cells, axis=0).tolist()
            where = [(named(column), column) for column, one in zip(columns[some], has, strict=True) if one]
            found.append(Note(key, message(f"tables.{key}", count=whole(int(cells.sum())), list=bases_listed(where))))
        elif cells.any():
            found.append(Note(key, message(f"tables.{key}", count=whole(int(cells.sum())))))
    return found


def _shares(stub: Sequence[StubRow], figures: NDArray[np.float64], columns: slice) -> NDArray[np.float64]:
    """A figure without the row of means."""
    return figures[[i for i, row in enumerate(stub) if row.kind not in NO_SHARES], columns]


def named(column: Column) -> Text:
    """A column with the banner question that it is an answer to."""
    return joined([column.group_label, ": ", column.label]) if column.group else column.label


def bases_listed(based: Sequence[tuple[Text, Column | RowBase]]) -> Text:
    """Names with the respondents of each."""
    return listed([counted(name, base.n, whole) for name, base in based])
