"""Tests of the difference of two columns by the rules of tabulation programs, from figures and bases alone.

``W`` is the sum of the weights of a column, ``e = (Σw)²/Σw²`` its effective base, ``o`` the effective base of those who
are in both columns (0 for answers to a question of one answer), ``v = Σ w (y - ȳ)² / W`` the variance of its answers.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.maths.column_sides import Differences, Side
from survey.maths.special import ndtr

CRITICAL = {0.10: 1.65, 0.05: 1.96, 0.01: 2.576}  # what Askia compares z with


def dimensions(first: Side, second: Side, overlap: Array) -> Differences:
    """The column tests of SPSS Dimensions: pooled variance, effective bases, corrected for overlap.

    ``se² = s² · (1/e1 + 1/e2 - 2o/(e1 e2))``, t with ``e1 + e2 - o - 2`` degrees of freedom; none with one or fewer.
    Of shares ``s² = p(1-p)``, ``p = (W1 p1 + W2 p2)/(W1 + W2)``; of means
    ``s² = (W1 v1 + W2 v2) / (W1 (1 - 1/e1) + W2 (1 - 1/e2))``. Quantipy: ``mimic="Dim"``."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if first.variance is None or second.variance is None:
            spread = _pooled_share(first, second)
        else:
            below = first.weighted * (1 - 1 / first.effective) + second.weighted * (1 - 1 / second.effective)
            spread = (first.weighted * first.variance + second.weighted * second.variance) / below
        df = first.effective + second.effective - overlap - 2
        error = np.sqrt(spread * _inverse_base(first, second, overlap))
    return Differences(first.value - second.value, error, np.where(df > 1, df, np.nan))


def spss(first: Side, second: Side, overlap: Array) -> Differences:
    """The column tests of SPSS Custom Tables with an effective-base weight: as ``dimensions``, but shares against the
    normal distribution, and means with ``s² = (e1 v1 + e2 v2) / (e1 + e2 - 2)``, the pooled variance of the two.

    Shares of 0 and 1, and bases below 2, are not tested. IBM SPSS Statistics Algorithms; expss:
    ``compare_proportions``, ``compare_means`` with ``var_equal``."""
    bases = (first.effective >= 2) & (second.effective >= 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        if first.variance is None or second.variance is None:
            spread, df = _pooled_share(first, second), np.full(np.shape(first.value), np.inf)
            bases = bases & _inside(first) & _inside(second)
        else:
            both = first.effective + second.effective
            spread = (first.effective * first.variance + second.effective * second.variance) / (both - 2)
            df = both - overlap - 2
        error = np.sqrt(spread * _inverse_base(first, second, overlap))
    return Differences(first.value - second.value, np.where(bases, error, np.nan), df)


def askia(first: Side, second: Side, overlap: Array) -> Differences:
    """The column tests of Askia: ``se² = p1(1-p1)/W1 + p2(1-p2)/W2``, of means ``v1/(W1 - 1) + v2/(W2 - 1)``, against
    the normal distribution; neither effective bases nor ``overlap`` count. Quantipy: ``mimic="askia"``, whose means
    take the standard deviation where the variance belongs."""
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(_own_part(first) + _own_part(second))
    return Differences(first.value - second.value, error, np.full(np.shape(first.value), np.inf))


RULES: dict[str, Callable[[Side, Side, Array], Differences]] = {"dimensions": dimensions, "spss": spss, "askia": askia}


def cutoff(test: str, level: float) -> float:
    """The p-value below which ``test`` marks a difference at ``level``: the level itself, of Askia that of its printed
    critical values (1.65, 1.96, 2.576)."""
    if test != "askia" or level not in CRITICAL:
        return level
    return float(2 * ndtr(-CRITICAL[level]))


def _pooled_share(first: Side, second: Side) -> Array:
    together = first.weighted * first.value + second.weighted * second.value
    p = together / (first.weighted + second.weighted)
    return np.asarray(p * (1 - p))


def _inverse_base(first: Side, second: Side, overlap: Array) -> Array:
    e1, e2 = first.effective, second.effective
    return np.maximum(1 / e1 + 1 / e2 - 2 * overlap / (e1 * e2), 0.0)


def _own_part(side: Side) -> Array:
    if side.variance is None:
        return np.asarray(side.value * (1 - side.value) / side.weighted)
    return np.where(side.weighted > 1, side.variance / (side.weighted - 1), np.nan)


def _inside(side: Side) -> NDArray[np.bool_]:
    return np.asarray((side.value > 0) & (side.value < 1))
