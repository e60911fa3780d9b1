"""Correlation of two numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.estimation.core.finished import Asked
from survey.estimation.core.options import known
from survey.estimation.core.respondents import Respondents, respondents
from survey.estimation.core.smooth import Function, smooth
from survey.estimation.result.choices import CorrelationInterval, Deff, Df
from survey.estimation.result.estimates import Estimates
from survey.maths.intervals import wald_interval
from survey.wording.message import message

INTERVALS = ("fisher", "wald")


def correlation(
    sample: SampleData,
    first: str,
    second: str,
    by: str | Sequence[str] = (),
    *,
    interval: CorrelationInterval = "fisher",
    level: float = 0.95,
    df: Df = "domain",
    deff: Deff = "with replacement",
) -> Estimates:
    """Pearson's correlation ``r = S_xy / √(S_xx S_yy)`` of weighted sums of products, one row a domain; -1 to 1.

    Of those who answered both. With ``x`` and ``y`` standardized by their weighted means and deviations, a
    respondent's part in ``r`` is ``(x y - r (x² + y²) / 2) / Σ w``. ``interval``: ``fisher`` is
    ``tanh(atanh r ± t·se / (1 - r²))``, inside -1 and 1; ``wald`` is ``r ± t·se``. R: ``svycontrast`` on
    ``svyvar(~x + y, d)``, or ``jtools::svycor``. Stata and SAS: none in their survey commands. NaN with a warning where
    a question does not vary; a correlation of -1 or 1 has no error. ``df`` and ``deff`` as for shares. Raises
    ``EstimationError`` when an option has no value.
    """
    known("interval", interval, INTERVALS)
    asked = Asked("correlation", level, df, deff, interval)
    who = respondents(sample, (first, second), by)
    vary = who.varies(who.numbers[:, 0]) & who.varies(who.numbers[:, 1])
    x, y = (_standardized(who.centred(column), who) for column in who.numbers.T)

    def value(t: Array) -> Array:
        ones, sx, sy, sxx, syy, sxy = t
        product = (sxx / ones - (sx / ones) ** 2) * (syy / ones - (sy / ones) ** 2)
        return _clean((sxy / ones - sx * sy / ones**2) / np.sqrt(product))

    def slope(t: Array) -> Array:
        r = value(t)
        none = np.zeros_like(r)
        found = np.stack([none, none, none, -r / 2, -r / 2, none + 1]) / t[0]
        return np.where(np.abs(r) == 1, 0.0, found)

    return smooth(
        sample,
        who,
        (np.ones(len(x)), x, y, x**2, y**2, x * y),
        Function(value, slope, vary, message("estimation.does_not_vary")),
        asked,
        f"{first} × {second}",
        _fisher if interval == "fisher" else wald_interval,
    )


def _standardized(apart: Array, who: Respondents) -> Array:
    """Deviations from the mean over the standard deviation of the domain; 0 where they do not vary."""
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.sqrt(who.by_domain(who.weight * apart**2) / who.by_domain(who.weight))[who.domain]
    return np.divide(apart, deviation, out=np.zeros_like(apart), where=deviation > 0)


def _clean(r: Array) -> Array:
    """Without the rounding that is left of -1 and 1."""
    return np.where(np.abs(r) > 1 - 1e-12, np.sign(r), r)


def _fisher(r: Array, std_error: Array, df: Array, level: float) -> tuple[Array, Array]:
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = wald_interval(np.arctanh(r), std_error / (1 - r**2), df, level)
    end = (np.abs(r) == 1) & (df > 0)
    return np.where(end, r, np.tanh(low)), np.where(end, r, np.tanh(high))
