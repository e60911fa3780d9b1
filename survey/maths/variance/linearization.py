"""Covariance of totals under a sampling design, by the spread of unit totals (linearization).

The functions take *sums*, never respondents: unit totals, or, where every respondent is its own unit,
sums of squared weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.maths.places import row_sums
from survey.maths.variance.spread import Spread


@dataclass(frozen=True)
class Strata:
    """What a stage knows of its strata. ``count``: units drawn; ``fraction``: the part of the population's
    units that they are (0 without a finite population correction)."""

    count: Array  # (strata,)
    fraction: Array  # (strata,)


def multiplier(strata: Strata, lonely: str) -> tuple[Array, NDArray[np.bool_], float]:
    """``(1-f) n/(n-1)`` of each stratum, which strata are lonely, and the factor on the sum of all.

    ``lonely`` is the rule for a stratum of one unit that is not taken with certainty (R:
    ``options(survey.lonely.psu)``): ``remove`` and ``certainty`` give it no variance; ``adjust`` takes its total from
    the mean over all units of all strata, with multiplier ``1-f``; ``average`` gives it the mean of the other strata,
    and NaN where there are none. ``fail`` is the caller's to raise."""
    n, f = strata.count, strata.fraction
    if lonely != "adjust" and n.min(initial=2) > 1:
        return (1 - f) * n / (n - 1), np.zeros(n.shape, dtype=bool), 1.0
    alone = (n == 1) & (f < 1 - 1e-7)
    scale = np.where(n > 1, (1 - f) * n / np.maximum(n - 1, 1), 0.0)
    if lonely == "adjust":
        scale = np.where(alone, 1 - f, scale)
    grow = 1.0
    if lonely == "average" and alone.any():
        grow = len(n) / (len(n) - alone.sum()) if len(n) > alone.sum() else np.nan
    return scale, alone, float(grow)


def unit_covariance(totals: Array, stratum: Index, strata: Strata, lonely: str = "fail") -> Array:
    """The matrix of ``unit_spread``."""
    return unit_spread(totals, stratum, strata, lonely).matrix()


def unit_spread(
    totals: Array, stratum: Index, strata: Strata, lonely: str = "fail", there: NDArray[np.bool_] | None = None
) -> Spread:
    """``V = Σ_h (1-f_h) n_h/(n_h-1) Σ_j (t_hj - t̄_h)(t_hj - t̄_h)'`` over unit totals.

    ``totals``: (units, statistics), every unit of the design, those without members of a domain as zeros.
    ``stratum``: (units,) places in ``strata``. ``there``: (strata, statistics), whether the statistic's domain has
    members in the stratum; a lonely stratum without any adds nothing. Result (statistics, statistics). Source: Wolter
    (2007), Introduction to Variance Estimation, ch. 1; R survey, ``svyrecvar``.
    """
    scale, alone, grow = multiplier(strata, lonely)
    sums = row_sums(totals, stratum, len(strata.count))
    centre = sums / np.maximum(strata.count, 1)[:, None]
    if lonely == "adjust":
        centre[alone] = _overall(sums, strata, there)[alone]
    return _apart(totals, stratum, centre, grow * scale)


def _overall(sums: Array, strata: Strata, there: NDArray[np.bool_] | None = None) -> Array:
    """(strata, statistics): the mean over all units of all strata, from which rule ``adjust`` takes a lonely total (R
    survey 4.3 and later, ``onestage``; before, from 0); 0 where the statistic's domain is not in the stratum."""
    mean = np.broadcast_to(sums.sum(axis=0) / strata.count.sum(), sums.shape)
    return mean if there is None else np.where(there, mean, 0.0)


def domain_spread(totals: Array, stratum: Index, strata: Strata, lonely: str, present: NDArray[np.bool_]) -> Spread:
    """``unit_spread`` where a stratum that one unit of a domain is left in counts as lonely in that domain (R:
    ``options(survey.adjust.domain.lonely = TRUE)``).

    ``present``: (units, statistics), whether the unit has members of the statistic's domain. ``lonely``: ``adjust``
    takes all units of the stratum from the mean over all units of all strata, with the stratum's own multiplier;
    ``average`` gives the stratum the mean of the others that the domain is in, and NaN where there are none.
    """
    scale, _, _ = multiplier(strata, lonely)
    sums, members = (row_sums(values, stratum, len(strata.count)) for values in (totals, present))
    alone = (members == 1) & (strata.fraction < 1 - 1e-7)[:, None]
    own = sums / np.maximum(strata.count, 1)[:, None]
    centre = np.where(alone & (lonely == "adjust"), _overall(sums, strata), own)
    apart = (totals - centre[stratum]) * np.sqrt(scale)[stratum][:, None]
    if lonely == "average":
        there, counted = (members > 0).sum(axis=0), ((members > 0) & ~alone).sum(axis=0)
        grow = np.divide(there, counted, out=np.full(len(there), np.nan), where=counted > 0)
        apart = np.where(alone[stratum], 0.0, apart) * np.sqrt(grow)[None, :]
    return Spread.of_roots(apart)


def _apart(totals: Array, parent: Index, centre: Array, scale: Array) -> Spread:
    """``Σ_h c_h Σ_j (t_hj - m_h)(t_hj - m_h)'``, ``m`` the ``centre`` and ``c`` the ``scale`` of each parent."""
    return Spread.of_roots((totals - centre[parent]) * np.sqrt(scale)[parent][:, None])


def staged_spread(
    stages: Sequence[tuple[Array, Index, Strata]],
    lonely: str = "fail",
    present: NDArray[np.bool_] | None = None,
    there: NDArray[np.bool_] | None = None,
) -> Spread:
    """Multistage variance with finite population corrections (R: ``multistage``).

    ``stages[s]`` is (unit totals, parent of each unit, strata): at the first stage parents are strata, later the
    units of the stage before, whose ``Strata`` describes the units drawn *inside* each. A later stage counts with
    the product of the sampling fractions above it: ``V = V_1 + Σ_j f_1 V_2j + …``. A unit of which one only was drawn
    is lonely too. ``adjust`` finds no variance there: all units drawn inside are that one, so their mean is its total
    (R survey 4.3). ``average`` has nothing to average with, and the caller refuses it. ``present`` (see
    ``domain_spread``) and ``there`` (``unit_spread``) concern the first stage.
    """
    if present is None:
        found = unit_spread(*stages[0], lonely, there)
    else:
        found = domain_spread(*stages[0], lonely, present)
    above = stages[0][2].fraction[stages[0][1]]  # fraction of the stage before, for each of its units
    for totals, parent, strata in stages[1:]:
        scale, _, _ = multiplier(strata, "remove")
        sums = row_sums(totals, parent, len(strata.count))
        inside = _apart(totals, parent, sums / np.maximum(strata.count, 1)[:, None], scale * above)
        found = replace(found, pairs=found.pairs + inside.pairs)
        above = (above * strata.fraction)[parent]
    return found


def element_spread(
    squares: Spread, totals: Array, strata: Strata, lonely: str = "fail", there: NDArray[np.bool_] | None = None
) -> Spread:
    """The same variance where every respondent is its own unit, without rows.

    ``squares``: ``Σ_h c_h Σ_i w_i² z_i z_i'``, already summed over strata with the multiplier ``c_h`` of
    ``multiplier``; ``totals``: (strata, statistics) of ``Σ w z``. Then
    ``V = squares - Σ_h c_h t_h t_h'/n_h``, which is ``unit_spread`` of the rows; with the mean ``m`` of rule
    ``adjust`` in a lonely stratum, ``(t - m)(t - m)' = t t' - t m' - m t' + m m'``. ``there``: as there.
    """
    scale, alone, grow = multiplier(strata, lonely)
    uncentred = (lonely == "adjust") & alone
    centred = np.where(uncentred, 0.0, scale / np.maximum(strata.count, 1))
    pairs = [(-totals * centred[:, None], totals)]
    if uncentred.any():
        mean, own = _overall(totals, strata, there)[uncentred], totals[uncentred]
        weight = scale[uncentred][:, None]
        pairs += [(-own * weight, mean), (-mean * weight, own), (mean * weight, mean)]
    return replace(squares, pairs=(*squares.pairs, *pairs)).times(grow)
