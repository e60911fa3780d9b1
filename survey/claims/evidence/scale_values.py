"""Mean and median of a scale from the printed shares of its answers."""

from __future__ import annotations

from collections.abc import Sequence

from survey.claims.figures.share import Share
from survey.definitions.records.question import Question
from survey.maths.published import Range


def values_of(question: Question) -> dict[str, float]:
    """The number that each answer stands for, as tables have it: its value, of a scale also its code. {} where one has
    none."""
    found = {}
    for key in question.substantive:
        option = question.options[key]
        codes = [code for code in option.codes if isinstance(code, (int, float))]
        number = option.value
        if number is None and question.type == "scale" and len(codes) == 1:
            number = float(codes[0])
        if number is None:
            return {}
        found[key] = float(number)
    return found


def mean_range(values: Sequence[float], shares: Sequence[Share]) -> tuple[float, Range]:
    """``Σ p v / Σ p`` of those who answered, and the least and the greatest that rounding of the shares leaves.

    The extremes of a ratio of two linear functions lie at ends of the shares: all answers below some value at one end
    and all above it at the other."""
    order = sorted(range(len(values)), key=lambda at: values[at])
    ends = []
    for cut in range(len(order) + 1):
        for low_first in (True, False):
            picked = [shares[at].allowed[1 if (place < cut) == low_first else 0] for place, at in enumerate(order)]
            if sum(picked) > 0:
                ends.append(sum(values[at] * share for at, share in zip(order, picked, strict=True)) / sum(picked))
    total = sum(share.value for share in shares)
    mean = sum(value * share.value for value, share in zip(values, shares, strict=True)) / total
    return mean, Range(min(ends), max(ends))


def median_range(values: Sequence[float], shares: Sequence[Share]) -> tuple[float, Range]:
    """The least value that half of those who answered do not pass, as printed and at the ends of rounding."""
    order = sorted(zip(values, shares, strict=True), key=lambda pair: pair[0])

    def at(picked: Sequence[float]) -> float:
        half, below = sum(picked) / 2, 0.0
        for (value, _), share in zip(order, picked, strict=True):
            below += share
            if below >= half - 1e-9:
                return value
        return order[-1][0]

    found = [
        at([share.allowed[1 if (place < cut) == low_first else 0] for place, (_, share) in enumerate(order)])
        for cut in range(len(order) + 1)
        for low_first in (True, False)
    ]
    return at([share.value for _, share in order]), Range(min(found), max(found))
