"""How shares and differences are written in the sentences of verdicts."""

from __future__ import annotations

from survey.maths.published import Range
from survey.wording.figures import Number, brief
from survey.wording.message import Message, message, plural
from survey.wording.spans import span
from survey.wording.worded import Part, Worded


def percent(share: float, decimals: int = 1) -> Number:
    """A share as percent without the sign, as sentences have it: 61.8, 60."""
    return brief(100 * share, decimals)


def points(share: float) -> Message:
    """A difference with its unit: "1 point", "4 points"."""
    value = round(100 * share, 1)
    return points_of(percent(share), round(value) if value == round(value) else None)


def points_of(size: Part, count: int | None) -> Message:
    """``size`` with its unit, which goes by ``count``; None for a fraction."""
    if count is None:
        return message("claims.points_part", size=size)
    return plural("claims.points", count, size=size)


def share_span(allowed: Range) -> Worded:
    """Two shares as percent: "58.7-64.8"."""
    return span(100 * allowed.low, 100 * allowed.high)
