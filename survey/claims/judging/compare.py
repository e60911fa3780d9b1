"""A stated share against one that is known: fidelity and inference, each by its own rule, then the words for both."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from survey.claims.answers.fidelity import Reason, fidelity_of
from survey.claims.answers.inference import NOT_ASKED, Inferred, infer, inference_words
from survey.claims.answers.verdict import FAILING, Fidelity
from survey.claims.evidence.evidence import Evidence
from survey.claims.evidence.rebase import base_that_fits
from survey.claims.figures.printing import number, percent, points, span
from survey.claims.figures.share import Share
from survey.claims.figures.stated import Stated
from survey.maths.published import share_std_error, variance_to_reach

FIDELITY_WORDS: dict[Fidelity, str] = {
    "reproduced": "reproduced",
    "overstated": "overstated",
    "understated": "understated",
    "not_reproduced": "not reproduced",
    "impossible": "impossible",
    "cannot_be_checked": "cannot be checked",
}


@dataclass(frozen=True)
class Compared:
    """The outcome of one comparison, with the clause that says it."""

    fidelity: Fidelity
    clause: str
    found: str = ""
    figures: dict[str, float] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    details: tuple[dict[str, object], ...] = ()
    inferred: Inferred = NOT_ASKED


def compare(stated: Stated, one: Evidence, options: str | Sequence[str]) -> Compared:
    """``stated`` against the share of ``options``: the rules are those of ``fidelity_of`` and ``infer_share``.

    A figure that the data of the study do not make is *not reproduced*; against a printed figure it is over- or
    understated, and so are words ("a majority") from either source.
    """
    share = one.share(options)
    if share is None:
        text = f"{stated.said} is stated; no figure for {one.label(options)} is {one.name}"
        return Compared("cannot_be_checked", text)
    if one.single is False and len(one.parts(options)) > 1:
        why = f"several answers were possible, so {share.text}% do not add up to people"
        return Compared("cannot_be_checked", f"{stated.said} is stated of {one.label(options)}; {why}")
    fidelity, reason = fidelity_of(stated, share)
    if one.recomputed and fidelity in FAILING and not (stated.in_words or stated.open_ended):
        fidelity = "not_reproduced"  # a figure that the data do not make
    inferred = infer_share(stated, one, options)
    figures = {"stated_share": stated.nominal, "estimate": share.value, "std_error": one.std_error(options), "n": one.n}
    interval = one.interval(options)
    if interval is not None:
        figures |= {"conf_low": interval.low, "conf_high": interval.high}
    figures = {key: value for key, value in figures.items() if not math.isnan(value)}
    head = FIDELITY_WORDS[fidelity] + ": " if fidelity in FAILING else ""
    head += f"{stated.said} is stated, {share.text}% {one.name} for {one.label(options)}"
    head += f" {one.of_whom}" if one.of_whom else ""
    why = _why(stated, share, reason)
    if fidelity in FAILING:
        other = base_that_fits(stated, one, options)
        why += f"; {other}" if other else ""
    clause = f"{head}: {why}; {_population(stated, share, one, options, inferred)}"
    return Compared(fidelity, clause, share.text, figures, _assumed(one, options), inferred=inferred)


def infer_share(stated: Stated, one: Evidence, options: str | Sequence[str]) -> Inferred:
    """The distance of the known share to what the statement turns on, against the share's own interval.

    A limit ("a majority", "more than 60") always turns on the limit. A figure or a fraction does where the poll has
    another one; where it has that one, nothing is asked.
    """
    share = one.share(options)
    if share is None or not share.known or not one.has_error:
        return NOT_ASKED
    if not stated.limit and stated.holds(share.value):
        return NOT_ASKED
    target = stated.target(share.value)
    if abs(target - share.value) < 1e-9:
        return infer(0.0, one.variance)
    return infer(variance_to_reach(share.value, one.std_error(options), target, one.quantile), one.variance)


def _why(stated: Stated, share: Share, reason: Reason) -> str:
    if reason == "equal":
        return "equal under the printed rounding" if share.known else "the same limit"
    if reason == "fits":
        return "it fits"
    if reason == "only_limit":
        return "only a limit is published, which leaves it open"
    if reason == "coarse":
        low, high = (f"{100 * end:.{share.decimals + 1}f}" for end in share.allowed)
        return f"what is published leaves {low}-{high}% open, too coarse to tell"
    value = share.value if share.known else share.nominal
    if stated.strict and abs(value - stated.nominal) < 1e-9:
        return "that is the limit itself"
    if not stated.open_ended and not stated.in_words:
        gap = points(abs(value - stated.nominal))
        return f"{gap} too {'many' if value < stated.nominal else 'few'}"
    least, most = stated.allowed
    return f"below {percent(least)}%" if value < least else f"above {percent(most)}%"


def _population(stated: Stated, share: Share, one: Evidence, options: str | Sequence[str], inferred: Inferred) -> str:
    """What the interval says, after what the figures say."""
    interval = one.interval(options)
    if interval is None:
        if not share.known:
            return one.n_text
        return f"{one.n_text}, so there is no interval{_n_needed(stated, share, one)}"
    shown = f"{percent(one.level)}% interval {span(*interval)}% ({one.basis})"
    if inferred.kind == "not_asked":
        return shown
    target = percent(stated.target(share.value), max(stated.decimals, 1))
    side = "inside" if inferred.kind == "within_error" else "outside"
    if inferred.kind == "depends_on_the_design_effect":
        return f"{shown}, and the distance to {target}%: {inference_words(inferred)}"
    more = ""
    if inferred.kind == "beyond_error" and not math.isnan(inferred.deff_flips) and inferred.deff_flips <= 10:
        more = f", up to a design effect of {number(inferred.deff_flips)}"
    return f"{target}% is {side} its {shown}{more}"


def _n_needed(stated: Stated, share: Share, one: Evidence) -> str:
    target = stated.target(share.value)
    if stated.holds(share.value) and not stated.limit:
        return ""
    if not 0 < share.value < 1 or abs(target - share.value) < 1e-9:
        return ""
    each = variance_to_reach(share.value, share_std_error(share.value, 1.0), target, one.quantile)
    if not each > 0:
        return ""
    return f"; {percent(target)}% is within sampling error with an effective n below {number(1 / each)}"


def _assumed(one: Evidence, options: str | Sequence[str]) -> tuple[str, ...]:
    if one.recomputed:
        return ()
    joined = one.single is None and len(one.parts(options)) > 1
    several = ("if several answers could be given, their sum counts some respondents twice",) if joined else ()
    wider = one.interval(options, deff=1.5)
    return several if wider is None else (*several, f"at a design effect of 1.5 the interval would be {span(*wider)}%")
