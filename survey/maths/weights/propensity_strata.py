"""Propensities to respond: their strata, and how well they tell respondents from others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array

EVEN = 1e-10  # a part of all weight that is rounding


def propensity_strata(propensity: Array, weight: Array, count: int) -> NDArray[np.int64]:
    """The stratum, 0 to ``count - 1``, of each propensity: strata of about equal weight, equal propensities together.

    Cut points are the least propensities at which the weight up to and with them is ``j / count`` of all; a stratum
    holds those above the cut before it up to its own cut (R: ``cut`` at weighted quantiles of type 1). Strata that
    nobody is in are left out, so that there can be fewer. Rosenbaum & Rubin (1984), JASA 79, 516-524.
    """
    order = np.argsort(propensity, kind="stable")
    sums = np.cumsum(weight[order])
    wanted = sums[-1] * (np.arange(1, count) / count - EVEN)
    cuts = propensity[order][np.searchsorted(sums, wanted)]
    stratum = np.searchsorted(cuts, propensity, side="left")
    live = weight > 0
    used = np.unique(stratum[live])
    return np.asarray(np.clip(np.searchsorted(used, stratum), 0, len(used) - 1), dtype=np.int64)


def discrimination(propensity: Array, responded: Array, others: Array) -> float:
    """The chance that a respondent has a higher propensity than a non-respondent, ties counting half (AUC, by weight).

    ``responded``, ``others``: weight of both with each propensity. NaN where one of them is absent.
    """
    level, place = np.unique(propensity, return_inverse=True)
    yes, no = (np.bincount(place.reshape(-1), w, minlength=len(level)) for w in (responded, others))
    total = yes.sum() * no.sum()
    return float(yes @ (np.cumsum(no) - no / 2) / total) if total > 0 else float("nan")


def representativity(propensity: Array, weight: Array) -> float:
    """The R-indicator ``1 - 2 S(p)``, S the weighted standard deviation: 1 where all are as likely to respond.

    Schouten, Cobben & Bethlehem (2009), Survey Methodology 35, 101-113.
    """
    mean = float(weight @ propensity / weight.sum())
    return float(1 - 2 * np.sqrt(weight @ (propensity - mean) ** 2 / weight.sum()))
