"""Values as cells of a grid: shares with their limits, figures with as many digits as their error allows."""

from __future__ import annotations

import math
from dataclasses import replace

from survey.definitions.bounds import bound_sign
from survey.maths.published import printed_decimals
from survey.wording.figures import Number, number, whole
from survey.wording.worded import joined
from survey.words import Text

MEAN_DECIMALS = 2
MOST_DECIMALS = 2  # of a figure printed somewhere; one with more was computed
DIGITS = 3  # that a standard error is printed with


def share(value: float, *, printed: bool = False, bound: str = "") -> Number:
    """A proportion as percent without the sign: one decimal, or for a published figure those it was ``printed`` with.

    A figure that is only a limit has its sign before it (>60); no figure is a dash.
    """
    sign = bound_sign(bound)
    if math.isfinite(value) and (printed or bound):
        figure = round(100 * value, MOST_DECIMALS)
        if abs(100 * value - figure) < 1e-6:
            return Number(figure / 100, "percent", printed_decimals(figure), sign)
    return Number(value, "percent", 1, sign)


def figure(value: float, places: int) -> Number:
    """``value`` with ``places`` decimals; thousands set apart where it has none."""
    return number(value, places) if places else whole(value)


def decimals(error: float, value: float) -> int:
    """How many decimals show ``DIGITS`` digits of a standard error (of the value, where there is none); at most 6."""
    size = error if math.isfinite(error) and error > 0 else abs(value)
    if not math.isfinite(size) or size == 0:
        return 2
    return min(max(DIGITS - 1 - math.floor(math.log10(size)), 0), 6)


def marked(value: Number, mark: str) -> Text:
    """``value`` with a mark behind it, which a dash has too."""
    return replace(value, after=mark) if value.known else joined((value, mark))
