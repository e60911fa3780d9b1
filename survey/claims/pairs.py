"""Two answers of one question: is one ahead of the other by more than chance?"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from survey.claims.evidence import Evidence
from survey.claims.printing import number, percent, points, span
from survey.claims.share import Share
from survey.claims.verdict import VerdictKind
from survey.maths.published import Range


@dataclass(frozen=True)
class Pair:
    """Whether the first of two answers is the larger one, the clause that says it, and the figures behind it."""

    verdict: VerdictKind
    clause: str
    row: dict[str, Any] = field(default_factory=dict)


def compare_pair(one: Evidence, first: str, second: str) -> Pair:
    """*Reproduced*: ahead by more than sampling error, with the covariance of two shares of one question; *consistent*:
    ahead, but not by more than that, or by an unknown distance; *not reproduced*: behind in the figures."""
    high, low = one.share(first), one.share(second)
    if high is None or low is None:
        return Pair("cannot_check", f"no figure for {one.label(first if high is None else second)} is known")
    if not (high.known and low.known):
        return _limits(one, first, second, high, low)
    difference, error, interval = one.lead(first, second)
    row: dict[str, Any] = {"option": first, "against": second, "estimate": difference, "std_error": error}
    head = f"{one.label(first)} {high.text}% against {one.label(second)} {low.text}%"
    if difference < 0:
        head += f", {points(-difference)} behind"
    else:
        head += f", {points(difference)} ahead" if difference > 0 else ", level"
    if interval is None:
        kind: VerdictKind = "not_reproduced" if difference < 0 else "consistent"
        known = "" if difference < 0 else ", so whether that is beyond sampling error cannot be known"
        return Pair(kind, f"{head}; {one.n_text}{known}", row)
    row |= {"conf_low": interval.low, "conf_high": interval.high, "n": one.n}
    head += f"; {_error_text(one, high, low, error)}, {percent(one.level)}% interval {span(*interval)}"
    return _with_error(one, head, difference, error, interval, row)


def _with_error(
    one: Evidence, head: str, difference: float, error: float, interval: Range, row: dict[str, Any]
) -> Pair:
    if difference < 0:
        return Pair("not_reproduced", f"{head}: the other way round", row)
    ratio = (difference / (one.quantile * error)) ** 2 if error > 0 else math.inf
    if interval.low > 0:
        upto = "" if one.recomputed or ratio > 10 else f" (up to a design effect of {number(ratio)})"
        return Pair("reproduced", f"{head}: beyond sampling error{upto}", row)
    more = "" if one.recomputed or ratio == 0 else f"; it would take about {math.ceil(one.n / ratio)} respondents"
    return Pair("consistent", f"{head}: not beyond sampling error{more}", row)


def _error_text(one: Evidence, high: Share, low: Share, error: float) -> str:
    """The standard error with what it was computed from, so that a reader can repeat it."""
    if one.recomputed:
        return f"standard error {percent(error, 2)} with the covariance of both shares ({one.basis})"
    a, b, gap = (f"{value:.4g}" for value in (high.value, low.value, abs(high.value - low.value)))
    made = f"100·√(({a} + {b} − {gap}²)/{one.n:.0f})"
    return f"standard error {percent(error, 2)} = {made}, with the covariance of both shares ({one.basis})"


def _limits(one: Evidence, first: str, second: str, high: Share, low: Share) -> Pair:
    head = f"{one.label(first)} {high.text}% against {one.label(second)} {low.text}% ({one.n_text})"
    if high.allowed.low >= low.allowed.high:
        return Pair("reproduced", f"{head}: larger, whatever the limits stand for")
    if high.allowed.high < low.allowed.low:
        return Pair("not_reproduced", f"{head}: the other way round, whatever the limits stand for")
    return Pair("consistent", f"{head}: only a limit is known, so the distance is not")
