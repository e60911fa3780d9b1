"""Sampling error and rounding of published shares, where only the share and the number of respondents are known.

All shares are proportions (0-1). ``deff`` is a design effect: it multiplies variances, so that ``deff=1`` is simple
random sampling. ``n`` is the number of respondents the shares are of. Nothing here needs data.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from survey.maths.logit_interval import logit_interval
from survey.maths.normal import logit, normal_quantile


class Range(NamedTuple):
    """The shares that a printed figure may stand for; both ends included unless the figure is a strict bound."""

    low: float
    high: float

    def holds(self, share: float, slack: float = 1e-9) -> bool:
        """True when ``share`` lies inside; ``slack`` absorbs the rounding of binary numbers."""
        return self.low - slack <= share <= self.high + slack

    def meets(self, other: Range, slack: float = 1e-9) -> bool:
        """True when the two ranges have a share in common."""
        return self.low <= other.high + slack and other.low <= self.high + slack


@lru_cache(maxsize=8192)
def printed_decimals(value: float) -> int:
    """Digits after the point that a number is written with (61.8 has 1, 29.0 and 29 have 0)."""
    text = f"{value:.6f}".rstrip("0")
    return len(text.split(".")[1])


def rounding_half_width(decimals: int) -> float:
    """Half a unit of the last printed digit of a percentage, as a proportion: 0.005 for whole percent."""
    return 0.5 * 10.0**-decimals / 100


def printed_range(percent: float, decimals: int, qualifier: str = "exact") -> Range:
    """Shares that round to ``percent`` at ``decimals`` digits, or that the qualifier allows.

    * exact: half a unit of the last digit on both sides;
    * about: 2.5 points on both sides of a multiple of 5, 1 point of another whole number, else one unit of the last
      digit;
    * more than, at least: from the figure to 1; less than, at most: from 0 to the figure;
    * slightly more than, slightly less than: up to one unit of the last digit beyond the figure ("slightly more than
      63" is 63 to 64).
    """
    share, unit = percent / 100, 2 * rounding_half_width(decimals)
    if qualifier == "about":
        half = 0.025 if decimals == 0 and percent % 5 == 0 else max(unit, 0.01 if decimals == 0 else 0.0)
        low, high = share - half, share + half
    elif qualifier in ("more than", "at least"):
        low, high = share, 1.0
    elif qualifier in ("less than", "at most"):
        low, high = 0.0, share
    elif qualifier == "slightly more than":
        low, high = share, share + unit
    elif qualifier == "slightly less than":
        low, high = share - unit, share
    else:
        low, high = share - unit / 2, share + unit / 2
    return Range(max(low, 0.0), min(high, 1.0))


def change_range(before: Range, after: Range) -> Range:
    """The least and the greatest change between two figures that printing leaves a range: 41 to 45 from whole percent
    is 3.0 to 5.0."""
    return Range(max(after.low - before.high, -1.0), min(after.high - before.low, 1.0))


def share_std_error(share: float, n: float, deff: float = 1.0) -> float:
    """``sqrt(deff · p (1 - p) / n)``."""
    return math.sqrt(deff * share * (1 - share) / n)


def difference_std_error(first: float, second: float, n: float, deff: float = 1.0, *, times: float = 1.0) -> float:
    """Standard error of the difference between two shares of one question, the second multiplied by ``times``.

    ``sqrt(deff · (p1 + t² p2 - (p1 - t p2)²) / n)``: where one answer was given, the two shares fall together and their
    covariance is ``-p1 p2 / n`` (Scott & Seber 1983, The American Statistician 37, 319-320). Where several answers
    could be given, this is the largest that the standard error can be: those who gave both take ``2 p12`` off the
    sum, and ``p12`` is at least ``p1 + p2 - 1``.
    """
    both = max(first + second - 1.0, 0.0)
    spread = first + times**2 * second - 2 * times * both - (first - times * second) ** 2
    return math.sqrt(deff * max(spread, 0.0) / n)


def change_std_error(start: float, n_start: float, end: float, n_end: float, deff: float = 1.0) -> float:
    """Standard error of the change of a share between two independent samples."""
    return math.sqrt(deff * (start * (1 - start) / n_start + end * (1 - end) / n_end))


def published_interval(share: float, n: float, deff: float = 1.0, level: float = 0.95) -> Range:
    """Interval of a published share: ``logit`` as in every table, with the normal quantile."""
    error = share_std_error(share, n, deff)
    if 0 < share < 1 and error > 0 and math.isfinite(error):  # one of thousands of polls, without arrays
        return Range(*logit_interval(share, error, normal_quantile(level)))
    from survey.maths.intervals import share_interval

    low, high = share_interval("logit", share, error, n / deff, math.inf, level)
    return Range(float(low), float(high))


def variance_to_reach(share: float, std_error: float, target: float, quantile: float) -> float:
    """By how much the variance of ``share`` would have to be multiplied for its interval to just reach ``target``.

    The logit interval solved for its end: ``((logit t - logit p) · p (1 - p) / (quantile · se))²``. With the standard
    error of a simple random sample this is a design effect. Values below 1 say that the interval holds the target
    already. NaN at shares and targets of 0 and 1, and without a standard error.
    """
    if not (0 < share < 1 and 0 < target < 1 and std_error > 0):
        return math.nan
    return ((logit(target) - logit(share)) * share * (1 - share) / (quantile * std_error)) ** 2


def largest_moe(n: float, deff: float = 1.0, level: float = 0.95) -> float:
    """Half-width of a normal interval for a share of one half: ``0.98 · sqrt(deff / n)`` at 95 %."""
    return normal_quantile(level) * 0.5 * math.sqrt(deff / n)
