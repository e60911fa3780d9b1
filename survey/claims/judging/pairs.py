"""Two answers of one question: is one ahead of the other, and is it by more than chance?"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from survey.claims.answers.inference import NOT_ASKED, Inferred, infer, inference_words, ratio_of
from survey.claims.answers.verdict import Fidelity
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import percent, points, signed, span
from survey.claims.figures.share import Share
from survey.maths.published import Range, change_range


@dataclass(frozen=True)
class Pair:
    """Whether the first of two answers is the larger one, the clause that says it, and the figures behind it."""

    fidelity: Fidelity
    clause: str
    row: dict[str, Any] = field(default_factory=dict)
    inferred: Inferred = NOT_ASKED


def compare_pair(one: Evidence, first: str, second: str) -> Pair:
    """*Reproduced*: ahead in the printed figures; *not reproduced*: level or behind. Inference: the least lead that
    rounding leaves against its error, with the covariance of two shares of one question."""
    high, low = one.share(first), one.share(second)
    if high is None or low is None:
        lacking = one.label(first if high is None else second)
        return Pair("cannot_be_checked", f"no figure for {lacking} is known")
    if not (high.known and low.known):
        return _limits(one, first, second, high, low)
    difference, error, interval = one.lead(first, second)
    row: dict[str, Any] = {"option": first, "against": second, "estimate": difference, "std_error": error}
    ahead = difference > 1e-9
    kind: Fidelity = "reproduced" if ahead else "not_reproduced"
    head = f"{one.label(first)} {high.text}% against {one.label(second)} {low.text}%, "
    if ahead:
        head += f"{points(difference)} ahead"
    else:
        head += "level" if difference > -1e-9 else f"{points(-difference)} behind"
    if interval is None:
        return Pair(kind, f"{head}; {one.n_text}, so whether that is beyond sampling error cannot be known", row)
    row |= {"conf_low": interval.low, "conf_high": interval.high, "n": one.n}
    left = change_range(low.allowed, high.allowed)
    inferred = infer(ratio_of(left, one.quantile * error), one.variance)
    head += f"; {_error_text(one, high, low, error)}, {percent(one.level)}% interval {span(*interval)}"
    return Pair(kind, f"{head}: {_words(one, inferred, left, interval, difference, error)}", row, inferred)


def _words(one: Evidence, inferred: Inferred, left: Range, interval: Range, difference: float, error: float) -> str:
    if inferred.kind != "within_error":
        return inference_words(inferred)
    if not interval.holds(0.0):
        return f"not certain, as rounding leaves {signed(left.low)} to {signed(left.high)}"
    more = ""
    if not one.recomputed and abs(difference) > 1e-9 and error > 0:
        more = f"; it would take about {math.ceil(one.n * (one.quantile * error / difference) ** 2)} respondents"
    return f"not beyond sampling error{more}"


def _error_text(one: Evidence, high: Share, low: Share, error: float) -> str:
    """The standard error with what it was computed from, so that a reader can repeat it."""
    if one.recomputed:
        return f"standard error {percent(error, 2)} with the covariance of both shares ({one.basis})"
    a, b, gap = (f"{value:.4g}" for value in (high.value, low.value, abs(high.value - low.value)))
    made = f"100·√(({a} + {b} − {gap}²)/{one.n:.0f})"
    return f"standard error {percent(error, 2)} = {made}, with the covariance of both shares ({one.basis})"


def _limits(one: Evidence, first: str, second: str, high: Share, low: Share) -> Pair:
    head = f"{one.label(first)} {high.text}% against {one.label(second)} {low.text}% ({one.n_text})"
    strict = "than" in high.bound or "than" in low.bound
    if high.allowed.low > low.allowed.high or (strict and high.allowed.low >= low.allowed.high):
        return Pair("reproduced", f"{head}: larger, whatever the limits stand for")
    if high.allowed.high <= low.allowed.low:
        return Pair("not_reproduced", f"{head}: not larger, whatever the limits stand for")
    return Pair("cannot_be_checked", f"{head}: only a limit is known, so the distance is not")
