"""Ranks in the population, estimated from weights, and the scores that rank tests are made of."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array, Index
from survey.maths.special import ndtri

SCORES = ("wilcoxon", "van der waerden", "median")


def mid_ranks(weights: Array) -> Array:
    """Estimated population ranks of values in ascending order: ``Σ_{below} w + w/2``. ``weights``: Σw of each value.

    Everybody with one value has the middle of their ranks, whatever the order of the data."""
    return np.asarray(np.cumsum(weights) - weights / 2)


def file_order_ranks(values: Index, weights: Array, levels: int) -> Array:
    """R survey's ranks (``svyranktest``): ``Σ_{before} w + w/2`` over respondents sorted by value and, within a value,
    in the order of the data, then the plain mean within each value.

    ``values``: each respondent's place among ``levels`` ascending values. Equal to ``mid_ranks`` where the weights of
    those with one value are equal; else it depends on the order of the rows. NaN for a value that nobody has."""
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weights[order]) - weights[order] / 2
    with np.errstate(invalid="ignore"):
        return np.asarray(np.bincount(values[order], running, minlength=levels) / np.bincount(values, minlength=levels))


def rank_scores(kind: str, ranks: Array, total: float) -> Array:
    """Scores of ranks among ``total``: ``r/N`` (``wilcoxon``), ``Φ⁻¹(r/N)`` (``van der waerden``), 1 above the middle
    (``median``). Lumley & Scott (2013), Biometrika 100, 831-842."""
    if kind == "wilcoxon":
        return np.asarray(ranks / total)
    if kind == "van der waerden":
        return np.asarray(ndtri(np.minimum(ranks / total, 1 - 2**-53)))  # a last rank may round to all
    if kind == "median":
        return np.asarray((ranks > total / 2).astype(float))
    raise ValueError(f"unknown scores {kind!r}")
