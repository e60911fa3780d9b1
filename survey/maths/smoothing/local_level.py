"""One line out of many polls: a level that walks at random, seen through houses that lean to a side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.sparse import csr_array

from survey.arrays import Array
from survey.maths.smoothing.observed import Observed, Spread
from survey.maths.smoothing.tridiagonal import Factor, Walk, walk_prior


@dataclass(frozen=True)
class Solved:
    """The posterior of level and leanings under some ``Spread``, and its restricted log likelihood."""

    likelihood: float
    level: Array  # on the days of the walk
    own: Array  # its variance were the leanings known
    leaning: Array
    covariance: Array  # of the leanings
    through: Array  # how far the level of each day moves against each leaning
    seen: NDArray[np.intp]  # place of each poll's day in the walk
    weight: Array  # of each poll, before its part is taken


def solve(observed: Observed, walk: Walk, spread: Spread, *, whole: bool = True) -> Solved:
    """``share = level(day) + leaning + e``, ``Var e = variance + extra²``, ``level`` a random walk of ``walk`` a day.

    Level and leanings are found together in a bordered tridiagonal system; random leanings have variance ``house²``,
    the others a flat prior, as has the level where no day is known. The likelihood is what is left when all of them
    are integrated out: Patterson and Thompson's (1971) restricted one. A poll of ``part`` f counts in it f times, with
    weight f/Var: the same poll given twice, at f = 1/2, changes nothing at all. ``whole`` false leaves the variances
    of level and leanings out.
    """
    prior, lean = walk_prior(walk, spread.walk), observed.leanings
    free, place = walk.free, np.searchsorted(walk.days, observed.day)
    weight = 1 / (observed.variance + spread.extra**2)
    used = observed.part * weight
    live, size = free[place], len(prior.diagonal)
    at = (np.cumsum(free) - 1)[place][live]
    y = observed.share - np.where(live, 0.0, np.nan_to_num(walk.known)[place])
    weighted = lean.of.multiply(used[:, None]).tocsr()
    summing = csr_array((np.ones(len(at)), (at, np.flatnonzero(live))), (size, len(y)))
    factor = Factor(prior.diagonal + np.bincount(at, used[live], size), prior.beside)
    right = prior.pull + np.bincount(at, (used * y)[live], size)
    cross = (summing @ weighted).toarray()
    level0, through = factor.solve(right), factor.solve(cross)
    precision = np.where(lean.random, 1 / spread.house**2, 0.0)
    basis = csr_array(lean.basis)  # one or two numbers a row, also of two hundred houses
    square = basis.T @ (basis.T @ ((lean.of.T @ weighted).toarray() - cross.T @ through)).T + np.diag(precision)
    side = basis.T @ (weighted.T @ y - cross.T @ level0)
    inverse = _inverse_root(square)
    half = inverse @ side
    ended = (used * y**2).sum() - right @ level0 - half @ half
    logs = prior.constant + (observed.part * np.log(weight)).sum() + np.log(precision[lean.random]).sum()
    logs += 2 * np.log(np.diagonal(inverse)).sum() - factor.log_determinant
    level, own, every = np.array(walk.known), np.zeros(len(free)), np.zeros((len(free), lean.of.shape[1]))
    leaning = basis @ (inverse.T @ half)
    level[free] = level0 - through @ leaning
    own[free] = factor.variances() if whole else 0.0
    every[free] = through
    wide = (basis @ (basis @ (inverse.T @ inverse)).T) if whole else np.zeros((len(leaning), len(leaning)))
    return Solved(float(0.5 * (logs - ended)), level, own, leaning, wide, every, place, weight)


def _inverse_root(square: Array) -> Array:
    """``L⁻¹`` of ``square = L L'``: its inverse is ``L⁻¹' L⁻¹``; of no directions nothing."""
    if not len(square):
        return square
    lower = cholesky(square, lower=True, check_finite=False)
    return np.asarray(solve_triangular(lower, np.eye(len(square)), lower=True, check_finite=False))
