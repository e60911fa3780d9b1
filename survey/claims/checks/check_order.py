"""Claims of order: which answer leads, in which order they come, whether opinion is divided."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from survey.claims.answers.inference import NOT_ASKED, Inferred, inference_words, least_certain
from survey.claims.answers.verdict import Fidelity, Verdict, worst
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import listed, percent, span
from survey.claims.figures.stated import Stated
from survey.claims.judging.compare import Compared, infer_share
from survey.claims.judging.pairs import Pair, compare_pair
from survey.claims.judging.readings import over_readings
from survey.definitions.records.claims import Claim
from survey.maths.published import Range

LESS_THAN_HALF = Stated("less than half", 0.5, Range(0.0, 0.5), open_ended=True, strict=True, limit=True)


def check_order(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Options stated from largest to smallest.

    *Reproduced*: each is larger than the next in the printed figures; *not reproduced*: one is level with it or
    smaller. Inference: the step that is least certain.
    """
    options = claim.says.order or ()
    stated = " > ".join(evidence[0].label(option) for option in options)
    return over_readings(claim, stated, evidence, lambda one: _ordered(one, options))


def check_leads(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """One option stated to be the largest: the runner-up decides, by the rule of ``compare_pair``; a tie is no lead."""
    leader = claim.says.leads or ""
    return over_readings(claim, f"{evidence[0].label(leader)} leads", evidence, lambda one: _leading(one, leader))


def check_divided(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Opinion stated to be divided: the named options are the largest, and none of the options is a majority.
    Inference: the distance of the largest to one half."""
    named = claim.says.divided or ()
    stated = f"divided: {', '.join(evidence[0].label(option) for option in named)}"
    return over_readings(claim, stated, evidence, lambda one: _divided(one, named))


def _ordered(one: Evidence, options: Sequence[str]) -> Compared:
    if len(options) < 2:
        return Compared("cannot_be_checked", "an order needs at least two answers")
    pairs = [compare_pair(one, first, second) for first, second in pairwise(options)]
    fidelity = worst(pair.fidelity for pair in pairs)
    inferred = least_certain([pair.inferred for pair in pairs])
    head = {
        "not_reproduced": f"not reproduced: the figures {one.name} have another order: ",
        "reproduced": f"this is the order of the figures {one.name}"
        + (", and every step is certain: " if inferred.kind == "beyond_error" else ", but not every step is certain: "),
    }.get(fidelity, "")
    return _compared(one, fidelity, head + "; ".join(pair.clause for pair in pairs), options, pairs, inferred)


def _leading(one: Evidence, leader: str) -> Compared:
    if one.share(leader) is None:
        return Compared("cannot_be_checked", f"no figure for {one.label(leader)} is known")
    inside = {leader, *one.parts(leader), *one.nets.get(leader, ())}
    others = [option for option in _answers(one) if option not in inside]
    rivals = sorted(others, key=lambda option: -_height(one, option))
    if not rivals:
        return Compared("cannot_be_checked", f"no other answer has a figure to compare {one.label(leader)} with")
    pair = compare_pair(one, leader, rivals[0])
    fidelity, clause = pair.fidelity, pair.clause
    if fidelity == "not_reproduced":
        clause = f"not reproduced: {clause}"
    elif fidelity == "reproduced" and one.unprinted and one.unaccounted > _height(one, leader):
        names = listed(one.label(option) for option in one.unprinted)
        clause = f"{percent(one.unaccounted)} points are not printed, so that {names} may be larger; {clause}"
        fidelity = "cannot_be_checked"
    return _compared(one, fidelity, clause, (leader, rivals[0]), [pair], pair.inferred)


def _divided(one: Evidence, named: Sequence[str]) -> Compared:
    lacking = [one.label(option) for option in named if one.share(option) is None]
    if lacking or not named:
        why = f"no figure is known for {listed(lacking)}" if named else "no answers are named"
        return Compared("cannot_be_checked", why)
    named = sorted(named, key=lambda option: -_height(one, option))  # no order is stated
    smallest = _height(one, named[-1])
    larger = [option for option in _answers(one) if option not in named and _height(one, option) > smallest]
    pairs = [compare_pair(one, first, second) for first, second in pairwise(named)]
    if larger:
        names = listed(f"{one.label(option)} {_text(one, option)}%" for option in larger)
        clause = f"not reproduced: the named answers are not the largest: {names} is above one of them ({one.basis})"
        return _compared(one, "not_reproduced", clause, named, pairs, NOT_ASKED)
    top = named[0]
    interval = one.interval(top)
    inferred = infer_share(LESS_THAN_HALF, one, top)
    shown = f" ({percent(one.level)}% interval {span(*interval)}%, {one.basis})" if interval else f" ({one.n_text})"
    largest = f"{one.label(top)}, has {_text(one, top)}%{shown}"
    if _height(one, top) > 0.5:
        clause = f"not reproduced: the largest answer, {largest}: a majority, so opinion is not divided"
        return _compared(one, "not_reproduced", clause, named, pairs, inferred)
    said = f", less than one half {inference_words(inferred)}" if inferred.kind == "beyond_error" else ""
    clause = "; ".join((f"no answer has a majority: the largest, {largest}{said}", *(pair.clause for pair in pairs)))
    if one.unprinted and one.unaccounted > 0.5:
        clause = f"{percent(one.unaccounted)} points are not printed, which may be a majority; {clause}"
        return _compared(one, "cannot_be_checked", clause, named, pairs, inferred)
    return _compared(one, "reproduced", clause, named, pairs, inferred)


def _compared(
    one: Evidence, fidelity: Fidelity, clause: str, options: Sequence[str], pairs: Sequence[Pair], inferred: Inferred
) -> Compared:
    found = ", ".join(f"{one.label(option)} {_text(one, option)}" for option in options)
    rows = tuple(pair.row for pair in pairs if pair.row)
    figures = {key: value for key, value in rows[0].items() if isinstance(value, float)} if rows else {}
    figures = {key: value for key, value in figures.items() if not math.isnan(value)}
    return Compared(fidelity, clause, found, figures, _at_another_deff(one, figures), rows, inferred)


def _at_another_deff(one: Evidence, figures: dict[str, float]) -> tuple[str, ...]:
    if one.recomputed or "std_error" not in figures:
        return ()
    found = f"at a design effect of 1.5 the standard error would be {percent(figures['std_error'] * 1.5**0.5, 2)}"
    several = "if several answers could be given, the standard error of a difference is smaller"
    return (found,) if one.single else (several, found)


def _answers(one: Evidence) -> list[str]:
    """Options with a figure; kinds of missing are not rivals of an answer."""
    return [option for option in one.options if option in one.shares and option not in one.missing]


def _height(one: Evidence, option: str) -> float:
    share = one.share(option)
    return -1.0 if share is None else share.nominal


def _text(one: Evidence, option: str) -> str:
    share = one.share(option)
    return "-" if share is None else share.text
