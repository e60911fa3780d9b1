"""Which whole numbers occur, and where each stands among them, by a table where one is small enough.

A table of flags is several times faster than sorting or hashing; it is used where it is no longer than a few times the
numbers themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Index

SHORT = 1 << 16  # a table of this length costs nothing


def distinct(numbers: Index) -> Index:
    """The numbers that occur, ascending, each once (``numpy.unique``). ``numbers``: (n,), none below 0."""
    width = int(numbers.max(initial=-1)) + 1
    if width > _longest(len(numbers)):
        return np.asarray(np.unique(numbers))
    seen = np.zeros(width, dtype=bool)
    seen[numbers] = True
    return np.flatnonzero(seen)


def places(numbers: Index, known: Index) -> Index:
    """Where each of ``numbers`` stands in ``known`` (``numpy.searchsorted``), which is ascending and has all of them.
    None is below 0."""
    width = int(known[-1]) + 1 if len(known) else 0
    if width > _longest(len(numbers)):
        return np.asarray(np.searchsorted(known, numbers))
    table = np.zeros(width, dtype=np.int64)
    table[known] = np.arange(len(known))
    return np.asarray(table[numbers])


def sums_at(at: Sequence[Index], values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """(size,): ``values`` added up at each of their places. ``at``: places, one array for each that a value may have,
    -1 for none."""
    found = np.zeros(size)
    for place in at:
        there = place >= 0
        found += np.bincount(place[there], values[there], minlength=size)
    return found


def row_sums(values: NDArray[np.generic], at: Index, size: int) -> NDArray[np.float64]:
    """(size, columns): the rows of ``values`` (n, columns) added up at the place of each, in their order
    (``numpy.add.at``, which takes several times longer)."""
    columns = values.shape[1]
    place = (at[:, None] * columns + np.arange(columns)).reshape(-1)
    found = np.bincount(place, np.asarray(values, dtype=float).reshape(-1), minlength=size * columns)
    return np.asarray(found, dtype=float).reshape(size, columns)


def spans(values: NDArray[np.float64], at: Index, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(size,) twice: the smallest and the largest of ``values`` at the place of each; inf and -inf where none is."""
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(low, at, values)
    np.maximum.at(high, at, values)
    return low, high


def _longest(numbers: int) -> int:
    return max(SHORT, 4 * numbers)
