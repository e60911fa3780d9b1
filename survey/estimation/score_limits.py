"""Limits of quantiles by inverting a score test."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from survey.cells.sample import SampleData
from survey.estimation.respondents import Respondents
from survey.estimation.rows import row_totals
from survey.maths.quantiles import weighted_quantiles

Array = NDArray[np.float64]
_LARGE = 1e150  # in place of an infinite score, where nothing varies


def score_limits(
    sample: SampleData, who: Respondents, domain: int, p: float, t: float, rule: str
) -> tuple[float, float]:
    """The two values ``θ`` at which ``(p - F(θ)) / se(F(θ))`` is ``t`` and ``-t``, as quantiles by ``rule``; NaN where
    there are none. ``F``: the share of the domain at or below ``θ``, ``se`` by the design.

    The score is a staircase; like R, a root search stops beside the step (within ``1/(100 √n)``) and the limit is the
    quantile at the *unweighted* share at or below that place, so with unequal weights it is not quite the test turned
    round. R: ``svyquantile(interval.type="score")``. Source: Francisco & Fuller (1991), Annals of Statistics 19,
    454-469.
    """
    from scipy.optimize import brentq

    mine = who.domain == domain
    at = mine & (who.weight != 0)
    values, weight = who.numbers[at, 0], who.weight[at]
    steps = np.unique(values)
    if not np.isfinite(t) or len(steps) < 2:
        return np.nan, np.nan

    @functools.cache
    def score(step: int) -> float:
        below = mine & (who.numbers[:, 0] <= steps[step]) if step >= 0 else np.zeros_like(mine)
        made = row_totals(sample, np.stack([below, mine], axis=1).astype(float))
        share = made.estimate[0] / made.estimate[1]
        gradient = np.array([[1.0, -share]]) / made.estimate[1]
        variance = made.covariance_of(lambda totals: np.array([totals[0] / totals[1]]), gradient)[0, 0]
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(np.nan_to_num((p - share) / np.sqrt(variance), nan=_LARGE, posinf=_LARGE, neginf=-_LARGE))

    low, high = np.quantile(values, [0.25, 0.75])
    ends = steps[0] + (high - low) / 100, steps[-1] - (high - low) / 100
    found = []
    for limit in (t, -t):

        def apart(theta: float, limit: float = limit) -> float:
            return score(int(np.searchsorted(steps, theta, side="right")) - 1) - limit

        if apart(ends[0]) * apart(ends[1]) > 0 or ends[0] >= ends[1]:
            found.append(np.nan)
            continue
        theta = brentq(apart, *ends, xtol=0.5 / (100 * np.sqrt(len(values))))
        found.append(float(weighted_quantiles(values, weight, float((values <= theta).mean()), rule)[0]))
    return found[0], found[1]
