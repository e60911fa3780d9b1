"""How figures are written in the sentences of verdicts: percent and points, with the digits that are worth printing."""

from __future__ import annotations

import math
from collections.abc import Iterable

from survey.definitions.records.question import Question
from survey.definitions.records.values import Figure
from survey.maths.published import Range, printed_decimals
from survey.words import say


def percent(share: float, decimals: int = 1) -> str:
    """A share as percent without the sign: 0.618 is "61.8"; whole numbers have no point."""
    if math.isnan(share):
        return "unknown"
    text = f"{100 * share:.{decimals}f}"
    text = text[:-2] if decimals == 1 and text.endswith(".0") else text
    return "0" if float(text) == 0 else text


def signed(share: float) -> str:
    """A change in points with its sign: "+2.1", "−14.5"."""
    text = percent(share)
    return f"+{text}" if share > 0 and text != "0" else text.replace("-", "−")


def points(share: float) -> str:
    """A difference with its unit: "1 point", "4 points"."""
    text = percent(share)
    return f"{text} point" if text == "1" else f"{text} points"


def span(low: float, high: float) -> str:
    """Two ends as percent: "58.7-64.8"; with "to" where an end is negative."""
    if low < 0 or high < 0:
        return f"{100 * low:.1f} to {100 * high:.1f}".replace("-0.0", "0.0").replace("-", "−")
    return f"{100 * low:.1f}-{100 * high:.1f}"


def open_span(allowed: Range) -> str:
    """A range of shares in words: "64.2-69.2%", "more than 50%", "less than 50%"."""
    if allowed.high >= 1:
        return f"more than {percent(allowed.low)}%"
    if allowed.low <= 0:
        return f"less than {percent(allowed.high)}%"
    return f"{span(*allowed)}%"


def number(value: float) -> str:
    """A count or a ratio: whole from ten on, one digit after the point below."""
    return "unknown" if math.isnan(value) else f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def figure_text(figure: Figure) -> str:
    """A figure as its source prints it: "61.8", "more than 60", "5-8"."""
    if figure.value is None:
        return f"{_plain(figure.low)}-{_plain(figure.high)}"
    word = "" if figure.qualifier == "exact" else f"{figure.qualifier} "
    return f"{word}{figure.value:.{figure.digits}f}"


def labels_of(question: Question) -> dict[str, str]:
    """The English label of every option and net, by id."""
    return {key: say(question.label(key)) for key in (*question.options, *question.nets)}


def listed(words: Iterable[str]) -> str:
    """Words as a reader lists them: "a, b and c"."""
    found = list(words)
    return " and ".join((", ".join(found[:-1]), found[-1])) if len(found) > 1 else "".join(found)


def sentence(text: str) -> str:
    """``text`` with a capital letter and a full stop; "n = 1000" and ids (baw_2022_03) keep their small letter."""
    text = text.strip()
    first = text[:1] if text.startswith("n ") or "_" in text.partition(" ")[0] else text[:1].upper()
    return first + text[1:] + ("" if text.endswith(".") else ".")


def _plain(value: float | None) -> str:
    return "?" if value is None else f"{value:.{printed_decimals(value)}f}"
