"""How figures are written in tables: percent with its limits, and intervals, by language."""

from __future__ import annotations

import math

from survey.maths.published import printed_decimals
from survey.definitions.bounds import bound_sign
from survey.plots.texts import number, percent
from survey.words import DASH

MOST_DECIMALS = 2  # of a figure printed somewhere; one with more was computed


def share(value: float, language: str, *, printed: bool = False, bound: str = "") -> str:
    """A proportion as percent without the sign: one decimal, or for a published figure those it was ``printed`` with.

    A figure that is only a limit has its sign before it (>60); no figure is a dash.
    """
    if not math.isfinite(value):
        return DASH
    figure = round(100 * value, MOST_DECIMALS)
    if (printed or bound) and abs(100 * value - figure) < 1e-6:
        return bound_sign(bound) + number(figure, language, printed_decimals(figure))
    return bound_sign(bound) + percent(value, language, 1)


def span(low: float, high: float, language: str, *, scale: float = 100, decimals: int = 1) -> str:
    """``58.8–64.8``: both ends times ``scale``, with an ellipsis where one is negative; a dash where there are none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return DASH
    ends = [number(scale * end, language, decimals) for end in (low, high)]
    return (" … " if min(low, high) < 0 else DASH).join(ends)
