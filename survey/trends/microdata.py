"""Points of a trend from the data of a study."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.cells.shared.tie_text import tie_text
from survey.cells.shared.ties import tie
from survey.cells.shared.unanswered import column_of, kinds_in
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.errors import EstimationError
from survey.estimation.core.bases import bases
from survey.estimation.result.estimates import Estimates
from survey.estimation.statistics.linked import joint
from survey.estimation.statistics.share import share
from survey.maths.intervals import share_interval
from survey.trends.series import Tied, TrendPoint
from survey.trends.waves import of_study
from survey.weighting.told.line import shortest_line
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import NONE, Base, Text

ANSWERED = "_answered"  # everybody who gave an answer, where several could be given


@dataclass(frozen=True)
class SamplePoints:
    """The points of a wave, the columns that hold those without an answer, the part of the base that gave one, and the
    respondents outside the base by kind of missing."""

    points: tuple[TrendPoint, ...]
    columns: tuple[str, ...]
    answered: float
    outside: Mapping[str, int]
    unasked: bool  # whether the base holds respondents who were not asked


def sample_points(
    sample: SampleData,
    study: Study,
    shared: Question,
    options: Sequence[str],
    *,
    level: float,
    base: Base | None = None,
) -> SamplePoints:
    """One point for each of ``options`` that the data have, as ``estimation.statistics.share`` gives it on ``base``,
    by default the study's own.

    A net is the sum of its options, with their covariance. Everybody in the base has a column: a kind of missing that
    is none of ``options`` (a code of this study's own, an empty cell) joins the one of the same kind that ``shared``
    has, else a column ``_no_answer``, ``_dont_know``, …; codes that no option names are ``_unknown``. So -9 in one wave
    and an empty cell in another are one column. Raises what estimation raises.
    """
    name, own = shared.question, study.questions[shared.question]
    base = base or own.base or "asked"
    refuse_answers(base, name)
    made = share(sample, name, base=base, level=level, nets=_nets(sample, name))
    kish = float(bases(sample, name, base=base).n_kish[0])
    kinds = kinds_in(sample, name)
    rows = _rows(made, sample, shared, options)
    points = [replace(_point(made, kish, at, study, name, option), base=base) for option, at in rows.items() if at]
    columns = tuple(option for option in rows if option not in options)
    answers = [i for i, option in enumerate(made.option) if option == ANSWERED] or [
        i for i, option in enumerate(made.option) if not kinds[option]
    ]
    unasked = "not_asked" in {kinds.get(option) for option in made.option}
    outside: dict[str, int] = {}
    for level_name, count in made.counts.items():
        kind = kinds.get(level_name, level_name)
        outside[kind] = outside.get(kind, 0) + count
    return SamplePoints(tuple(points), columns, float(made.estimate[answers].sum()), outside, unasked)


def tied_waves(
    waves: Sequence[tuple[SampleData, Study]],
    shared: Question,
    options: Sequence[str],
    *,
    level: float,
    base: Base | None = None,
) -> Tied:
    """What two waves' samples share, and where they share persons or PSUs the variance of the change of each option and
    column of ``sample_points``, ``V_22 + V_11 - 2 V_21`` of ``survey.estimation.statistics.linked.joint``; a net's is
    that of the sum of its options, and who is in none of a column's rows adds nothing to it."""
    made = tie([sample for sample, _ in waves])
    if not made.shared:
        return Tied(tie_text(made), made.facts)
    name = shared.question
    shares = [
        share(one, name, base=base or study.questions[name].base or "asked", level=level, nets=_nets(one, name))
        for one, (_, study) in zip(made.samples, waves, strict=True)
    ]
    covariance, df = joint(made, shares)
    places = [_rows(one, sample, shared, options) for one, (sample, _) in zip(shares, waves, strict=True)]
    variance = {}
    for option in dict.fromkeys((*places[0], *places[1])):
        gradient = np.zeros(len(covariance))
        start = 0
        for sign, rows, one in zip((-1.0, 1.0), places, shares, strict=True):
            gradient[[start + i for i in rows.get(option, ())]] = sign
            start += len(one)
        live = np.flatnonzero(gradient)
        terms = float(np.abs(gradient[live]) @ np.sqrt(np.abs(np.diag(covariance)[live]))) ** 2
        found = float(gradient[live] @ covariance[np.ix_(live, live)] @ gradient[live])
        variance[option] = 0.0 if found < 1e-14 * terms else found
    return Tied(tie_text(made), made.facts, variance, df)


def refuse_answers(base: str | None, question: str) -> None:
    """``EstimationError`` for shares of the answers marked, of which one respondent may give any number."""
    if base == "answers":
        raise EstimationError(
            "a trend is of respondents, not of the answers marked", where=question, fix="Use base='asked' or 'valid'."
        )


def _nets(sample: SampleData, name: str) -> dict[str, tuple[str, ...]]:
    """Where several answers can be given, the nets, which are no sums of their options, and who gave an answer."""
    question = sample.question(name)
    if question.type != "multiple":
        return {}
    answers = tuple(option for option, kind in kinds_in(sample, name).items() if not kind)
    return {**{net: part.options for net, part in question.nets.items()}, ANSWERED: answers}


def _rows(made: Estimates, sample: SampleData, shared: Question, options: Sequence[str]) -> dict[str, list[int]]:
    """The rows of ``made`` that each of ``options``, and then each column of those without an answer, is the sum of."""
    asked, kinds = sample.question(shared.question), kinds_in(sample, shared.question)
    place = {option: i for i, option in enumerate(made.option)}
    columns = {key: (shared.options[key].missing or "") if key in shared.options else "" for key in options}
    homes = {option: column_of(option, kinds[option], columns) for option in place if kinds.get(option)}
    found = {}
    nothing = [NONE] if NONE in place else []
    for option in dict.fromkeys((*options, *nothing, *homes.values())):
        parts = (option,) if option in place else asked.nets[option].options if option in asked.nets else ()
        parts = tuple(dict.fromkeys((*parts, *(key for key, home in homes.items() if home == option))))
        found[option] = [place[part] for part in parts if part in place]
    return found


def with_nobody(points: Sequence[TrendPoint], columns: Sequence[str]) -> tuple[TrendPoint, ...]:
    """The points of a wave with a 0 in each of ``columns`` (of those without an answer) that it has nobody in."""
    there = {point.option for point in points}
    nothing = dict.fromkeys(("conf_low", "conf_high", "deff", "n_eff"), math.nan)
    zero: dict[str, Any] = {"estimate": 0.0, "std_error": 0.0, **nothing}
    return (*points, *(replace(points[0], option=column, **zero) for column in columns if column not in there))


def weighting_of(sample: SampleData) -> Text:
    """How the data are weighted, in words."""
    if sample.calibration is not None and (brought := shortest_line(sample)) is not None:
        targets = sample.calibration.targets
        return joined([brought, f" ({targets})" if targets else ""])
    return message("trends.weight_column", name=sample.weight) if sample.weight else message("trends.unweighted")


def _point(made: Estimates, kish: float, rows: list[int], study: Study, question: str, option: str) -> TrendPoint:
    first = rows[0]
    n, df = float(made.n[first]), float(made.df[first])
    if len(rows) == 1:
        estimate, error = float(made.estimate[first]), float(made.std_error[first])
        low, high, deff, n_eff = (
            float(getattr(made, name)[first]) for name in ("conf_low", "conf_high", "deff", "n_eff")
        )
    else:
        estimate = float(made.estimate[rows].sum())
        variance = max(float(made.covariance[np.ix_(rows, rows)].sum()), 0.0)
        error = float(np.sqrt(variance))
        spread = estimate * (1 - estimate)
        deff = variance * (n - 1) / spread if n > 1 and spread > 0 else np.nan
        n_eff = n / deff if deff > 0 else np.nan
        ends = share_interval("logit", estimate, error, n, df, made.method.level, kish)
        low, high = (float(end) for end in ends)
    return TrendPoint(
        **of_study(study, question),
        option=option,
        estimate=estimate,
        std_error=error,
        conf_low=low,
        conf_high=high,
        deff=deff,
        n=n,
        n_weighted=float(made.n_weighted[first]),
        n_eff=n_eff,
        df=df,
        status="microdata",
    )
