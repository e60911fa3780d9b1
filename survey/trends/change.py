"""The change of every option between two waves of a trend."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from survey.errors import SurveyError
from survey.maths.intervals import t_quantile
from survey.tables.table import Note
from survey.trends.change_words import change_notes, one_sided_text, row_text
from survey.trends.limits import change_limits
from survey.trends.series import Tied, Trend, TrendPoint
from survey.words import Text, nearest


@dataclass(frozen=True)
class ChangeRow:
    """One option. Proportions; ``beyond`` is None where the sampling error cannot be known.

    ``start`` and ``end`` are the printed limits where ``start_bound`` or ``end_bound`` says so; ``estimate`` is then
    NaN and ``note`` has what is known of the change in points ("≤ −23"). ``deff``: the one asked for with published
    figures; that of the two designs with microdata. ``deff_limit``: at which design effect (microdata: at which
    multiple of the variance) the change would just be as large as its sampling error. ``text`` says it in words.
    """

    option: str
    label: Text
    start: float
    end: float
    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    n_start: float
    n_end: float
    deff: float
    beyond: bool | None
    note: str = ""
    start_bound: str = ""
    end_bound: str = ""
    df: float = math.nan
    deff_limit: float = math.nan
    text: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Changes:
    """All options of a question between two waves, ready to print."""

    question: str
    title: Text
    start: str  # study
    end: str  # study
    when: tuple[str, str]
    rows: tuple[ChangeRow, ...]
    notes: tuple[Note, ...]
    records: tuple[dict[str, Any], ...]
    synthetic: bool = False


def change(trend: Trend, start: str, end: str, *, deff: float = 1.0, level: float | None = None) -> Changes:
    """The change of each option from wave ``start`` to wave ``end``.

    ``estimate = p₂ - p₁``, variance ``deff · [p₁(1-p₁)/n₁ + p₂(1-p₂)/n₂]`` for published figures with the normal
    quantile; for microdata the sum of the two design-based variances, Student's quantile with Satterthwaite's degrees
    of freedom. Persons or PSUs that are in the data of both are looked for (``Trend.tied``); the variance then has
    their covariance, and the degrees of freedom are those of both samples as one design. ``level``: that of the trend
    by default. Limits give limits, a figure without n gives no interval but the n that it would need. Raises
    ``SurveyError`` for a wave that is not in the trend, with the nearest."""
    first, second = _wave(trend, start), _wave(trend, end)
    if start == end:
        raise SurveyError(f"'{start}' is named twice", where="change", fix="Name two waves: START:END.")
    level = trend.level if level is None else level
    tied = _tied(trend, first, second)
    rows = tuple(
        _row(option, trend.option_labels[option], first.get(option), second.get(option), deff, level, tied)
        for option in trend.options
        if option in first or option in second
    )
    whole = next(iter(first.values())), next(iter(second.values()))
    return Changes(
        question=trend.question,
        title=trend.title,
        start=start,
        end=end,
        when=(whole[0].when, whole[1].when),
        rows=rows,
        notes=change_notes(trend, whole, [row.text for row in rows], deff, tied),
        records=tuple(_record(trend.question, start, end, row, tied) for row in rows),
        synthetic=trend.synthetic,
    )


def _wave(trend: Trend, name: str) -> dict[str, TrendPoint]:
    found = {point.option: point for point in trend.points if point.study == name}
    if not found:
        left = dict(trend.unlike)
        why = f": {left[name]}" if name in left else ""
        known = list(dict.fromkeys(point.study for point in trend.points))
        raise SurveyError(f"no wave '{name}' with figures in this trend{why}", where="change", fix=nearest(name, known))
    return found


def _tied(trend: Trend, first: Mapping[str, TrendPoint], second: Mapping[str, TrendPoint]) -> Tied | None:
    """What the two waves share; None where one of them has no data."""
    one, two = next(iter(first.values())), next(iter(second.values()))
    if trend.tied is None or not one.status == two.status == "microdata":
        return None
    return trend.tied(one.study, two.study)


def _row(
    option: str,
    label: Text,
    one: TrendPoint | None,
    two: TrendPoint | None,
    deff: float,
    level: float,
    tied: Tied | None,
) -> ChangeRow:
    row = ChangeRow(
        option=option,
        label=label,
        start=one.estimate if one else math.nan,
        end=two.estimate if two else math.nan,
        estimate=math.nan,
        std_error=math.nan,
        conf_low=math.nan,
        conf_high=math.nan,
        n_start=one.n if one else math.nan,
        n_end=two.n if two else math.nan,
        deff=math.nan,
        beyond=None,
        start_bound=one.bound if one else "",
        end_bound=two.bound if two else "",
    )
    if one is None or two is None:
        return replace(row, text=one_sided_text(row, one or two))
    limits = change_limits(one, two)
    row = replace(row, estimate=limits.step, note=limits.note)
    variances = [_variance(point, deff) for point in (one, two)]
    shared = tied is not None and tied.shared
    error = math.sqrt(tied.variance[option] if tied is not None and shared else sum(variances))
    if not math.isnan(limits.step) and (error > 0 or shared and error == 0):
        df = tied.df if tied is not None and shared else _degrees((one, two), variances)
        half = float(t_quantile(level, df)) * error
        published = "microdata" not in (one.status, two.status)
        row = replace(
            row,
            std_error=error,
            conf_low=limits.step - half,
            conf_high=limits.step + half,
            deff=deff if published else _effect(error, one, two),
            beyond=None if math.isnan(half) else abs(limits.step) > half,
            df=df if math.isfinite(df) else math.nan,
            deff_limit=(limits.step / half) ** 2 * (deff if published else 1.0) if half != 0 else math.nan,
        )
    return replace(row, text=row_text(row, one, two, limits, deff, level))


def _effect(error: float, one: TrendPoint, two: TrendPoint) -> float:
    """The variance of a change against that of two simple random samples; NaN where that is 0."""
    simple = sum(point.estimate * (1 - point.estimate) / point.n for point in (one, two))
    return error**2 / simple if simple > 0 else math.nan


def _variance(point: TrendPoint, deff: float) -> float:
    return point.std_error**2 * (1.0 if point.status == "microdata" else deff)


def _degrees(points: tuple[TrendPoint, TrendPoint], variances: list[float]) -> float:
    """Satterthwaite (1946): ``(v₁ + v₂)² / (v₁²/df₁ + v₂²/df₂)``; a published figure has infinitely many."""
    spread = sum(
        variance**2 / point.df
        for point, variance in zip(points, variances, strict=True)
        if point.status == "microdata" and point.df > 0
    )
    if any(point.status == "microdata" and not point.df > 0 for point in points):
        return 0.0
    return sum(variances) ** 2 / spread if spread > 0 else math.inf


def _record(question: str, start: str, end: str, row: ChangeRow, tied: Tied | None) -> dict[str, Any]:
    return {
        "study": f"{start}:{end}",
        "question": question,
        "option": row.option,
        "estimate": row.estimate,
        "std_error": row.std_error,
        "conf_low": row.conf_low,
        "conf_high": row.conf_high,
        "deff": row.deff,
        "n": row.n_start + row.n_end,
        "n_weighted": math.nan,
        "n_eff": math.nan,
        "df": row.df,
        "start": row.start,
        "start_bound": row.start_bound,
        "n_start": row.n_start,
        "end": row.end,
        "end_bound": row.end_bound,
        "n_end": row.n_end,
        "beyond": row.beyond,
        "deff_limit": row.deff_limit,
        "note": row.note,
        "independence": "assumed" if tied is None else tied.facts["independence"],
        "same_persons": 0 if tied is None else tied.facts.get("same_persons", 0),
    }
