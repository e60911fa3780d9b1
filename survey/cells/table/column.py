"""A column in memory, of whatever library: its distinct values, and which row has which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of texts. ``places``: of each row the place of its text among ``values``, whole numbers, (n,).
    ``values``: the texts, each once and each of a row, in the order in which they come first."""

    places: NDArray[Any]
    values: Sequence[str]

    def __len__(self) -> int:
        return len(self.places)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.values, dtype=object)[self.places]

    def of_rows(self, rows: NDArray[np.int64]) -> Coded:
        """The column of these rows, numbered from 0."""
        places, left = distinct_values(self.places[rows])
        return Coded(places, [self.values[place] for place in left])


def distinct_values(column: Any) -> tuple[NDArray[Any], Any]:
    """Of each row the place of its value among the distinct ones, -1 for an empty cell, (n,); and these values, in the
    order in which they come first. What pandas' ``factorize`` gives; pandas, which takes as long to load as a poll to
    tabulate, is asked where it made the column, and for mixed values."""
    if isinstance(column, Coded):
        return column.places, column.values
    if not isinstance(column, np.ndarray) or column.dtype.kind not in "iufb":
        import pandas as pd

        made: tuple[NDArray[Any], Any] = pd.factorize(
            column if hasattr(column, "iloc") else pd.Series(column), use_na_sentinel=True
        )
        return made
    values, first, places = np.unique(column, return_index=True, return_inverse=True)  # ascending, NaN last
    order = np.argsort(first[~np.isnan(values)])
    rank = np.full(len(values), -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[places.reshape(-1)], values[order].tolist()
