"""Intervals and ranges: both ends, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass

from survey.wording.figures import Number, number, percent_end
from survey.wording.message import message
from survey.wording.worded import Part, Worded
from survey.words import DASH

ELLIPSIS = " … "


@dataclass(frozen=True, eq=False)
class Span(Worded):
    """``58.8–64.8``; an ellipsis between the ends where one is negative, or where it is ``wide``; a dash where an end
    is not known. ``inside``: in brackets, as an interval behind its figure stands."""

    low: Number
    high: Number
    wide: bool = False
    inside: bool = False

    @property
    def known(self) -> bool:
        """Whether both ends are known."""
        return self.low.known and self.high.known

    def words(self, language: str) -> str:
        if not self.known:
            return DASH
        between = ELLIPSIS if self.wide or min(self.low.value, self.high.value) < 0 else DASH
        said = between.join(end[language] for end in (self.low, self.high))
        return f"({said})" if self.inside else said


def percent_span(low: float, high: float, *, inside: bool = False) -> Span:
    """An interval of proportions in percent, one decimal."""
    return Span(percent_end(low), percent_end(high), inside=inside)


def points_span(low: float, high: float) -> Span:
    """An interval of a difference of proportions in points, one decimal."""
    return Span(number(100 * low, 1), number(100 * high, 1))


def span(low: float, high: float, decimals: int = 1) -> Worded:
    """Two ends as they are: "58.7-64.8"; with "to" where one is negative, so that no dash stands beside a minus."""
    ends = (number(low, decimals), number(high, decimals))
    return between(*ends) if low < 0 or high < 0 else dashed(*ends)


def between(low: Part, high: Part) -> Worded:
    """Two ends in words: "−2.1 to +5.9"."""
    return message("general.between", low=low, high=high)


def dashed(low: Part, high: Part) -> Worded:
    """Two ends with a dash between them: "5-8"."""
    return message("general.dashed", low=low, high=high)
