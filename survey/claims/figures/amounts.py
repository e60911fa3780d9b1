"""Numbers that are no shares: differences in points, multiples, means; how they are stated and how written."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from survey.claims.figures.printed import figure_text
from survey.claims.figures.printing import points_of
from survey.definitions.records.values import Figure
from survey.maths.published import Range
from survey.phrases.meaning import LIMITS, STRICT
from survey.wording.figures import brief, number, times_by
from survey.wording.message import message, plural
from survey.wording.spans import between
from survey.words import Text

# points: proportions, said times 100; times: multiples; number: as it is; count: people; percent: a sum of shares
Unit = Literal["points", "times", "number", "count", "percent"]
ABOUT = 0.05  # what "about" leaves open of a number, as a part of it
EDGE = 2e-9  # a strict limit leaves itself out
LEAST_REACH = 0.5  # of a limit of a number, as a part of it: "more than 10 points" of 16 keeps something back


@dataclass(frozen=True)
class StatedAmount:
    """A stated number and the numbers that it may stand for."""

    text: Text
    nominal: float
    allowed: Range
    limit: bool = False
    in_words: bool = False

    def target(self, value: float) -> float:
        """What the statement turns on, seen from ``value``."""
        if self.limit or not math.isfinite(self.allowed.high + self.allowed.low):
            return self.nominal
        return min(max(self.nominal, self.allowed.low), self.allowed.high)


def stated_amount(figure: Figure, unit: Unit, decimals: int | None = None) -> StatedAmount:
    """A printed number: half a unit of its last digit on both sides, or what its qualifier leaves.

    "About" leaves 5 percent (2.5 points of a difference), "more than" what is up to half as large again,
    "slightly more than" a tenth.
    """
    scale = 100.0 if unit in ("points", "percent") else 1.0
    digits = figure.digits if decimals is None else decimals
    if figure.value is None:
        low, high = (
            side if end is None else end / scale for side, end in ((-math.inf, figure.low), (math.inf, figure.high))
        )
        half = 0.5 * 10.0**-digits / scale
        allowed = Range(low - half, high + half)
        return StatedAmount(_said(figure, unit), (low + high) / 2, allowed)
    value, half = figure.value / scale, 0.5 * 10.0**-digits / scale
    part = abs(value)
    reach = max(part * LEAST_REACH, 0.05 if unit == "points" else 0.0)
    edge = EDGE if figure.qualifier in STRICT else 0.0
    about = max(0.025 if unit == "points" else part * ABOUT, half)
    ranges = {
        "exact": (value - half, value + half),
        "about": (value - about, value + about),
        "more than": (value + edge, value + reach),
        "at least": (value, value + reach),
        "slightly more than": (value + edge, value + max(part / 10, 2 * half)),
        "less than": (value - reach, value - edge),
        "at most": (value - reach, value),
        "slightly less than": (value - max(part / 10, 2 * half), value - edge),
    }
    return StatedAmount(_said(figure, unit), value, Range(*ranges[figure.qualifier]), figure.qualifier in LIMITS)


def _said(figure: Figure, unit: Unit) -> Text:
    printed = figure_text(figure)
    count = None if figure.value is None or figure.digits else round(abs(figure.value))
    if unit in ("points", "times") and count is not None and figure.qualifier != "exact":  # of another case in ru, be
        kind = "about" if figure.qualifier == "about" else "limit"
        return plural(f"claims.{unit}_{kind}", count, size=printed)
    if unit == "points":
        return points_of(printed, count)
    if unit == "times":
        return plural("claims.times", count or 2, times=printed)
    return message("claims.percentage", figure=printed) if unit == "percent" else printed


def amount(value: float, unit: Unit) -> Text:
    """A known number as sentences have it: "4 points", "1.8 times", "3.42"."""
    if unit == "points":
        shown = round(100 * value, 1)
        return points_of(brief(shown), round(abs(shown)) if shown == round(shown) else None)
    if unit == "times":
        return plural("claims.times", times_by(value), times=number(value, 2))
    if unit == "percent":
        return message("claims.percentage", figure=brief(100 * value))
    return number(value, 0) if unit == "count" else number(value, 2)


def amounts(ends: Range, unit: Unit) -> Text:
    """Two ends: "−0.1 to 8.1"."""
    scale, digits = (100.0, 1) if unit in ("points", "percent") else (1.0, 0 if unit == "count" else 2)
    return between(number(scale * ends.low, digits), number(scale * ends.high, digits))
