"""Products of the statistics that one cell adds to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array

FEW = 2  # layers of which every pair is added up by itself
ROOM = 1 << 22  # figures laid out at a time


def layer_products(places: Sequence[NDArray[np.int64]], values: Sequence[Array], weight: Array, size: int) -> Array:
    """(size, size): ``Σ_c weight_c z_c z_c'`` over cells, ``z_c`` the values of cell ``c`` added at their places.

    ``places``, ``values``: layers of (cells,), -1 for no place. With more than a few layers (a respondent of several
    answers stands in several rows) by a matrix of cells by statistics, some cells at a time, as each pair of layers
    would take a pass."""
    found = np.zeros((size, size))
    if len(places) <= FEW:
        for one, left in zip(places, values, strict=True):
            for other, right in zip(places, values, strict=True):
                at = (one >= 0) & (other >= 0)
                pair, each = one[at] * size + other[at], (weight * left * right)[at]
                found += np.bincount(pair, each, minlength=size**2).reshape(size, size)
        return found
    step = max(ROOM // max(size, 1), 1)
    for start in range(0, len(weight), step):
        part = slice(start, start + step)
        z = np.zeros((len(weight[part]), size))
        for place, value in zip(places, values, strict=True):
            row = np.flatnonzero(place[part] >= 0)
            z[row, place[part][row]] += value[part][row]
        found += (z * weight[part, None]).T @ z
    return found
