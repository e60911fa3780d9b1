"""One line out of the polls of a series, as the series says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar

from survey.definitions.records.library import Library
from survey.definitions.records.polls import Anchor, Line
from survey.definitions.records.series import Series
from survey.errors import SurveyError
from survey.plots.timeline.lines import crowded
from survey.studies.study_trend import study_trend
from survey.trends.line.line import Asked, pooled_line
from survey.trends.line.pooled import PooledLine
from survey.trends.series import Trend

T = TypeVar("T")


def study_line(
    question: str,
    library: Library,
    *,
    options: Sequence[str] = (),
    anchors: Sequence[Anchor] | None = None,
    houses: Literal["fixed", "random"] | None = None,
    level: float = 0.95,
    **others: Any,
) -> PooledLine:
    """``survey.trends.line.line.pooled_line`` of ``study_trend``; ``anchors`` (none at all: ``()``) and ``houses`` in
    place of what the series of the polls say, ``others`` (series, studies, base, …) are options of ``study_trend``.

    Of several series the anchors and events of all are taken, and each says whether its polls that share days share
    respondents; ``SurveyError`` where they differ in ``houses``, which is said of all polls together."""
    trend = study_trend(question, library, level=level, **others)
    return _line_of(trend, library, options, anchors, houses)


def polls_line(trend: Trend, library: Library) -> PooledLine | None:
    """The line that the picture of a trend of many polls has, as their series say; None where they are of no table,
    have room for intervals, or are too few for a line."""
    if not crowded(trend) or not any(
        library.common[name].polls is not None for name in trend.series if name in library.common
    ):
        return None
    try:
        return _line_of(trend, library)
    except SurveyError:
        return None  # the polls alone are drawn


def _line_of(
    trend: Trend,
    library: Library,
    options: Sequence[str] = (),
    anchors: Sequence[Anchor] | None = None,
    houses: Literal["fixed", "random"] | None = None,
) -> PooledLine:
    above = [library.common[name] for name in trend.series if name in library.common]
    known = _once(anchor for one in above for anchor in one.line.anchors) if anchors is None else tuple(anchors)
    spec = Line(anchors=known, houses=houses or _houses(above))
    events = _once(event for one in above for event in one.events)
    separate = frozenset(one.series for one in above if one.line.overlaps == "separate")
    return pooled_line(trend, Asked(spec, events, tuple(options), trend.level, separate))


def anchor_of(day: str, shares: Mapping[str, float]) -> Anchor:
    """An outcome from Python, whose shares are proportions."""
    wrong = [name for name, share in shares.items() if not 0 <= share <= 1]
    if wrong or len(day) != 10:
        fix = "Write {'2007-11-24': {'labor': 0.4338}}."
        told = f"'{wrong[0]}' is no proportion" if wrong else f"'{day}' is no day"
        raise SurveyError(told, where="anchors", fix=fix)
    try:
        return Anchor(date=day, shares={name: 100 * share for name, share in shares.items()})
    except ValueError:
        raise SurveyError(f"'{day}' is no day", where="anchors", fix="Write it as 2007-11-24.") from None


def _once(records: Iterable[T]) -> tuple[T, ...]:
    """What two series both say, once."""
    found: list[T] = []
    for one in records:
        found += [] if one in found else [one]
    return tuple(found)


def _houses(above: Sequence[Series]) -> Literal["fixed", "random"]:
    """What the series say that say it."""
    said = {one.series: one.line.houses for one in above if "houses" in one.line.model_fields_set}
    if len(set(said.values())) > 1:
        told = "; ".join(f"{name}: {houses}" for name, houses in said.items())
        fix = "Say which for all of them: --houses fixed (houses='fixed') or random."
        raise SurveyError(f"the series differ in how houses are taken ({told})", where="line.houses", fix=fix)
    return next(iter(said.values()), "fixed")
