"""What is known of a change between two printed figures."""

from __future__ import annotations

import math
from dataclasses import dataclass

from survey.definitions.records.values import is_limit
from survey.maths.published import Range, change_range
from survey.trends.series import TrendPoint
from survey.wording.figures import short


@dataclass(frozen=True)
class Limits:
    """The change lies between ``low`` and ``high`` (proportions). ``step``: the difference of the figures, NaN where
    one is only a limit; ``open_low``, ``open_high``: only 0 and 100 % limit it there."""

    low: float
    high: float
    step: float
    open_low: bool = False
    open_high: bool = False

    @property
    def note(self) -> str:
        """The limits in points: "≤ −23", "−24 … −23"; "" where the change is one number or nothing is known."""
        low, high = (short(100 * end)["en"] for end in (self.low, self.high))
        if not math.isnan(self.step) or math.isnan(self.low) or (self.open_low and self.open_high):
            return ""
        if self.open_low:
            return f"≤ {high}"
        return f"≥ {low}" if self.open_high else f"{low} … {high}"

    def beyond(self, half: float) -> bool | None:
        """Whether every change that the figures may stand for is larger than ``half``; None where only some are."""
        if self.least > half:
            return True
        return False if max(abs(self.low), abs(self.high)) <= half else None

    @property
    def least(self) -> float:
        """The size of the least change that the figures may stand for."""
        return 0.0 if self.low <= 0 <= self.high else min(abs(self.low), abs(self.high))


def change_limits(one: TrendPoint, two: TrendPoint) -> Limits:
    """The least and the largest change that two figures allow (``maths.published.change_range``): half a unit of the
    last digit on both sides of a printed figure, up to its end of a limit, nothing of a figure from data."""
    start, end = _range(one), _range(two)
    limits = change_range(start, end)
    step = two.estimate - one.estimate if not (is_limit(one.bound) or is_limit(two.bound)) else math.nan
    low = (is_limit(one.bound) and start.high >= 1) or (is_limit(two.bound) and end.low <= 0)
    high = (is_limit(one.bound) and start.low <= 0) or (is_limit(two.bound) and end.high >= 1)
    return Limits(limits.low, limits.high, step, low, high)


def _range(point: TrendPoint) -> Range:
    if math.isnan(point.least) or math.isnan(point.most):
        return Range(point.estimate, point.estimate)
    return Range(point.least, point.most)
