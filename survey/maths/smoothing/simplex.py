"""Lines of several answers that make a whole."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array


def onto_whole(level: Array, variance: Array) -> Array:
    """``level`` (answers by days) so that each day sums to 1 and nothing is below 0.

    What is over or short is taken from each answer by its variance: the closest point to ``level`` in the metric of
    diagonal variances. An answer that this would make negative is 0, and the others bear it.
    """
    made, free = np.array(level), np.ones(level.shape, bool)
    for _ in range(len(level)):
        weight = np.where(free, np.maximum(variance, 1e-12), 0.0)
        over = made.sum(axis=0) - 1
        made = made - np.where(weight.sum(axis=0) > 0, over / np.maximum(weight.sum(axis=0), 1e-300), 0.0) * weight
        below = made < 0
        if not below.any():
            break
        made, free = np.where(below, 0.0, made), free & ~below
    return made
