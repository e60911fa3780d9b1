"""The collapsed table: one row per combination of keys, with the sums that everything else needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class CellTable:
    """Sums over respondents per combination of keys.

    ``codes[i, k]`` is the place of cell ``i``'s value in ``levels[k]``, the levels of ``keys[k]`` in
    the definition's order. ``n`` counts rows, ``sum_w`` is Σw and ``sum_w2`` is Σw². ``weighing`` counts
    the rows whose weight is not 0, None where that is every row. Only combinations that occur are
    listed, in the order of their codes; each once.
    """

    keys: tuple[str, ...]
    levels: tuple[tuple[object, ...], ...]
    codes: NDArray[np.int64]  # (cells, keys)
    n: NDArray[np.int64]
    sum_w: NDArray[np.float64]
    sum_w2: NDArray[np.float64]
    weighing: NDArray[np.int64] | None = None

    @property
    def respondents(self) -> NDArray[np.int64]:
        """Those who count: rows whose weight is not 0."""
        return self.n if self.weighing is None else self.weighing

    def __len__(self) -> int:
        return len(self.n)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of levels of each key."""
        return tuple(len(level) for level in self.levels)

    def key(self, name: str) -> NDArray[np.int64]:
        """Codes of one key."""
        return self.codes[:, self.keys.index(name)]

    def flat(self, names: Sequence[str]) -> NDArray[np.int64]:
        """One integer per cell for the crossing of ``names``, the last varying fastest."""
        index = np.zeros(len(self), dtype=np.int64)
        for name in names:
            place = self.keys.index(name)
            index = index * len(self.levels[place]) + self.codes[:, place]
        return index
