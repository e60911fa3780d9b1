"""Sums of many columns by cell: replicate weights."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array

# A sum that is added to again and again waits for itself: where there are few cells, each gets several sums in turn
LANES, FEW_SUMS = 4, 256
MANY = 1 << 21  # numbers to be added from which the columns are shared among threads


def column_sums(place: NDArray[np.int64], columns: Sequence[Array], size: int) -> Array:
    """(columns, size): of each column the sum of its values at each place (``numpy.bincount`` of each).

    ``place``: (n,), 0 to size - 1; ``columns``: (n,) each. Many long columns are summed as products with the matrix of
    places, which let other threads run meanwhile, as ``bincount`` does not.
    """
    lanes = LANES if size * LANES <= FEW_SUMS else 1
    if lanes > 1:
        place = place * lanes + np.arange(len(place)) % lanes
    wide = size * lanes
    if len(place) * len(columns) < MANY:
        made = np.stack([np.bincount(place, column, minlength=wide) for column in columns])
        return np.asarray(made.reshape(len(columns), size, lanes).sum(axis=2))
    from concurrent.futures import ThreadPoolExecutor

    from scipy.sparse import csc_matrix

    n = len(place)
    cells = csc_matrix((np.ones(n), place.astype(np.int32), np.arange(n + 1, dtype=np.int32)), shape=(wide, n))
    threads = min(4, os.cpu_count() or 1)

    def some(first: int) -> list[Array]:
        return [cells @ column for column in columns[first::threads]]

    found = np.empty((len(columns), wide))
    with ThreadPoolExecutor(threads) as pool:
        for first, sums in enumerate(pool.map(some, range(threads))):
            if sums:
                found[first::threads] = sums
    return np.asarray(found.reshape(len(columns), size, lanes).sum(axis=2))
