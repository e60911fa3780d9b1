"""Tests of means: one against a number, two groups, two questions of the same respondents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

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
from survey.estimation.core.options import check_options, known, settled
from survey.estimation.result.choices import Alternative, Df
from survey.estimation.result.tested import TestResult, of_sample, tested_estimate, undefined
from survey.maths.tails import t_tail
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.words import Base, Text, nearest


def t_test(
    sample: SampleData,
    question: str,
    by: str | None = None,
    *,
    option: str | None = None,
    groups: Sequence[str] | None = None,
    mean: float = 0.0,
    paired: str | None = None,
    alternative: Alternative = "two-sided",
    base: Base = "valid",
    domain: Domain | None = None,
    df: Df = "domain",
    level: float = 0.95,
) -> TestResult:
    """Design-based t test (R: ``svyttest``; SAS: SURVEYMEANS with ``DOMAIN … / DIFFMEANS``, SURVEYREG).

    * with ``by``: the mean of the second group minus that of the first, in the questionnaire's order, over its standard
      error, covariance included; ``groups`` names two where ``by`` has more;
    * with ``paired``, another question: the mean of ``question`` minus ``paired`` over those who answered both;
    * else: the mean of all minus ``mean``.

    ``alternative``: ``greater`` and ``less`` are one-sided, of a difference (second group less the first, ``question``
    less ``paired``, mean less the number) above or below 0 (R: ``t.test(alternative =)``; ``svyttest`` has none); the
    interval stays two-sided. ``option``: the share of this option instead of the mean of the numbers. ``base``: whom
    the test is of. ``domain``: question -> option(s), the subpopulation. ``df``: PSUs minus strata of those in the test
    (``design``: of everybody),
    for two groups less 1, the residual degrees of a model with two coefficients; a number is itself. R takes the 1 off
    for one mean too, so that ten independent answers have 8; Student, SAS and Stata do not. The interval is of the
    difference. NaN, with a note, where the standard error is 0 or no degree of freedom is left.

    Raises ``EstimationError`` for options without a number and for groups that are not two."""
    check_options(level, df, "with replacement")
    known("alternative", alternative, get_args(Alternative))
    if by is not None and paired is not None:
        raise EstimationError("either two groups or two questions can be compared", where=question)
    if groups is not None and by is None:
        raise EstimationError("groups need the question that makes them", where=question, fix="Name it in by=….")
    if paired is not None and option is not None:
        raise EstimationError("a paired test compares numbers, not an option", where=question)
    asked = question
    if option is None:
        check_counted(sample, question)
        sample, question = counted_as(sample, question)
    other = None
    if paired is not None:
        check_counted(sample, paired)
        sample, other = counted_as(sample, paired)
    whole = parts = grouped(sample, question, by or other or (), base, domain)
    if other is not None:
        value = answer_values(sample, question, parts, None) - _second(sample, other, parts)
        parts = replace(parts, names=("",), place=np.where(parts.place >= 0, 0, -1))
    else:
        parts = parts if by is None or groups is None else _chosen(parts, by, groups)
        value = answer_values(sample, question, parts, option)
    found = group_means(sample, parts, value)
    _check_groups(found, asked, by)
    signs = np.array([1.0]) if by is None else np.array([-1.0, 1.0])
    estimate = float(signs @ found.mean) - (mean if by is None else 0.0)
    variance = float(settled(np.array([signs @ found.covariance() @ signs]), np.array([found.simple.sum()]))[0])
    nu, std_error = freedom(parts, found.made, df, len(signs) - 1), math.sqrt(max(variance, 0.0))
    t = estimate / std_error if std_error > 0 else math.nan
    what = _difference(found, option) if by is not None else _figure(asked, option, paired, mean)
    kind = "two_samples" if by is not None else "pairs" if paired is not None else "one_sample"
    return TestResult(
        name="t",
        statistic=t,
        df=(nu,),
        p_value=t_tail(t, nu, alternative),
        question=asked,
        by=by or "",
        n=int(found.n.sum()),
        notes=(*_sided(alternative), *undefined(std_error, nu), *left_outside(whole, found.made, base)),
        n_weighted=float(found.weighted.sum()),
        **of_sample(sample, message(f"estimation.t_test_of_{kind}")),
        **tested_estimate(what, estimate, std_error, nu, level),
    )


def _sided(alternative: str) -> tuple[Text, ...]:
    """That a test looks to one side."""
    return () if alternative == "two-sided" else (message(f"estimation.one_sided_{alternative}"),)


def _check_groups(found: GroupMeans, asked: str, by: str | None) -> None:
    names = found.names
    if len(names) == (1 if by is None else 2):
        return
    said = f"a t test compares two groups, and respondents are in {len(names)}: {', '.join(names)}"
    raise EstimationError(
        said if by is not None else "nobody is in the test",
        where=f"{asked} by {by}" if by else asked,
        fix="Name two of them as groups." if len(names) > 2 else "",
    )


def _difference(found: GroupMeans, option: str | None) -> Text:
    key = "estimation.difference_of_means" if option is None else "estimation.difference_of_shares"
    return message(key, one=found.names[1], other=found.names[0])


def _figure(asked: str, option: str | None, paired: str | None, mean: float) -> Text:
    """What is tested where there are no groups."""
    figure = message("estimation.mean") if option is None else message("estimation.share_of", option=option)
    figure = figure if paired is None else message("estimation.mean_of_pairs", one=asked, other=paired)
    return message("estimation.less", figure=figure, value=formatted(mean)) if mean else figure


def _second(sample: SampleData, other: str, parts: Groups) -> np.ndarray:
    """The number of each cell's answer to the second question of a pair."""
    cross = parts.cross
    encoding = sample.engine.encoding(cross.keys[1])
    number = dict(zip(encoding.levels, encoding.numbers, strict=True))
    used = sorted(set(parts.place[parts.place >= 0].tolist()))
    without = [parts.names[i] for i in used if not math.isfinite(number[parts.names[i]])]
    if without:
        raise EstimationError(
            f"options without a value: {', '.join(without[:5])}{' …' if len(without) > 5 else ''}",
            where=other,
            fix="Give each option a value, or mark it as missing.",
        )
    numbers = np.array([number[name] for name in parts.names])
    return np.where(parts.place >= 0, numbers[np.maximum(parts.place, 0)], 0.0)


def _chosen(parts: Groups, by: str, groups: Sequence[str]) -> Groups:
    """The two groups named, in the order in which they were named."""
    for name in groups:
        if name not in parts.names:
            raise EstimationError(f"no group '{name}'", where=by, fix=nearest(name, parts.names))
    new = np.full(len(parts.names) + 1, -1, dtype=np.int64)
    for i, name in enumerate(groups):
        new[parts.names.index(name)] = i
    return replace(parts, names=tuple(groups), place=new[parts.place])
