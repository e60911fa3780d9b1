"""How unequally weights are spread: their Lorenz curve, Gini's coefficient, percentiles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from survey.arrays import Array


def lorenz_curve(weights: ArrayLike) -> tuple[Array, Array]:
    """Share of the respondents (those with the smallest weights first) and the share of all weight that they have.

    Both begin at 0 and end at 1; one point a respondent with a positive weight, all others are left out. Lorenz, M. O.
    (1905), Publications of the American Statistical Association 9(70), 209-219.
    """
    w = np.sort(_positive(weights))
    if not len(w):
        return np.array([0.0, 1.0]), np.array([0.0, 1.0])
    held = np.concatenate([[0.0], np.cumsum(w)])
    return np.arange(len(w) + 1) / len(w), np.asarray(held / held[-1])


def gini(weights: ArrayLike) -> float:
    """Gini's coefficient of the positive weights, ``Σ (2i - n - 1) w_(i) / (n Σw)`` with ``w_(i)`` in ascending order.

    0 where all are equal; twice the area between the Lorenz curve and the diagonal. NaN when no weight is positive.
    """
    w = np.sort(_positive(weights))
    n = len(w)
    if not n:
        return float("nan")
    return float(np.dot(2 * np.arange(1, n + 1) - n - 1, w) / (n * w.sum())) + 0.0


def percentiles(weights: ArrayLike, percents: Sequence[float]) -> Array:
    """Percentiles of the positive weights, interpolated linearly (R: ``quantile(type = 7)``; numpy's default). NaN when
    no weight is positive."""
    w = np.sort(_positive(weights))
    if not len(w):
        return np.full(len(percents), np.nan)
    # as np.percentile does, which loads numpy.ma
    return np.interp(np.asarray(percents) / 100 * (len(w) - 1), np.arange(len(w)), w)


def _positive(weights: ArrayLike) -> Array:
    w = np.asarray(weights, dtype=float)
    return w[w > 0]
