"""How far the level walks and how much polls err beyond sampling, by restricted maximum likelihood."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
from scipy.optimize import minimize

from survey.arrays import Array
from survey.maths.smoothing.local_level import Solved, solve
from survey.maths.smoothing.observed import Observed, Spread
from survey.maths.smoothing.tridiagonal import Walk

LEAST = 1e-6  # a proportion: a spread that is not told from none ends here
GRIDS = ((0.0003, 0.001, 0.004), (0.003, 0.012), (0.005, 0.02))  # of the walk in a day, the extra error, the houses


def most_likely(observed: Observed, walk: Walk, *, extra: bool = True) -> Spread:
    """The spreads of the largest restricted likelihood, sought from the best of a few.

    ``extra`` false: polls err by sampling alone, for comparison."""
    places = [0] + [1] * extra + [2] * bool(observed.leanings.random.any())

    def made(logs: Array) -> Spread:
        values = dict(zip(places, np.exp(np.clip(logs, np.log(LEAST), 0.0)), strict=True))
        return Spread(float(values[0]), float(values.get(1, 0.0)), float(values.get(2, np.nan)))

    def loss(logs: Array) -> float:
        below = np.minimum(logs - np.log(LEAST), 0.0) + np.minimum(-logs, 0.0)
        return -solve(observed, walk, made(logs), whole=False).likelihood + float((below**2).sum())

    starts = [np.log(point) for point in product(*(GRIDS[place] for place in places))]
    best = min(starts, key=loss)
    simplex = np.vstack([best, best + 0.7 * np.eye(len(best))])
    how = {"xatol": 1e-3, "fatol": 1e-5, "maxiter": 1000, "initial_simplex": simplex}
    return made(minimize(loss, best, method="Nelder-Mead", options=how).x)


def on_days(observed: Observed, walk: Walk, spread: Spread, days: Array) -> tuple[Walk, Solved]:
    """The posterior on ``days`` too: a day without a poll is a level like others."""
    every = np.union1d(walk.days, days)
    known = np.full(len(every), np.nan)
    known[np.searchsorted(every, walk.days)] = walk.known
    wide = replace(walk, days=every, known=known)
    return wide, solve(observed, wide, spread)
