"""Variance and standard deviation of a number in the population."""

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


def variance(
    sample: SampleData,
    question: str,
    by: str | Sequence[str] = (),
    *,
    level: float = 0.95,
    df: Df = "domain",
    deff: Deff = "with replacement",
) -> Estimates:
    """``s² = n/(n-1) · Σ w (y - ȳ)² / Σ w``, one row a domain, with a t interval; in the square of the question's unit.

    ``n``: those who answered with a weight above 0. As ``ȳ`` is where the sum of squares is least, its error adds
    nothing to the first order: the gradient is that of the mean of ``(y - ȳ)²``. R: ``svyvar``, which counts in ``n``
    also those who did not answer. Stata: ``estat sd, var``. SAS has none. NaN with a warning for fewer than two
    respondents; 0 for a number that does not vary. ``df`` and ``deff`` as for shares. Raises ``EstimationError`` when
    an option has no value.
    """
    return _spread(sample, question, by, Asked("variance", level, df, deff))


def deviation(
    sample: SampleData,
    question: str,
    by: str | Sequence[str] = (),
    *,
    level: float = 0.95,
    df: Df = "domain",
    deff: Deff = "with replacement",
) -> Estimates:
    """Standard deviation ``s``, the root of ``variance``, one row a domain; in the unit of the question.

    Its standard error is ``se(s²) / (2 s)``. R: ``svycontrast(svyvar(~y, d), quote(sqrt(y)))``; Stata: ``estat sd``.
    Otherwise as ``variance``.
    """
    return _spread(sample, question, by, Asked("deviation", level, df, deff))


def _spread(sample: SampleData, question: str, by: str | Sequence[str], asked: Asked) -> Estimates:
    who = respondents(sample, (question,), by)
    n = who.n
    grow = np.sqrt(np.divide(n, n - 1, out=np.zeros_like(n), where=n > 1))
    apart = who.centred(who.numbers[:, 0]) * grow[who.domain]
    root = asked.statistic == "deviation"

    def value(t: np.ndarray) -> np.ndarray:
        squares = np.maximum(t[2] / t[0] - (t[1] / t[0]) ** 2, 0.0)
        return np.asarray(np.sqrt(squares) if root else squares)

    def slope(t: np.ndarray) -> np.ndarray:
        squares = value(t) ** (2 if root else 1)
        found = np.stack([-squares, np.zeros_like(squares), np.ones_like(squares)]) / t[0]
        if not root:
            return found
        return found * np.divide(0.5, np.sqrt(squares), out=np.zeros_like(squares), where=squares > 0)

    return smooth(
        sample,
        who,
        (np.ones(len(apart)), apart, apart**2),
        Function(value, slope, n > 1, message("estimation.one_respondent")),
        asked,
        question,
    )
