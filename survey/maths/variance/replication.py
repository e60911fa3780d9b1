"""Covariance of estimates from their values in replicates of the sample."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from survey.arrays import Array
from survey.maths.variance.spread import Spread


def replicate_covariance(values: Array, full: Array, scale: float, rscales: ArrayLike, *, mse: bool = False) -> Array:
    """The matrix of ``replicate_spread``."""
    return replicate_spread(values, full, scale, rscales, mse=mse).matrix()


def replicate_spread(values: Array, full: Array, scale: float, rscales: ArrayLike, *, mse: bool = False) -> Spread:
    """``scale · Σ_r rscales_r (θ_r - centre)(θ_r - centre)'`` (R survey: ``svrVar``).

    ``values``: (replicates, statistics), the estimates in each replicate; ``full``: (statistics,) the estimates from
    the full sample. The centre is ``full`` where ``mse``, else the mean of the replicates that count (``rscales`` > 0).
    A replicate in which a statistic is not a number is left out of that statistic's sum, as in R; NaN where none is
    left.
    """
    weights = np.broadcast_to(np.asarray(rscales, dtype=float), (len(values),))
    there = np.isfinite(values)
    counts = there & (weights > 0)[:, None]
    number = counts.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = full if mse else np.where(counts, values, 0.0).sum(axis=0) / number
        apart = np.where(there, values - centre, 0.0) * np.sqrt(scale * weights)[:, None]
    apart[:, number == 0] = np.nan
    return Spread.of_roots(apart)


def replicate_rank(weights: Array, tolerance: float = 1e-5) -> int:
    """Rank of the (respondents, replicates) weights, columns of equal length; degrees of freedom are one less (R:
    ``degf``, with the same tolerance)."""
    length = np.sqrt(np.einsum("ir,ir->r", weights, weights))
    length = np.where(length > 0, length, 1.0)
    if weights.shape[0] > weights.shape[1]:
        products = (weights.T @ weights) / length / length[:, None]
    else:
        products = (weights / length**2) @ weights.T
    values = np.linalg.eigvalsh(products)  # squares of the singular values
    return int((values > tolerance**2 * values[-1]).sum())


def batch_rank(batches: Iterable[Array], tolerance: float = 1e-5) -> int:
    """``replicate_rank`` of weights that come some respondents at a time: (respondents, replicates) each.

    Reading stops where the rank is full beyond doubt: further respondents cannot lower it."""
    products: Array | None = None
    for place, weights in enumerate(batches):
        if place == 0 and weights.shape[0] <= weights.shape[1]:
            rest = [weights, *batches]
            return replicate_rank(np.concatenate(rest), tolerance)
        more = weights.T @ weights
        products = more if products is None else products + more
        if place % 8 == 0 and _values(products)[0] > 1e6 * tolerance**2 * _values(products)[-1]:
            return int(products.shape[0])
    if products is None:
        return 0
    values = _values(products)
    return int((values > tolerance**2 * values[-1]).sum())


def _values(products: Array) -> Array:
    """Squares of the singular values of columns brought to one length, ascending."""
    length = np.sqrt(np.diag(products))
    length = np.where(length > 0, length, 1.0)
    return np.asarray(np.linalg.eigvalsh(products / length / length[:, None]))
