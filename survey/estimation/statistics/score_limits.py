"""Limits of quantiles by inverting a score test."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.estimation.core.respondents import Respondents
from survey.estimation.core.rows import row_totals
from survey.estimation.core.totals import Domains
from survey.maths.quantiles import weighted_quantiles

_LARGE = 1e150  # in place of an infinite score, where nothing varies


class _Test:
    """The score ``(p - F(θ)) / se(F(θ))`` of a domain at its values: ``F`` is the share at or below ``θ``, ``se`` by
    the design."""

    def __init__(self, sample: SampleData, who: Respondents, domain: int, p: float) -> None:
        self.sample, self.numbers, self.p = sample, who.numbers[:, 0], p
        self.mine = who.domain == domain
        at = self.mine & (who.weight != 0)
        self.values, self.weight = self.numbers[at], who.weight[at]
        self.steps = np.unique(self.values)
        self.known: dict[int, float] = {}

    def score(self, step: int) -> float:
        """At the ``step``-th value, counted from 0; -1: below all of them."""
        if step not in self.known:
            below = self.mine & (self.numbers <= self.steps[step]) if step >= 0 else np.zeros_like(self.mine)
            scores = np.stack([below, self.mine], axis=1).astype(float)
            made = row_totals(self.sample, scores, Domains.one(self.mine, 2))
            share = made.estimate[0] / made.estimate[1]
            gradient = np.array([[1.0, -share]]) / made.estimate[1]
            variance = made.covariance_of(lambda totals: np.array([totals[0] / totals[1]]), gradient)[0, 0]
            with np.errstate(divide="ignore", invalid="ignore"):
                value = np.nan_to_num((self.p - share) / np.sqrt(variance), nan=_LARGE, posinf=_LARGE, neginf=-_LARGE)
            self.known[step] = float(value)
        return self.known[step]


def score_limits(
    sample: SampleData, who: Respondents, domain: int, p: float, t: float, edges: Array
) -> tuple[float, float]:
    """The least and the largest value ``θ`` of the domain at which ``|(p - F(θ)) / se(F(θ))|`` is not above ``t``;
    NaN where there is none.

    Below all values ``F`` is 0 and above them 1, without an error that could be divided by. ``edges``: the upper limit
    of a share of 0 and the lower one of a share of 1 (``maths.intervals.edge_limits``); where ``p`` is not outside,
    even a place below (above) all values is not rejected, and there is no lower (upper) limit. Where a single value
    holds so many that it is rejected from both sides no value is left, and the caller widens the interval to its
    quantile. Source: Francisco & Fuller (1991), Annals of Statistics 19, 454-469.
    """
    test = _Test(sample, who, domain, p)
    last = len(test.steps) - 1
    if not np.isfinite(t) or last < 1:
        return np.nan, np.nan
    low = high = np.nan
    if p > edges[0]:
        low = test.steps[_first(lambda step: test.score(step) <= t, 0, last)]
    if p < edges[1]:
        high = test.steps[max(_first(lambda step: test.score(step) < -t, 0, last) - 1, 0)]
    return float(low), float(high)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The first place from ``low`` at which ``holds``, by halving; ``high``, where it is taken to hold, else."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return high


def score_limits_of_r(
    sample: SampleData, who: Respondents, domain: int, p: float, t: float, rule: str
) -> tuple[float, float]:
    """The limits as R makes them (``svyquantile(interval.type="score")``): a root search on the staircase of the score
    stops beside the step (within ``1/(100 √n)``), and the limit is the quantile, by ``rule``, at the *unweighted* share
    at or below that place. With unequal weights that is not the test turned round, and can miss the quantile."""
    from scipy.optimize import brentq

    test = _Test(sample, who, domain, p)
    if not np.isfinite(t) or len(test.steps) < 2:
        return np.nan, np.nan
    low, high = np.quantile(test.values, [0.25, 0.75])
    ends = test.steps[0] + (high - low) / 100, test.steps[-1] - (high - low) / 100
    found = []
    for limit in (t, -t):

        def apart(theta: float, limit: float = limit) -> float:
            return test.score(int(np.searchsorted(test.steps, theta, side="right")) - 1) - limit

        if apart(ends[0]) * apart(ends[1]) > 0 or ends[0] >= ends[1]:
            found.append(np.nan)
            continue
        theta = brentq(apart, *ends, xtol=0.5 / (100 * np.sqrt(len(test.values))))
        share = float((test.values <= theta).mean())
        found.append(float(weighted_quantiles(test.values, test.weight, share, rule)[0]))
    return found[0], found[1]
