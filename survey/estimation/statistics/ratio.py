"""Ratio of two numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.estimation.core.finished import Asked
from survey.estimation.core.respondents import respondents
from survey.estimation.core.smooth import Function, smooth
from survey.estimation.result.choices import Deff, Df
from survey.estimation.result.estimates import Estimates
from survey.wording.message import message


def ratio(
    sample: SampleData,
    numerator: str,
    denominator: str,
    by: str | Sequence[str] = (),
    *,
    level: float = 0.95,
    df: Df = "domain",
    deff: Deff = "with replacement",
) -> Estimates:
    """``R = Σ w y / Σ w x`` of two questions with numbers, one row a domain, with a t interval.

    Of those who answered both. Gradient on the two totals: ``(1, -R) / Σ w x``. R: ``svyratio(~y, ~x, na.rm=TRUE)``,
    whose ``confint`` takes normal limits unless told ``df``; Stata: ``svy: ratio``; SAS: ``RATIO``. In the unit of the
    numerator over that of the denominator. NaN with a warning where the denominators add to 0. ``df`` and ``deff`` as
    for shares. Raises ``EstimationError`` when an option has no value. Source: Cochran (1977), Sampling Techniques,
    ch. 6.
    """
    asked = Asked("ratio", level, df, deff)
    who = respondents(sample, (numerator, denominator), by)
    top, under = who.numbers.T

    def value(t: np.ndarray) -> np.ndarray:
        return np.asarray(t[0] / t[1])

    def slope(t: np.ndarray) -> np.ndarray:
        return np.stack([1 / t[1], -t[0] / t[1] ** 2])

    defined = who.by_domain(who.weight * under) != 0
    return smooth(
        sample,
        who,
        (top, under),
        Function(value, slope, defined, message("estimation.adds_to_0", name=denominator)),
        asked,
        f"{numerator}/{denominator}",
    )
