"""Rank tests: do groups differ in where their answers stand among all?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.groups import Domain, GroupMeans, Groups, freedom, group_means, grouped, left_outside
from survey.estimation.core.numbers import check_counted, counted_as, option_numbers
from survey.estimation.core.options import check_options, known
from survey.estimation.result.choices import Df, RankScores, Ties
from survey.estimation.result.tested import TestResult, of_sample, tested_estimate
from survey.maths.association import quadratic_form
from survey.maths.ranks import SCORES, file_order_ranks, mid_ranks, rank_scores
from survey.maths.tails import f_tail, t_tails
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.words import Base, Text

TIES = ("middle", "file order")
NAMES = {
    "wilcoxon": ("estimation.wilcoxon", "estimation.kruskal_wallis"),
    "van der waerden": ("estimation.van_der_waerden",) * 2,
    "median": ("estimation.median_test",) * 2,
}


def rank_test(
    sample: SampleData,
    question: str,
    by: str,
    *,
    scores: RankScores = "wilcoxon",
    ties: Ties = "middle",
    base: Base = "valid",
    domain: Domain | None = None,
    df: Df = "domain",
    level: float = 0.95,
) -> TestResult:
    """Design-based rank test (R: ``svyranktest(test=scores)``): Wilcoxon for two groups, Kruskal-Wallis for more.

    Answers are ranked by the numbers they stand for, ranks estimated for the population. ``scores`` of a rank r among
    N: r/N (``wilcoxon``), Φ⁻¹(r/N) (``van der waerden``), 1 above the middle (``median``). The groups' mean scores are
    compared as means of a fixed score: two groups by ``t`` of the second minus the first with ``df - 1``, more by
    ``F = D'V⁻¹D/(g-1)`` with ``(g-1, df-(g-1))`` (R prints g-1 times F as Chisq), df being PSUs minus strata of
    those in the test, of everybody (``design``), or a number, used as it is.

    ``ties``: those with one answer share the middle of their ranks (``middle``, default: the same whatever the order of
    the rows), or, as R, the plain mean of the ranks that they have in the order of the data (``file order``), which
    differs where their weights do. With replicate weights the scores stay those of the full sample, as in R.

    NaN, with a note, where the groups' scores have no variance or their covariance is singular. Raises
    ``EstimationError`` for options without a number and for fewer than two groups. Source: Lumley & Scott (2013),
    Biometrika 100, 831-842."""
    check_options(level, df, "with replacement")
    known("scores", scores, SCORES)
    known("ties", ties, TIES)
    asked = question
    check_counted(sample, question)
    sample, question = counted_as(sample, question)
    groups = grouped(sample, question, by, base, domain)
    groups, scored = _scores(sample, groups, question, scores, ties)
    found = group_means(sample, groups, scored)
    compared = len(found.names)
    if compared < 2:
        raise EstimationError(
            f"respondents are in {compared} group(s), and a rank test needs two", where=f"{asked} by {by}"
        )
    apart = _Apart.of(found)
    nu = freedom(groups, found.made, df, compared - 1)
    flat = not (np.diag(apart.spread) > 1e-12 * np.diag(apart.simple)).all()
    more: dict[str, Any] = {}
    of: tuple[float, ...] = (nu,)
    if compared == 2:
        std_error = 0.0 if flat else math.sqrt(float(apart.spread[0, 0]))
        statistic = math.nan if flat else float(apart.value[0]) / std_error
        name, p_value = "t", t_tails(statistic, nu)
        what = message("estimation.difference_of_ranks", one=found.names[1], other=found.names[0])
        more = tested_estimate(what, float(apart.value[0]), std_error, nu, level)
    else:
        statistic = math.nan if flat else quadratic_form(apart.value, apart.spread) / (compared - 1)
        name, of, p_value = "F", (float(compared - 1), nu), f_tail(statistic, compared - 1, nu)
    tied = message("estimation.ties_in_middle" if ties == "middle" else "estimation.ties_in_order")
    test = message(NAMES[scores][0 if compared == 2 else 1], ties=tied)
    return TestResult(
        name=name,
        statistic=statistic,
        df=of,
        p_value=p_value,
        question=asked,
        by=by,
        n=int(found.n.sum()),
        notes=(*_notes(statistic, flat, nu), *left_outside(groups, found.made, base)),
        n_weighted=float(found.weighted.sum()),
        **more,
        **of_sample(sample, test),
    )


@dataclass(frozen=True)
class _Apart:
    """By how much the mean score of each group but the first differs from the first's: ``spread``, its covariance;
    ``simple``, that of a simple random sample."""

    value: np.ndarray
    spread: np.ndarray
    simple: np.ndarray

    @classmethod
    def of(cls, found: GroupMeans) -> _Apart:
        others = len(found.names) - 1
        contrasts = np.concatenate([-np.ones((others, 1)), np.eye(others)], axis=1)
        gradient = contrasts @ found.gradient
        spread = gradient @ found.made.covariance @ gradient.T  # the scores are taken as given (R)
        return cls(contrasts @ found.mean, spread, contrasts @ np.diag(found.simple) @ contrasts.T)


def _notes(statistic: float, flat: bool, nu: float) -> list[Text]:
    if math.isnan(statistic):
        return [message("estimation.flat_scores" if flat else "estimation.singular_scores")]
    return [] if nu > 0 else [message("estimation.no_p_value", df=formatted(nu))]


def _scores(sample: SampleData, groups: Groups, question: str, scores: str, ties: str) -> tuple[Groups, np.ndarray]:
    """The score of each cell of the crossing, by its answer; and the groups without answers that nobody weighs."""
    cross = groups.cross
    numbers = option_numbers(cross, question)
    distinct, rank_of = np.unique(numbers, return_inverse=True)  # two options may stand for one number
    table = sample.engine.collapse(list(cross.keys), weight=sample.weight)
    cell = table.flat([key.question for key in cross.keys])
    inside = groups.place[cell] >= 0
    level = rank_of[cross.option[cell[inside]]]
    weight = np.bincount(level, table.sum_w[inside], minlength=len(distinct)).astype(float)
    total = float(weight.sum())
    if not total > 0:
        raise EstimationError("nobody is in the test", where=question)
    if ties == "middle":
        ranks = mid_ranks(weight)
    else:
        place = np.zeros(sample.n, dtype=np.int64)
        for key in cross.keys:
            place = place * len(sample.engine.encoding(key).levels) + sample.engine.codes(key)
        rows = groups.place[place] >= 0
        ranks = file_order_ranks(rank_of[cross.option[place[rows]]], sample.weights[rows], len(distinct))
    there = weight > 0
    made = np.zeros(len(distinct))
    made[there] = rank_scores(scores, ranks[there], total)
    answer = rank_of[np.maximum(cross.option, 0)]
    live = (cross.option >= 0) & there[answer]
    kept = replace(groups, place=np.where(live, groups.place, -1))
    return kept, np.where(live, made[answer], 0.0)
