"""How often the ribbon of one line out of many polls has the truth: ``scripts/line_coverage.py [RUNS]``.

Polls of five houses with effects of their own, a level that walks at random, an error beyond sampling, outcomes known
at both ends or none. For each the 95% ribbon is looked up on every day (without an outcome: of the level at the mean of
the houses), once as it is and once as if the houses were known. Figures stand in docs/comparing-years.md.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy.sparse import csr_array

from survey.maths.smoothing.averaged import level_on
from survey.maths.smoothing.observed import Leanings, Observed
from survey.maths.smoothing.overlap import own_parts
from survey.maths.smoothing.reml import most_likely, on_days
from survey.maths.smoothing.tridiagonal import Walk

DAYS, HOUSES, N = 400, 5, 1000


def one(rng: np.random.Generator, polls: int, anchored: bool, tracking: bool = False) -> tuple[float, float, float]:
    """The parts of the days whose ribbon has the truth: as it is, without the uncertainty of houses, and with tracking
    polls counted in full."""
    level = 0.4 + np.cumsum(rng.normal(0, 0.003, DAYS + 1))
    effects = rng.normal(0, 0.02, HOUSES)
    effects -= 0.0 if anchored else effects.mean()
    house = rng.integers(0, HOUSES, polls)
    end = np.sort(rng.integers(3, DAYS - 1, polls))
    start = end - 2
    part = np.ones(polls)
    if tracking:  # house 0 asks a third of its sample each day, and publishes three days together
        house[: polls // 2] = 0
        end[: polls // 2] = np.arange(polls // 2) + 3
        start = end - 2
        part = own_parts(house, start, end)
    day = (start + end) / 2
    daily, alone = rng.normal(0, 1, DAYS + 1), rng.normal(0, 1, polls)
    noise = np.where((house == 0) & tracking, (daily[end] + daily[end - 1] + daily[end - 2]) / np.sqrt(3), alone)
    sampling = 0.24 / N
    share = level[np.round(day).astype(int)] + effects[house] + noise * np.sqrt(sampling + 0.01**2)
    basis = np.eye(HOUSES) if anchored else np.vstack([np.eye(HOUSES - 1), -np.ones((1, HOUSES - 1))])
    of = Leanings(csr_array(np.eye(HOUSES)[house]), basis, np.zeros(basis.shape[1], bool))
    found = []
    for parts in (part, np.ones(polls)) if tracking else (part,):
        observed = Observed(day, share, np.full(polls, sampling), parts, of)
        days = np.union1d(day, [0.0, float(DAYS)] if anchored else [])
        known = np.full(len(days), np.nan)
        if anchored:
            known[0], known[-1] = level[0], level[-1]
        walk = Walk(days, known)
        spread, inside = most_likely(observed, walk), np.arange(1.0, DAYS)
        middle, variance = level_on(observed, walk, spread, inside)
        wide, solved = on_days(observed, walk, spread, inside)
        own = solved.own[np.searchsorted(wide.days, inside)]
        away = np.abs(middle - level[1:DAYS])
        found += [float((away <= 1.96 * np.sqrt(one)).mean()) for one in (variance, own)]
    return found[0], found[1], found[2 if tracking else 0]


def said(what: str, made: np.ndarray) -> None:
    """Coverage and its standard error: days of one run say the same, so that runs are what is counted."""
    error = made.std(axis=0, ddof=1) / np.sqrt(len(made))
    print(f"{what}: {made.mean(axis=0).round(3)}, errors {error.round(3)}", flush=True)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for polls in (40, 120):
        for anchored in (True, False):
            rng = np.random.default_rng(20261129)
            made = np.array([one(rng, polls, anchored) for _ in range(runs)])
            said(f"{polls} polls, {'anchored' if anchored else 'sum to zero'}", made[:, :2])
    rng = np.random.default_rng(20261129)
    made = np.array([one(rng, 300, True, True) for _ in range(runs)])
    said("300 polls, half of them tracking", made)


if __name__ == "__main__":
    main()
