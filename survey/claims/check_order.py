"""Claims of order: which answer leads, in which order they come, whether opinion is divided."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from survey.claims.compare import Compared
from survey.claims.evidence import Evidence, limit
from survey.claims.check_share import try_readings
from survey.claims.printing import listed, number, percent, span
from survey.claims.verdict import Verdict, VerdictKind
from survey.definitions.claims import Claim


def check_order(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Options stated from largest to smallest.

    Contradicted when two neighbours stand the other way round in the figures; *reproduced* when every difference of
    neighbours is beyond sampling error, with the covariance of two shares of one question; else *consistent*.
    """
    options = claim.says.order or ()
    verdict = try_readings(claim, " > ".join(options), evidence, lambda one: _ordered(one, options))
    return _with_pairs(verdict, evidence[0], list(zip(options, options[1:], strict=False)))


def check_leads(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """One option stated to be the largest: against each other option, the runner-up decides."""
    leader = claim.says.leads or ""
    verdict = try_readings(claim, f"{leader} leads", evidence, lambda one: _leading(one, leader))
    rivals = _rivals(evidence[0], leader)
    return _with_pairs(verdict, evidence[0], [(leader, rivals[0])] if rivals else [])


def check_divided(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Opinion stated to be divided: the named options are the largest, and none of the options is a majority."""
    named = claim.says.divided or ()
    verdict = try_readings(claim, "divided: " + ", ".join(named), evidence, lambda one: _divided(one, named))
    return _with_pairs(verdict, evidence[0], list(zip(named, named[1:], strict=False)))


def _ordered(one: Evidence, options: Sequence[str]) -> Compared:
    clauses, kinds = [], []
    if len(options) < 2:
        return Compared("cannot_check", "an order needs at least two options")
    for first, second in zip(options, options[1:], strict=False):
        kind, clause = _pair(one, first, second)
        kinds.append(kind)
        clauses.append(clause)
    found = ", ".join(f"{one.label(option)} {_text(one, option)}" for option in options)
    if "cannot_check" in kinds:
        return Compared("cannot_check", "; ".join(clauses), found)
    if "not_reproduced" in kinds:
        return Compared("not_reproduced", f"the order is another one in {_figures_of(one)}: {'; '.join(clauses)}", found)
    verdict: VerdictKind = "consistent" if "consistent" in kinds else "reproduced"
    head = f"the order is that of {_figures_of(one)}" + ("" if verdict == "reproduced" else ", but not every step is certain")
    return Compared(verdict, f"{head}: {'; '.join(clauses)}", found)


def _leading(one: Evidence, leader: str) -> Compared:
    own = one.share(leader)
    if own is None:
        return Compared("cannot_check", f"no figure for {one.label(leader)} is known")
    rivals = _rivals(one, leader)
    if not rivals:
        return Compared("cannot_check", "no other answer has a figure to compare with", own.text)
    kind, clause = _pair(one, leader, rivals[0])
    found = f"{one.label(leader)} {own.text}, {one.label(rivals[0])} {_text(one, rivals[0])}"
    if kind in ("not_reproduced", "cannot_check"):
        return Compared(kind, clause, found)
    hidden = 0.0 if one.recomputed or not one.unprinted else one.unaccounted
    height = own.value if own.known else limit(own)
    if hidden > height:
        names = ", ".join(one.label(option) for option in one.unprinted)
        clause += f"; {percent(hidden)} points are not printed ({names}), so a larger answer among them is possible"
        kind = "consistent"
    return Compared(kind, clause, found)


def _divided(one: Evidence, named: Sequence[str]) -> Compared:
    shares = {option: one.share(option) for option in named}
    lacking = [one.label(option) for option, share in shares.items() if share is None]
    if lacking or not named:
        return Compared("cannot_check", f"no figure is known for {listed(lacking)}" if lacking else "no options are named")
    found = ", ".join(f"{one.label(option)} {_text(one, option)}" for option in named)
    smallest = min(_height(one, option) for option in named)
    others = [option for option in _substantive(one) if option not in named and _height(one, option) > smallest]
    if others:
        names = listed([f"{one.label(option)} {_text(one, option)}" for option in others])
        return Compared("not_reproduced", f"the named answers are not the largest: {names} is larger than one of them", found)
    top = max(named, key=lambda option: _height(one, option))
    largest, interval = shares[top], one.interval(top)
    assert largest is not None
    height = largest.value if largest.known else limit(largest)
    if height > 0.5:
        return Compared("not_reproduced", f"{one.label(top)} has {largest.text}, a majority, so opinion is not divided", found)
    certain = interval is None or interval.high < 0.5
    steps = "; ".join(_pair(one, first, second)[1] for first, second in zip(named, named[1:], strict=False))
    clause = (
        f"no answer has a majority: the largest, {one.label(top)}, has {largest.text}"
        + (f" ({percent(one.level)}% interval {span(*interval)})" if interval is not None else "")
        + (f"; {steps}" if steps else "")
    )
    hidden = 0.0 if one.recomputed or not one.unprinted else one.unaccounted
    if hidden > 0.5:
        clause += f"; {percent(hidden)} points are not printed"
        certain = False
    return Compared("reproduced" if certain else "consistent", clause, found)


def _pair(one: Evidence, first: str, second: str) -> tuple[VerdictKind, str]:
    """Whether ``first`` is larger than ``second``, and the clause that says it."""
    high, low = one.share(first), one.share(second)
    names = f"{one.label(first)} over {one.label(second)}"
    if high is None or low is None:
        lacking = one.label(first if high is None else second)
        return "cannot_check", f"no figure for {lacking} is known"
    if not (high.known and low.known):
        if high.allowed.low >= low.allowed.high:
            return "reproduced", f"{names}: {high.text} against {low.text}, larger whatever the limits stand for"
        if high.allowed.high < low.allowed.low:
            return "not_reproduced", f"{names}: {high.text} against {low.text}, the other way round"
        return "consistent", f"{names}: {high.text} against {low.text}, only a limit is known"
    difference, error, interval = one.lead(first, second)
    points = f"{percent(difference)} points"
    if interval is None:
        kind: VerdictKind = "not_reproduced" if difference < 0 else "consistent"
        how = "the other way round" if difference < 0 else "whether beyond sampling error is unknown without n"
        return kind, f"{names}: {high.text} against {low.text}, {points}, {how}"
    text = f"{names}: {points}, standard error {percent(error, 2)} ({one.basis}), {percent(one.level)}% interval {span(*interval)}"
    if difference < 0:
        return "not_reproduced", f"{text}: the other way round"
    ratio = (difference / (one.quantile * error)) ** 2 if error > 0 else math.inf
    if interval.low > 0:
        if one.recomputed or ratio > 10:
            return "reproduced", f"{text}: beyond sampling error"
        return "reproduced", f"{text}: beyond sampling error (up to a design effect of {number(ratio)})"
    more = "" if one.recomputed or ratio == 0 else f", which would need more than {number(one.n / ratio)} respondents"
    return "consistent", f"{text}: not beyond sampling error{more}"


def _with_pairs(verdict: Verdict, one: Evidence, pairs: Sequence[tuple[str, str]]) -> Verdict:
    details: list[dict[str, Any]] = []
    for first, second in pairs:
        difference, error, interval = one.lead(first, second)
        if math.isnan(difference):
            continue
        row: dict[str, Any] = {"option": first, "against": second, "estimate": difference, "std_error": error}
        if interval is not None:
            row.update(conf_low=interval.low, conf_high=interval.high, n=one.n)
        details.append(row)
    if not details:
        return verdict
    figures = {key: value for key, value in details[0].items() if isinstance(value, float) and not math.isnan(value)}
    return replace(verdict, details=(*verdict.details, *details), figures={**verdict.figures, **figures})


def _substantive(one: Evidence) -> list[str]:
    return [option for option in one.options if option in one.shares and option not in one.missing]


def _rivals(one: Evidence, leader: str) -> list[str]:
    """The other answers with a figure, largest first; kinds of missing are not rivals."""
    inside = set(one.parts(leader)) | set(one.nets.get(leader, ()))
    others = [option for option in _substantive(one) if option not in inside and option != leader]
    return sorted(others, key=lambda option: -_height(one, option))


def _height(one: Evidence, option: str) -> float:
    share = one.share(option)
    return -math.inf if share is None else share.value if share.known else limit(share)


def _text(one: Evidence, option: str) -> str:
    share = one.share(option)
    return "-" if share is None else share.text


def _figures_of(one: Evidence) -> str:
    return "the recomputed shares" if one.recomputed else "the published figures"
