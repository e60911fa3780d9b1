"""Test for a trend of a mean or a share over ordered groups."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.groups import (
    Domain,
    GroupMeans,
    Groups,
    answer_values,
    freedom,
    group_means,
    grouped,
    left_outside,
)
from survey.estimation.core.numbers import check_counted, counted_as
from survey.estimation.core.options import check_options, known
from survey.estimation.result.choices import Df, TrendVariant
from survey.estimation.result.tested import TestResult, of_sample, tested_estimate, undefined
from survey.maths.tails import t_tails
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Base, Text, nearest

VARIANTS = ("contrast", "regression")


def trend_test(
    sample: SampleData,
    question: str,
    by: str,
    *,
    option: str | None = None,
    scores: Mapping[str, float] | None = None,
    variant: TrendVariant = "contrast",
    base: Base = "valid",
    domain: Domain | None = None,
    df: Df = "domain",
    level: float = 0.95,
) -> TestResult:
    """Does the mean of ``question``, or the share of ``option``, rise or fall over the groups of ``by``?

    With score ``s_g`` of group g (``scores``; by default the group's number where ``by`` is a number, a scale or a
    plain column of numbers, else 1, 2, 3, … in the questionnaire's order), the slope per unit of score is

    * ``contrast`` (default): ``Σ (s_g - s̄) m_g / Σ (s_g - s̄)²`` of the groups' means, each group counting alike; R:
      ``svycontrast`` on ``svyby`` with the linear polynomial, SUDAAN ``POLYNOMIAL``; df are PSUs minus strata;
    * ``regression``: the slope of answers on scores, each group counting by its weight; R: ``svyglm(y ~ s)``, df less
      1. For a share this is Cochran-Armitage's trend on the covariance of the design.

    ``t`` is the slope over its standard error. ``base``, ``domain``, ``df`` and ``level`` as in ``t_test``. Groups with
    nobody are left out, with a note; NaN, with a note, where the standard error is 0 or no degree of freedom is left.

    Raises ``EstimationError`` for options without a number, groups without a score, and fewer than three groups (two
    are a t test)."""
    check_options(level, df, "with replacement")
    known("variant", variant, VARIANTS)
    asked = question
    if option is None:
        check_counted(sample, question)
        sample, question = counted_as(sample, question)
    groups = grouped(sample, question, by, base, domain)
    found = group_means(sample, groups, answer_values(sample, question, groups, option))
    if len(found.names) < 3:
        raise EstimationError(
            f"respondents are in {len(found.names)} group(s), and a trend needs three",
            where=f"{asked} by {by}",
            fix="Compare two groups by a t test.",
        )
    s = _group_scores(sample, groups, found, by, scores)
    work = _contrast if variant == "contrast" else _regression
    slope, variance, simple = work(found, s)
    std_error = math.sqrt(variance) if variance > 1e-12 * simple else 0.0
    nu = freedom(groups, found.made, df, 0 if variant == "contrast" else 1)
    t = slope / std_error if std_error > 0 else math.nan
    gone = [name for name in groups.names if name not in found.names]
    named = [joined([name, " ", formatted(float(score))]) for name, score in zip(found.names, s, strict=True)]
    notes: list[Text] = [message("estimation.scores", scores=joined(named, ", "))]
    if gone:
        notes.append(message("estimation.groups_of_nobody", names=", ".join(gone)))
    notes += [*undefined(std_error, nu), *left_outside(groups, found.made, base)]
    test, what = _told(variant, option)
    return TestResult(
        name="t",
        statistic=t,
        df=(nu,),
        p_value=t_tails(t, nu),
        question=asked,
        by=by,
        n=int(found.n.sum()),
        notes=tuple(notes),
        n_weighted=float(found.weighted.sum()),
        **of_sample(sample, test),
        **tested_estimate(what, slope, std_error, nu, level),
    )


def _told(variant: str, option: str | None) -> tuple[Text, Text]:
    """The test, and what it tests."""
    what = message("estimation.slope_of_mean")
    contrast = message("estimation.trend_of_means")
    if option is not None:
        what = message("estimation.slope_of_share", option=option)
        contrast = message("estimation.trend_of_shares")
    return contrast if variant == "contrast" else message("estimation.trend_by_regression"), what


def _group_scores(
    sample: SampleData, groups: Groups, found: GroupMeans, by: str, scores: Mapping[str, float] | None
) -> np.ndarray:
    if scores is not None:
        without = [name for name in found.names if name not in scores]
        strange = [name for name in scores if name not in groups.names]
        if without or strange:
            said = [f"no score for {', '.join(without)}"] if without else []
            said += [f"'{name}' is no group. {nearest(name, groups.names)}" for name in strange]
            raise EstimationError("; ".join(said), where=by, fix="Give each group of respondents its score.")
        s = np.array([float(scores[name]) for name in found.names])
    else:
        asked = sample.question(by)
        encoding = sample.engine.encoding(asked)
        number = dict(zip(encoding.levels, encoding.numbers, strict=True))
        s = np.array([number[name] for name in found.names])
        numeric = asked.type in ("number", "scale") or not asked.options
        if not numeric or not np.isfinite(s).all():
            s = np.array([groups.names.index(name) + 1.0 for name in found.names])
    if not np.ptp(s) > 0 or not np.isfinite(s).all():
        raise EstimationError("the scores do not differ, or are not numbers", where=by)
    return s


def _contrast(found: GroupMeans, s: np.ndarray) -> tuple[float, float, float]:
    """Slope of the means on the scores, its variance, and that of a simple random sample."""
    c = (s - s.mean()) / ((s - s.mean()) ** 2).sum()
    return float(c @ found.mean), float(c @ found.covariance() @ c), float(c**2 @ found.simple)


def _regression(found: GroupMeans, s: np.ndarray) -> tuple[float, float, float]:
    """The same of a regression over respondents, whose slope is a function of the groups' ``Σ w y`` and ``Σ w``."""
    at, step = found.kept, len(found.made.estimate) // 2

    def slope(t: np.ndarray) -> np.ndarray:
        sums, weights = t[at], t[at + step]
        apart = s - weights @ s / weights.sum()
        return np.array([sums @ apart / (weights @ apart**2)])

    w, apart = found.weighted, s - found.weighted @ s / found.weighted.sum()
    squares = float(w @ apart**2)
    b = float(found.sums @ apart / squares)
    a = float(found.sums.sum() / w.sum())
    gradient = np.zeros((1, len(found.made.estimate)))
    gradient[0, at] = apart / squares
    gradient[0, at + step] = -apart * (a + b * apart) / squares
    variance = found.made.covariance_of(slope, gradient)[0, 0]
    return b, float(variance), float((w * apart / squares) ** 2 @ found.simple)
