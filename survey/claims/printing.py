"""How figures are written in the sentences of verdicts: percent and points, with the digits that are worth printing."""

from __future__ import annotations

import math

from survey.definitions.values import Figure
from survey.maths.published import Range, printed_decimals


def percent(share: float, decimals: int = 1) -> str:
    """A share as percent without the sign: 0.618 is "61.8"; trailing zeros of whole numbers are dropped."""
    if math.isnan(share):
        return "unknown"
    text = f"{100 * share:.{decimals}f}"
    text = text[:-2] if decimals == 1 and text.endswith(".0") else text
    return "0" if text in ("-0", "-0.0") else text


def span(low: float, high: float, decimals: int = 1) -> str:
    """Two ends as percent: "58.7-64.8"; with "to" where an end is negative."""
    dash = " to " if low < 0 or high < 0 else "-"
    return f"{100 * low:.{decimals}f}{dash}{100 * high:.{decimals}f}"


def open_span(allowed: Range) -> str:
    """A range of shares in words: "64.2-69.2", "more than 50", "less than 50"."""
    if allowed.high >= 1:
        return f"more than {percent(allowed.low)}"
    if allowed.low <= 0:
        return f"less than {percent(allowed.high)}"
    return span(allowed.low, allowed.high)


def number(value: float) -> str:
    """A count or a ratio: thousands with a space are not used; two digits that matter below ten."""
    if math.isnan(value):
        return "unknown"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value < 10 else f"{value:.0f}"


def figure_text(figure: Figure) -> str:
    """A figure as its source prints it: "61.8", "more than 60", "5-8"."""
    if figure.value is None:
        return f"{_plain(figure.low)}-{_plain(figure.high)}"
    word = "" if figure.qualifier == "exact" else f"{figure.qualifier} "
    return word + _plain(figure.value)


def _plain(value: float | None) -> str:
    return "?" if value is None else f"{value:.{printed_decimals(value)}f}"


def listed(words: list[str]) -> str:
    """"a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
