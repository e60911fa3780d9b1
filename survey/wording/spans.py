"""How the two ends of a range are written."""

from __future__ import annotations

from survey.wording.figures import number
from survey.wording.message import message
from survey.wording.worded import Part, Worded


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
