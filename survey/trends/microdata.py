"""Points of a trend from the data of a study."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from survey.cells.sample import SampleData
from survey.definitions.question import Question
from survey.definitions.study import Study
from survey.estimation.estimates import Estimates
from survey.estimation.share import share
from survey.maths.intervals import share_interval
from survey.trends.phrases import said
from survey.trends.series import TrendPoint
from survey.trends.waves import of_study
from survey.words import UNKNOWN, Text


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
    base: str | None = None,
) -> SamplePoints:
    """One point for each of ``options`` that the data have, as ``estimation.share`` gives it on ``base``, by default
    the study's own.

    A net is the sum of its options, with their covariance. Everybody in the base has a column: a kind of missing that
    is none of ``options`` (a code of this study's own, an empty cell) joins the one of the same kind that ``shared``
    has, else a column ``_no_answer``, ``_dont_know``, …; codes that no option names are ``_unknown``. So -9 in one wave
    and an empty cell in another are one column. Raises what estimation raises.
    """
    name, own = shared.question, study.questions[shared.question]
    base = base or own.base or "asked"
    made = share(sample, name, base=base, level=level)
    asked, encoding = sample.question(name), sample.engine.encoding(sample.question(name))
    kinds = dict(zip(encoding.levels, encoding.kinds, strict=True))
    place = {option: i for i, option in enumerate(made.option)}
    homes = {option: _home(option, kinds[option], shared, options) for option in place if kinds[option]}
    columns = tuple(dict.fromkeys(home for home in homes.values() if home not in options))
    points = []
    for option in (*options, *columns):
        parts = (option,) if option in place else asked.nets[option].options if option in asked.nets else ()
        parts = tuple(dict.fromkeys((*parts, *(key for key, home in homes.items() if home == option))))
        rows = [place[part] for part in parts if part in place]
        if rows:
            points.append(replace(_point(made, rows, study, name, option), base=base))
    answers = [place[option] for option in place if not kinds[option]]
    unasked = "not_asked" in {kinds[option] for option in place}
    outside: dict[str, int] = {}
    for level_name, count in made.counts.items():
        kind = kinds.get(level_name, level_name)
        outside[kind] = outside.get(kind, 0) + count
    return SamplePoints(tuple(points), columns, float(made.estimate[answers].sum()), outside, unasked)


def with_nobody(points: Sequence[TrendPoint], columns: Sequence[str]) -> tuple[TrendPoint, ...]:
    """The points of a wave with a 0 in each of ``columns`` (of those without an answer) that it has nobody in."""
    there = {point.option for point in points}
    nothing = dict.fromkeys(("conf_low", "conf_high", "deff", "n_eff"), math.nan)
    zero: dict[str, Any] = {"estimate": 0.0, "std_error": 0.0, **nothing}
    return (*points, *(replace(points[0], option=column, **zero) for column in columns if column not in there))


def _home(option: str, kind: str, shared: Question, options: Sequence[str]) -> str:
    """The column of a kind of missing: its own, that of the same kind, or one called by the kind."""
    if option in options or option == UNKNOWN:
        return option
    alike = [key for key in shared.options if shared.options[key].missing == kind and key in options]
    return alike[0] if len(alike) == 1 else f"_{kind}"


def weighting_of(sample: SampleData) -> Text:
    """How the data are weighted, in words."""
    if sample.calibration is not None:
        return {"und": str(sample.calibration.text)}
    return said("weight_column", name=sample.weight) if sample.weight else said("unweighted")


def _point(made: Estimates, rows: list[int], study: Study, question: str, option: str) -> TrendPoint:
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
        n_eff = n / deff if deff > 0 else float(made.n_eff[first])
        low, high = (float(end) for end in share_interval("logit", estimate, error, n, df, made.method.level))
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
