"""The change of every option between two waves of a trend."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

from survey.definitions.comparing.comparability import Comparability, comparability
from survey.definitions.comparing.refusal import refusal
from survey.errors import SurveyError
from survey.maths.intervals import t_quantile
from survey.shown import Shown
from survey.tables.table import Note
from survey.trends.change_words import change_notes, one_sided_text, row_text
from survey.trends.limits import Limits, change_limits
from survey.trends.series import Tied, Trend, TrendPoint
from survey.wording.worded import joined
from survey.words import Text, nearest


@dataclass(frozen=True)
class ChangeRow:
    """One option. Proportions; ``beyond`` is None where the sampling error cannot be known, and where
    the rounding of the printed figures decides (``std_error`` is there then).

    ``start`` and ``end`` are the printed limits where ``start_bound`` or ``end_bound`` says so; ``estimate`` is then
    NaN and ``note`` has what is known of the change in points ("≤ −23"). ``deff``: the one asked for with published
    figures; that of the two designs with microdata. ``deff_limit``: at which design effect (microdata: at which
    multiple of the variance) the least change that the figures may stand for would just be as large as its sampling
    error. ``text`` says it in words.
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
    least: float = math.nan  # the changes that the printed figures may stand for
    most: float = math.nan
    unlike: bool = False  # shown although the two figures are not comparable: no error, no test


@dataclass(frozen=True, repr=False)
class Changes(Shown):
    """All options of a question between two waves, ready to print."""

    question: str
    title: Text
    start: str  # study
    end: str  # study
    dates: tuple[Text, Text]
    rows: tuple[ChangeRow, ...]
    notes: tuple[Note, ...]
    records: tuple[dict[str, Any], ...]
    synthetic: bool = False


def change(
    trend: Trend, start: str, end: str, *, deff: float | None = None, level: float | None = None, force: bool = False
) -> Changes:
    """The change of each option from wave ``start`` to wave ``end``.

    ``estimate = p₂ - p₁``, variance ``deff · [p₁(1-p₁)/n₁ + p₂(1-p₂)/n₂]`` for published figures with the normal
    quantile (``deff`` 1 by default); for microdata the sum of the two design-based variances, Student's quantile with
    Satterthwaite's degrees of freedom. Persons or PSUs that are in the data of both are looked for (``Trend.tied``);
    the variance then has their covariance, and the degrees of freedom are those of both samples as one design.
    ``beyond`` is None where the rounding of printed figures decides: 41 to 45 is 3.0 to 5.0. ``level``: that of the
    trend by default. Limits give limits, a figure without n gives no interval but the n that it would need.

    Raises ``SurveyError`` for a wave that is not in the trend, with the nearest, for a ``deff`` that no figure is
    multiplied by, and, unless ``force`` shows it marked, where the shares of the two waves are not of the same people
    (of everybody, of those who gave an answer) or one name stands for two things.
    """
    first, second = _wave(trend, start), _wave(trend, end)
    if start == end:
        raise SurveyError(f"'{start}' is named twice", where="change", fix="Name two waves: START:END.")
    level = trend.level if level is None else level
    whole = next(iter(first.values())), next(iter(second.values()))
    if deff is not None and {point.status for point in whole} == {"microdata"}:
        fix = "Leave it out: the design of each study is in its standard errors."
        raise SurveyError("a design effect has no effect on two waves of microdata", where="deff", fix=fix)
    factor = 1.0 if deff is None else deff
    between = _between(trend, start, end, force)
    unlike = joined(between.reasons, "; ", once=True) if between.reasons else None
    tied = None if unlike else _tied(trend, whole)
    rows = tuple(
        _row(
            option,
            trend.option_labels[option],
            (first.get(option), second.get(option)),
            _Test(factor, level, bool(unlike), tied),
        )
        for option in trend.options
        if (option in first or option in second) and not _empty(option, first.get(option), second.get(option))
    )
    return Changes(
        question=trend.question,
        title=trend.title,
        start=start,
        end=end,
        dates=(whole[0].dates, whole[1].dates),
        rows=rows,
        notes=change_notes(trend, whole, [row.text for row in rows], factor, between.breaks, unlike, tied),
        records=tuple(_record(trend.question, start, end, row, tied) for row in rows),
        synthetic=trend.synthetic,
    )


def _empty(option: str, one: TrendPoint | None, two: TrendPoint | None) -> bool:
    """True for a column of those without an answer that has nobody in either wave."""
    return option.startswith("_") and all(point is None or point.estimate == 0 for point in (one, two))


def _between(trend: Trend, start: str, end: str, force: bool) -> Comparability:
    """What stands between the two waves; an error where they are not comparable, unless ``force`` lets them be
    shown."""
    waves = {wave.name: wave for wave in trend.waves}
    if start not in waves or end not in waves:
        return Comparability()
    one, two = waves[start], waves[end]
    found = comparability(one, two)
    if not force and one.said is not None and two.said is not None:
        error = refusal(found, (start, end), (one.said, two.said))
        if error is not None:
            raise error
    return found


def _wave(trend: Trend, name: str) -> dict[str, TrendPoint]:
    found = {point.option: point for point in trend.points if point.study == name}
    if not found:
        left = dict(trend.unlike)
        why = f": {left[name]}" if name in left else ""
        known = list(dict.fromkeys(point.study for point in trend.points))
        raise SurveyError(f"no wave '{name}' with figures in this trend{why}", where="change", fix=nearest(name, known))
    return found


def _tied(trend: Trend, whole: tuple[TrendPoint, TrendPoint]) -> Tied | None:
    """What the two waves share; None where one of them has no data."""
    if trend.tied is None or not whole[0].status == whole[1].status == "microdata":
        return None
    return trend.tied(whole[0].study, whole[1].study)


@dataclass(frozen=True)
class _Test:
    """How a change is held against its sampling error."""

    deff: float
    level: float
    unlike: bool  # not at all: the two figures are not comparable
    tied: Tied | None

    def of_units(self, option: str) -> tuple[float, float] | None:
        """Variance and degrees of freedom from units that are in both waves; None where there are none."""
        if self.tied is None or not self.tied.shared or option not in self.tied.variance:
            return None
        return self.tied.variance[option], self.tied.df


def _row(option: str, label: Text, points: tuple[TrendPoint | None, TrendPoint | None], test: _Test) -> ChangeRow:
    one, two = points
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
        unlike=test.unlike,
    )
    if one is None or two is None:
        return replace(row, text=one_sided_text(row, one or two))
    limits = change_limits(one, two)
    row = replace(row, estimate=limits.step, note=limits.note, least=limits.low, most=limits.high)
    if not test.unlike:
        row = _tested(row, one, two, limits, test)
    return replace(row, text=row_text(row, one, two, limits, test.deff, test.level))


def _tested(row: ChangeRow, one: TrendPoint, two: TrendPoint, limits: Limits, test: _Test) -> ChangeRow:
    """The row with the error of its change, where the two figures have one."""
    variances = [point.std_error**2 * (1.0 if point.status == "microdata" else test.deff) for point in (one, two)]
    shared = test.of_units(row.option)
    variance, df = shared if shared is not None else (sum(variances), _degrees((one, two), variances))
    error = math.sqrt(variance)
    if math.isnan(limits.step) or not (error > 0 or shared is not None and error == 0):
        return row
    half = float(t_quantile(test.level, df)) * error
    published = "microdata" not in (one.status, two.status)
    return replace(
        row,
        std_error=error,
        conf_low=limits.step - half,
        conf_high=limits.step + half,
        deff=test.deff if published else _effect(error, one, two),
        beyond=None if math.isnan(half) else limits.beyond(half),
        df=df if math.isfinite(df) else math.nan,
        deff_limit=(limits.least / half) ** 2 * (test.deff if published else 1.0) if half != 0 else math.nan,
    )


def _effect(error: float, one: TrendPoint, two: TrendPoint) -> float:
    """The variance of a change against that of two simple random samples; NaN where that is 0."""
    simple = sum(point.estimate * (1 - point.estimate) / point.n for point in (one, two))
    return error**2 / simple if simple > 0 else math.nan


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
        **{name: getattr(row, name) for name in ("option", "estimate", "std_error", "conf_low", "conf_high", "deff")},
        "n": row.n_start + row.n_end,
        "n_weighted": math.nan,
        "n_eff": math.nan,
        "df": row.df,
        **{name: getattr(row, name) for name in ("start", "start_bound", "n_start", "end", "end_bound", "n_end")},
        **{name: getattr(row, name) for name in ("beyond", "least", "most", "deff_limit", "note")},
        "independence": "assumed" if tied is None else tied.facts["independence"],
        "same_persons": 0 if tied is None else tied.facts.get("same_persons", 0),
    }
