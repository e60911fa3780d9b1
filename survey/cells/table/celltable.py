"""The collapsed table: one row per combination of keys, with the sums that everything else needs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DENSE = 1 << 22  # below this many combinations a table of all of them is counted; above it those that occur


@dataclass(frozen=True)
class CellTable:
    """Sums over respondents per combination of keys.

    ``codes[i, k]`` is the place of cell ``i``'s value in ``levels[k]``, the levels of ``keys[k]`` in
    the definition's order. ``n`` counts rows, ``sum_w`` is Σw and ``sum_w2`` is Σw². ``weighing`` counts
    the rows whose weight is not 0, None where that is every row. ``also``: (cells, columns), sums of further
    columns (replicate weights). Only combinations that occur are listed, in the order of their codes; each once.
    """

    keys: tuple[str, ...]
    levels: tuple[tuple[object, ...], ...]
    codes: NDArray[np.int64]  # (cells, keys)
    n: NDArray[np.int64]
    sum_w: NDArray[np.float64]
    sum_w2: NDArray[np.float64]
    weighing: NDArray[np.int64] | None = None
    also: NDArray[np.float64] | None = None

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

    def over(self, names: Sequence[str]) -> CellTable:
        """The table by ``names`` only: cells that differ in the other keys are added."""
        at = [self.keys.index(name) for name in names]
        levels = tuple(self.levels[k] for k in at)
        return summed(
            tuple(names), levels, self.codes[:, at], self.n, self.sum_w, self.sum_w2, self.weighing, self.also
        )


def summed(
    keys: tuple[str, ...],
    levels: tuple[tuple[object, ...], ...],
    codes: NDArray[np.int64],
    n: NDArray[np.int64],
    sum_w: NDArray[np.float64],
    sum_w2: NDArray[np.float64],
    weighing: NDArray[np.int64] | None = None,
    also: NDArray[np.float64] | None = None,
) -> CellTable:
    """A cell table of rows that may have the same codes, which are added, in the order of their codes.

    ``weighing`` None, or equal to ``n``, means that every row weighs."""
    total = math.prod(len(level) for level in levels)
    if total > 2**62:
        raise OverflowError(f"{total:.1e} combinations are too many to number")
    flat = np.zeros(len(n), dtype=np.int64)
    for k, level in enumerate(levels):
        flat = flat * len(level) + codes[:, k]
    if total <= max(1 << 16, 4 * len(flat)):
        there = np.zeros(total, dtype=bool)
        there[flat] = True
        unique = np.flatnonzero(there)
        table = np.zeros(total, dtype=np.int64)
        table[unique] = np.arange(len(unique))
        place = table[flat]
    else:
        unique, place = np.unique(flat, return_inverse=True)
        place = place.reshape(-1)
    size = len(unique)
    made = np.empty((size, len(levels)), dtype=np.int64, order="F")
    rest = unique
    for k in range(len(levels) - 1, -1, -1):
        rest, made[:, k] = np.divmod(rest, len(levels[k]))

    def added(sums: NDArray[np.generic]) -> NDArray[np.float64]:
        return np.bincount(place, np.asarray(sums, dtype=float), minlength=size).astype(float, copy=False)

    counted = added(n).astype(np.int64)
    live = None if weighing is None else added(weighing).astype(np.int64)
    return CellTable(
        keys,
        levels,
        made,
        counted,
        added(sum_w),
        added(sum_w2),
        None if live is None or np.array_equal(live, counted) else live,
        None if also is None else np.stack([added(column) for column in also.T], axis=1),
    )


def added_up(tables: Sequence[CellTable]) -> CellTable:
    """Tables of separate respondents with the same keys and levels, added: ``collapse(A) + collapse(B)`` is
    ``collapse(A and B)``."""
    first = tables[0]
    if len(tables) == 1:
        return first
    some = any(table.weighing is not None for table in tables)
    return summed(
        first.keys,
        first.levels,
        np.concatenate([table.codes for table in tables]),
        np.concatenate([table.n for table in tables]),
        np.concatenate([table.sum_w for table in tables]),
        np.concatenate([table.sum_w2 for table in tables]),
        np.concatenate([table.respondents for table in tables]) if some else None,
        None if first.also is None else np.concatenate([table.also for table in tables if table.also is not None]),
    )
