"""Two answers of one question: is one ahead of the other, and is it by more than chance?"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from survey.claims.answers.inference import NOT_ASKED, Inferred, infer, inference_words, ratio_of
from survey.claims.answers.verdict import Fidelity
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import percent, points, share_span
from survey.claims.figures.share import Share
from survey.maths.published import Range, change_range
from survey.phrases.meaning import STRICT
from survey.wording.figures import number, step
from survey.wording.message import Message, message, plural
from survey.wording.spans import between
from survey.wording.worded import joined
from survey.words import Text


@dataclass(frozen=True)
class Pair:
    """Whether the first of two answers is the larger one, the clause that says it, and the figures behind it."""

    fidelity: Fidelity
    clause: Text
    row: dict[str, Any] = field(default_factory=dict)
    inferred: Inferred = NOT_ASKED
    level: bool = False  # as printed


def compare_pair(one: Evidence, first: str, second: str) -> Pair:
    """*Reproduced*: ahead in the printed figures; *not reproduced*: level or behind. Inference: the least lead that
    rounding leaves against its error, with the covariance of two shares of one question."""
    high, low = one.share(first), one.share(second)
    if high is None or low is None:
        lacking = one.label(first if high is None else second)
        return Pair("cannot_be_checked", message("claims.no_figure_for", label=lacking))
    if not (high.known and low.known):
        return _limits(one, first, second, high, low)
    difference, error, interval = one.lead(first, second)
    row: dict[str, Any] = {"option": first, "against": second, "estimate": difference, "std_error": error}
    kind: Fidelity = "reproduced" if difference > 1e-9 else "not_reproduced"
    left = change_range(low.allowed, high.allowed)
    head = joined((_against(one, first, second, high, low), _distance(difference, left)), ", ")
    level = abs(difference) <= 1e-9
    if interval is None:
        return Pair(kind, joined((head, message("claims.lead_unknown", n_text=one.n_text)), "; "), row, level=level)
    row |= {"conf_low": interval.low, "conf_high": interval.high, "n": one.n}
    inferred = infer(ratio_of(left, one.quantile * error), one.variance)
    clause = message(
        "claims.lead",
        head=head,
        error=_error_text(one, (first, second), (high, low), error),
        level=percent(one.level),
        interval=share_span(interval),
        inference=_words(one, inferred, left, interval, difference, error),
    )
    return Pair(kind, clause, row, inferred, level)


def _against(one: Evidence, first: str, second: str, high: Share, low: Share) -> Message:
    return message("claims.against", first=one.in_percent(first, high.text), second=one.in_percent(second, low.text))


def _distance(difference: float, left: Range) -> Message:
    """How far apart as printed; level figures that were rounded are not known to be level."""
    if difference > 1e-9:
        return message("claims.ahead", points=points(difference))
    if difference < -1e-9:
        return message("claims.behind", points=points(-difference))
    if left.high - left.low < 1e-9:
        return message("claims.level")
    return message("claims.level_open", possible=between(step(left.low), step(left.high)))


def _words(one: Evidence, inferred: Inferred, left: Range, interval: Range, difference: float, error: float) -> Text:
    words = inference_words(inferred)
    if words is not None and inferred.kind != "within_error":
        return words
    if not interval.holds(0.0):
        return message("claims.rounding_leaves", possible=between(step(left.low), step(left.high)))
    if one.recomputed or not abs(difference) > 1e-9 or not error > 0:
        return message("claims.not_beyond_error")
    needed = math.ceil(one.n * (one.quantile * error / difference) ** 2)
    return plural("claims.not_beyond_error_with", needed, n=number(needed, 0))


def _error_text(one: Evidence, names: tuple[str, str], shares: tuple[Share, Share], error: float) -> Message:
    """The standard error with what it was computed from, so that a reader can repeat it."""
    high, low = shares
    if one.recomputed or one.nested(*names):
        return message("claims.lead_error", error=percent(error, 2), basis=one.basis)
    a, b, gap = (number(float(f"{value:.4g}")) for value in (high.value, low.value, abs(high.value - low.value)))
    n = number(one.n, 0)
    return message("claims.lead_error_made", error=percent(error, 2), first=a, second=b, gap=gap, n=n, basis=one.basis)


def _limits(one: Evidence, first: str, second: str, high: Share, low: Share) -> Pair:
    head = _against(one, first, second, high, low)
    strict = high.bound in STRICT or low.bound in STRICT
    kind: Fidelity = "cannot_be_checked"
    least = high.allowed.low - low.allowed.high
    if least > 1e-9 or (strict and least > -1e-9):
        kind = "reproduced"
    elif high.allowed.high <= low.allowed.low + 1e-9:
        kind = "not_reproduced"
    return Pair(kind, message(f"claims.limits_{kind}", head=head, n_text=one.n_text))
