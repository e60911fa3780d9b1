"""A ribbon that knows how badly the spreads are known."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from survey.arrays import Array
from survey.maths.smoothing.local_level import solve
from survey.maths.smoothing.observed import Observed, Spread
from survey.maths.smoothing.read_off import shifted
from survey.maths.smoothing.reml import on_days
from survey.maths.smoothing.tridiagonal import Walk

WALKS = np.geomspace(1 / 6, 6, 11)  # times the likeliest walk, or LOW where that is less
EXTRAS = np.array([0.0, 0.5, 0.75, 1.0, 1.3, 1.7])  # times the likeliest extra error, or LOW
LOW = 0.0015  # a proportion a day
KEPT = 0.999  # of the weight: the least likely spreads that make the rest are left out


def level_on(observed: Observed, walk: Walk, spread: Spread, days: Array) -> tuple[Array, Array]:
    """Level at the likeliest ``spread`` on ``days``, and its variance over other spreads: ``Σ w (V + (x - x̂)²)``.

    ``w``: the restricted likelihood of a walk and an extra error on a grid around the likeliest, under a flat prior of
    both standard deviations; the deviation of random houses stays. So the ribbon of few polls, whose likeliest walk may
    be none at all, is not that of a level that stands still.
    """
    wide, best = on_days(observed, walk, spread, days)
    zero, at = np.zeros(len(best.leaning)), np.searchsorted(wide.days, days)
    level, variance = shifted(best, zero)
    walks, extras = WALKS * max(spread.walk, LOW), EXTRAS * max(spread.extra, 3 * LOW)
    tried = [replace(spread, walk=float(one), extra=float(two)) for one, two in product(walks, extras)]
    steps = np.outer(walks, np.gradient(extras)).ravel()
    logs = np.array([solve(observed, walk, one, whole=False).likelihood for one in tried]) + np.log(steps)
    weight = np.exp(logs - logs.max())
    order = np.argsort(-weight)
    before = np.cumsum(weight[order]) - weight[order]  # by those that are likelier
    weight[order[before >= KEPT * weight.sum()]] = 0.0
    mixed = np.zeros(len(level))
    for part, one in zip(weight / weight.sum(), tried, strict=True):
        if part:
            other, own = shifted(solve(observed, wide, one), zero)
            mixed += part * (own + (other - level) ** 2)
    return level[at], np.maximum(mixed, variance)[at]
