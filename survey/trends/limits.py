"""What is known of a change when a figure is only a limit."""

from __future__ import annotations

import math
from dataclasses import dataclass

from survey.definitions.values import is_limit
from survey.maths.published import Range, printed_decimals, printed_range
from survey.trends.phrases import figure
from survey.trends.series import TrendPoint


@dataclass(frozen=True)
class Limits:
    """The change lies between ``low`` and ``high`` (proportions); infinite where only 0 and 100 % limit it."""

    low: float
    high: float

    @property
    def step(self) -> float:
        """The change itself, where it is one number; else NaN."""
        return self.low if self.low == self.high else math.nan

    @property
    def note(self) -> str:
        """The limits in points: "≤ −23", "−24 … −23"; "" where the change is one number or nothing is known."""
        low, high = (figure(100 * end)["en"] for end in (self.low, self.high))
        if self.low == self.high or math.isnan(self.low) or math.isinf(self.low) and math.isinf(self.high):
            return ""
        if math.isinf(self.low):
            return f"≤ {high}"
        return f"≥ {low}" if math.isinf(self.high) else f"{low} … {high}"


def change_limits(one: TrendPoint, two: TrendPoint) -> Limits:
    """The least and the largest change that two figures allow.

    "slightly more than 63" is 63 to 64 (``maths.published.printed_range``); "more than 60" has no upper end; other
    figures stand as printed.
    """
    start, end = _range(one), _range(two)
    return Limits(end.low - start.high, end.high - start.low)


def _range(point: TrendPoint) -> Range:
    if not is_limit(point.bound):
        return Range(point.estimate, point.estimate)
    percent = round(100 * point.estimate, 8)
    low, high = printed_range(percent, printed_decimals(percent), point.bound)
    return Range(-math.inf if low <= 0 else low, math.inf if high >= 1 else high)
