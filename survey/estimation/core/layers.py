"""Many statistics of one cell at once: respondents in several rows of a result."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.estimation.core.totals import Array, Layer

ROOM = 1 << 22  # figures laid out at a time


def layer_products(layers: Sequence[Layer], size: int, weight: Array) -> Array:
    """(statistics, statistics): ``Σ_c weight_c z_c z_c'`` over cells, ``z_c`` what the layers give cell ``c``.

    A matrix of cells by statistics, some cells at a time: the pairs of many layers would each take a pass."""
    live = np.flatnonzero(weight)
    step = max(ROOM // max(size, 1), 1)
    found = np.zeros((size, size))
    for start in range(0, len(live), step):
        cell = live[start : start + step]
        z = np.zeros((len(cell), size))
        for layer in layers:
            place = layer.place[cell]
            at = np.flatnonzero(place >= 0)
            z[at, place[at]] += layer.value[cell[at]]
        found += (z * weight[cell, None]).T @ z
    return found
