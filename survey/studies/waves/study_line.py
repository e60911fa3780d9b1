"""One line out of the polls of a series, as the series says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.definitions.records.library import Library
from survey.definitions.records.polls import Anchor, Line
from survey.definitions.records.presenting.picture import Event
from survey.studies.study_trend import study_trend
from survey.trends.line.line import Asked, pooled_line
from survey.trends.line.pooled import PooledLine


def study_line(
    question: str,
    library: Library,
    *,
    options: Sequence[str] = (),
    anchors: Sequence[Anchor] = (),
    houses: str | None = None,
    level: float = 0.95,
    **others: Any,
) -> PooledLine:
    """``survey.trends.line.line.pooled_line`` of ``study_trend``; ``anchors`` and ``houses`` in place
    of what the series of the polls say, ``others`` (series, studies, base, …) are
    options of ``study_trend``."""
    trend = study_trend(question, library, level=level, **others)
    above = [library.common[name] for name in trend.series if name in library.common]
    spec = above[0].line if above else Line()
    given: dict[str, Any] = {"anchors": tuple(anchors) or tuple(anchor for one in above for anchor in one.line.anchors)}
    spec = spec.model_copy(update=given | ({"houses": houses} if houses else {}))
    events: tuple[Event, ...] = tuple(event for one in above for event in one.events)
    return pooled_line(trend, Asked(spec, events, tuple(options), level))
