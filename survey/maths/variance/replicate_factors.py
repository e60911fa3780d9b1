"""Replicates of a design: by which factor each sampling unit counts in each of them.

All functions take the first stage only: ``stratum``, for each unit the place of its stratum, and what is known of the
strata. Strata wholly in the sample (``fraction`` 1) and, unless the rule says otherwise, those of one unit keep the
factor 1 and so add no variance. A sampling fraction ``f`` shrinks every deviation from 1 by ``√(1-f)``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.arrays import Array, Index
from survey.maths.variance.hadamard import hadamard, hadamard_order
from survey.maths.variance.linearization import Strata, multiplier
from survey.maths.variance.replication import replicate_rank


@dataclass(frozen=True)
class Factors:
    """``factors``: (units, replicates); the variance is ``scale · Σ_r rscales_r (θ_r - centre)²`` with ``df``."""

    factors: Array
    scale: float
    rscales: Array
    df: float


def jackknife(stratum: Index, strata: Strata, lonely: str = "fail") -> Factors:
    """One unit left out at a time, the others of its stratum raised by ``n_h/(n_h-1)`` (R: ``jk1weights``,
    ``jknweights``).

    ``rscales_r = (1-f_h)(n_h-1)/n_h``; where all are equal they are the ``scale``. The variance of a total is that of
    linearization, exactly. Rule ``adjust`` leaves out the one unit of its stratum and raises all others by ``H/(H-1)``;
    ``average`` multiplies by strata over strata that are not lonely, as linearization does (R multiplies by units).
    Raises ``ValueError`` when nothing can be left out. Wolter (2007), Introduction to Variance Estimation, ch. 4.
    """
    _, alone, grow = multiplier(strata, lonely)
    n, free = strata.count, 1 - strata.fraction
    left_out = np.flatnonzero(((n > 1) & (free > 1e-7))[stratum])
    home = stratum[left_out]
    factors = np.where(stratum[:, None] == home[None, :], (n / np.maximum(n - 1, 1))[home], 1.0)
    factors[left_out, np.arange(len(left_out))] = 0.0
    rscales = free[home] * (n[home] - 1) / n[home]
    df = float(len(left_out) - len(np.unique(home)))
    single = np.flatnonzero(alone)
    count = len(n)
    if lonely == "adjust" and len(single) and count > 1:
        more = np.where(stratum[:, None] == single[None, :], 0.0, count / (count - 1))
        factors = np.hstack([factors, more])
        rscales = np.concatenate([rscales, free[single] * (count - 1) / count])
        df += len(single) - (len(single) == count)
    if not factors.shape[1]:
        raise ValueError("no unit can be left out: every stratum has one unit, or is wholly in the sample")
    scale = grow
    if np.ptp(rscales) == 0:
        scale, rscales = grow * float(rscales[0]), np.ones_like(rscales)
    return Factors(factors, float(scale), rscales, df)


def balanced_halves(
    stratum: Index, strata: Strata, lonely: str = "fail", *, rho: float = 0.0, count: int | None = None
) -> Factors:
    """Half-samples balanced by a Hadamard matrix (R: ``brrweights``), softened by Fay's ``rho``.

    In a replicate one unit of each pair has the factor ``1 + (1-rho)√(1-f)``, the other ``1 - (1-rho)√(1-f)``; the
    scale is ``1/(R (1-rho)²)``. A stratum of more than two units is cut into pairs in the order of the units.
    ``count``: replicates, more than there are pairs; the fewest that balance by default. For totals of two units a
    stratum the variance is that of linearization. Raises ``ValueError`` for an odd stratum, a ``count`` too small or
    without a matrix, and ``rho`` outside [0, 1). McCarthy (1969); Judkins (1990), JOS 6, 223-239."""
    if not 0 <= rho < 1:
        raise ValueError(f"rho is {rho:g}; it must be from 0 to below 1")
    _, _, grow = multiplier(strata, lonely)
    order = np.argsort(stratum, kind="stable")
    paired = order[(strata.count[stratum[order]] > 1)]
    if (strata.count[stratum[paired]] % 2).any():
        raise ValueError("a stratum has an odd number of units, which make no pairs")
    pairs = paired.reshape(-1, 2)
    soft = np.sqrt(1 - strata.fraction[stratum[pairs[:, 0]]])
    live = int((soft > 1e-4).sum())
    least = hadamard_order(len(pairs) + 1)
    replicates = least if count is None else count
    if replicates < least:
        raise ValueError(f"{replicates} replicates cannot balance {len(pairs)} pairs; {least} can")
    sign = hadamard(replicates)[1 : len(pairs) + 1]
    factors = np.ones((len(stratum), replicates))
    factors[pairs[:, 0]] += (1 - rho) * soft[:, None] * sign
    factors[pairs[:, 1]] -= (1 - rho) * soft[:, None] * sign
    return Factors(factors, grow / (replicates * (1 - rho) ** 2), np.ones(replicates), float(live))


def bootstrap(
    stratum: Index, strata: Strata, lonely: str = "fail", *, count: int = 500, seed: int | None = None
) -> Factors:
    """``n_h - 1`` units drawn with replacement in each stratum (Rao & Wu 1988, JASA 83; R: ``subbootweights``).

    A unit drawn ``m`` times has the factor ``1 - λ + λ m n_h/(n_h-1)`` with ``λ = √(1-f_h)``; the scale is
    ``1/(R-1)``. Equal ``seed`` and units in equal order give equal factors. Rao, Wu & Yue (1992), Survey Methodology
    18, 209-217. R leaves the fpc out."""
    _, _, grow = multiplier(strata, lonely)
    chance = np.random.default_rng(seed)
    factors = np.ones((len(stratum), count))
    order = np.argsort(stratum, kind="stable")
    ends = np.cumsum(np.bincount(stratum, minlength=len(strata.count)))
    for h, units in enumerate(np.split(order, ends[:-1])):
        n = len(units)
        shrink = np.sqrt(1 - strata.fraction[h])
        if n > 1 and shrink > 1e-4:
            drawn = chance.multinomial(n - 1, np.full(n, 1 / n), size=count).T
            factors[units] = 1 - shrink + shrink * drawn * n / (n - 1)
    return Factors(factors, grow / (count - 1), np.ones(count), float(replicate_rank(factors) - 1))


def successive_differences(stratum: Index, strata: Strata, lonely: str = "fail", *, count: int = 80) -> Factors:
    """Successive difference replication: each unit against the next in the order of drawing (Fay & Train 1995).

    ``factor = 1 + √(1-f) (h_a - h_b) / √8`` with two rows of a Hadamard matrix of order ``count``, those of
    neighbours sharing one; the scale is ``4/R`` and the centre the full sample's estimate. Units of a stratum make a
    closed ring. With no more units than ``count - 1`` the variance of a total is ``½ Σ_h (1-f_h) Σ (t_i - t_{i+1})²``
    over the rings; with more, rows are used again in another order. Ash (2014), Survey Methodology 40, 47-59. Raises
    ``ValueError`` for a ``count`` without a matrix."""
    _, _, grow = multiplier(strata, lonely)
    rows = hadamard(count)[1:]  # the first row is constant
    factors = np.ones((len(stratum), count))
    width, step, used = len(rows), 1, 0
    order = np.argsort(stratum, kind="stable")
    ends = np.cumsum(np.bincount(stratum, minlength=len(strata.count)))
    for h, units in enumerate(np.split(order, ends[:-1])):
        shrink = np.sqrt(1 - strata.fraction[h])
        if len(units) < 2 or shrink < 1e-4:
            continue
        for ring in np.array_split(units, -(-len(units) // width)):
            if used + len(ring) > width:  # the next round passes over the rows in steps of another length
                used, step = 0, _next_step(step, width)
            place = (used + np.arange(len(ring))) * step % width
            factors[ring] += shrink * (rows[place] - rows[np.roll(place, -1)]) / np.sqrt(8)
            used += len(ring)
    return Factors(factors, 4 * grow / count, np.ones(count), float(replicate_rank(factors) - 1))


def _next_step(step: int, width: int) -> int:
    """The next number from ``step`` that has no divisor in common with ``width``, from 1 again after half of it."""
    while True:
        step = step + 1 if 2 * (step + 1) < width else 1
        if np.gcd(step, width) == 1:
            return step
