"""Covariance of totals of units drawn with unequal probabilities and without replacement, from those alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.maths.places import row_sums

CERTAIN = 1 - 1e-7  # a unit with this probability or more is in every sample


@dataclass(frozen=True)
class Drawn:
    """The units of one stage. ``totals``: (units, statistics), weighted; ``parent``: (units,) place of the stratum, or
    of the unit of the stage above; ``parents``: how many these are; ``probability``: (units,) of being drawn."""

    totals: Array
    parent: Index
    parents: int
    probability: Array

    @property
    def uncertain(self) -> NDArray[np.bool_]:
        return self.probability < CERTAIN

    @property
    def count(self) -> Array:
        """(parents,): units that might have been left out."""
        return np.bincount(self.parent[self.uncertain], minlength=self.parents).astype(float)


def brewer_covariance(stages: list[Drawn]) -> Array:
    """``Σ_h n_h/(n_h - 1) Σ_j (1 - π_j)(t_j - t̄_h)(t_j - t̄_h)'``, later stages times the probabilities above them:
    ``V = V_1 + Σ_j π_j V_2j + …`` (R: ``svydesign(pps = "brewer")``; Brewer 1975, Australian J. Statistics 17,
    166-172, and 2002, Combined Survey Sampling Inference, ch. 9). Units of probability 1 are no part of ``n`` and
    ``t̄`` (in R they are). A stratum of one unit adds nothing: its rule is the caller's."""
    found = np.zeros((stages[0].totals.shape[1],) * 2)
    above = np.ones(stages[0].parents)
    for stage in stages:
        live = stage.uncertain
        n, t, parent = stage.count, stage.totals[live], stage.parent[live]
        mean = row_sums(t, parent, stage.parents) / np.maximum(n, 1)[:, None]
        factor = (np.where(n > 1, n / np.maximum(n - 1, 1), 0.0) * above)[parent] * (1 - stage.probability[live])
        apart = t - mean[parent]
        found = found + (apart * factor[:, None]).T @ apart
        above = above[stage.parent] * stage.probability
    return np.asarray(found)


def pair_covariance(stage: Drawn, method: str, variance: str, squares: float | None = None) -> Array:
    """``Σ_ij d_ij t_i t_j'`` (Horvitz-Thompson) or ``-½ Σ_ij d_ij (t_i - t_j)(t_i - t_j)'`` (Yates-Grundy) inside each
    stratum, with ``d_ii = 1 - π_i`` and, in place of ``1 - π_i π_j/π_ij``,

    * ``overton``: ``1 - (n - (π_i + π_j)/2)/(n - 1)`` (Overton 1985);
    * ``HR``: ``1 - (n - π_i - π_j + s)/(n - 1)``, ``s`` = ``squares``, ``Σ π²/n`` over the population, or the mean of
      ``π`` in the sample of the stratum (Hartley & Rao 1962, Ann. Math. Stat. 33, 350-374, truncated).

    Both are ``a + b (π_i + π_j)``, so sums over pairs are sums over units. R: ``svydesign(pps = "overton")``, ``pps =
    HR(squares)``. Units of probability 1 are left out (R: they are in ``n``)."""
    live = stage.uncertain & (stage.count > 1)[stage.parent]
    p, t, parent, n = stage.probability[live], stage.totals[live], stage.parent[live], stage.count
    whole = np.bincount(parent, p, minlength=stage.parents)
    s = whole / np.maximum(n, 1)
    if squares is not None:  # certain units, whose squares are 1, are in it
        certain = np.bincount(stage.parent, minlength=stage.parents) - n
        s = (squares * (n + certain) - certain) / np.maximum(n, 1)
    fewer = np.maximum(n - 1, 1)
    a, b = (-(1 + s) / fewer, 1 / fewer) if method == "HR" else (-1 / fewer, 0.5 / fewer)
    if variance == "Yates-Grundy":
        own = -((n - 1) * a + b * whole)[parent] - ((n - 2) * b)[parent] * p  # minus Σ_j d_ij
    else:
        own = 1 - p
    own = own - a[parent] - 2 * b[parent] * p  # the products below have each unit with itself too
    sums, with_p = row_sums(t, parent, stage.parents), row_sums(t * p[:, None], parent, stage.parents)
    cross = (with_p * b[:, None]).T @ sums
    return np.asarray((t * own[:, None]).T @ t + (sums * a[:, None]).T @ sums + cross + cross.T)
