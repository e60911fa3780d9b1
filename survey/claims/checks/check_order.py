"""Claims of order: which answer leads, in which order they come, whether opinion is divided."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from survey.claims.answers.inference import NOT_ASKED, inference_words, least_certain
from survey.claims.answers.verdict import Verdict, worst
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printed import Printed
from survey.claims.figures.printing import percent, points, share_span
from survey.claims.figures.stated import Stated
from survey.claims.judging.compare import infer_share
from survey.claims.judging.compared import Compared
from survey.claims.judging.limits import hidden
from survey.claims.judging.of_pairs import compared_pairs
from survey.claims.judging.pairs import Pair, compare_pair
from survey.claims.judging.readings import over_readings
from survey.claims.judging.rivals import LEVEL, answers_of, height, rivals_of, share_text
from survey.definitions.records.claims import Claim
from survey.maths.published import Range
from survey.wording.lists import listed
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

LESS_THAN_HALF = Stated(Printed(50, 0, "less than"), 0.5, Range(0.0, 0.5), open_ended=True, strict=True, limit=True)


def check_order(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Options stated from largest to smallest.

    *Reproduced*: each is larger than the next in the printed figures; *not reproduced*: one is level with it or
    smaller. Inference: the step that is least certain.
    """
    options = claim.says.order or ()
    stated = joined((evidence[0].label(option) for option in options), " > ")
    return over_readings(claim, stated, evidence, lambda one: _ordered(one, options))


def check_leads(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """One option stated to be the largest: the runner-up decides, by the rule of ``compare_pair``; a tie is no lead."""
    leader = claim.says.leads or ""
    stated = message("claims.leads", label=evidence[0].label(leader))
    return over_readings(claim, stated, evidence, lambda one: _leading(one, leader))


def check_divided(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Opinion stated to be divided: the named options are the largest, and none of the options is a majority.
    Inference: the distance of the largest to one half."""
    named = claim.says.divided or ()
    stated = message("claims.divided", answers=joined((evidence[0].label(option) for option in named), ", "))
    return over_readings(claim, stated, evidence, lambda one: _divided(one, named))


def _ordered(one: Evidence, options: Sequence[str]) -> Compared:
    if len(options) < 2:
        return Compared("cannot_be_checked", message("claims.order_of_one"))
    pairs = [compare_pair(one, first, second) for first, second in pairwise(options)]
    fidelity = worst(pair.fidelity for pair in pairs)
    inferred = least_certain([pair.inferred for pair in pairs])
    steps: Text = joined((pair.clause for pair in pairs), "; ")
    if fidelity == "not_reproduced":
        level = all(pair.level for pair in pairs if pair.fidelity == "not_reproduced")
        steps = message("claims.order_level" if level else "claims.another_order", name=one.name, steps=steps)
    elif fidelity == "reproduced":
        steps = message(f"claims.order_{_certainty(pairs)}", name=one.name, steps=steps)
    return compared_pairs(one, fidelity, steps, options, pairs, inferred)


def _certainty(pairs: Sequence[Pair]) -> str:
    """How certain the steps are; nothing is said of it where one is known from limits, and no other is uncertain."""
    if any(pair.row and pair.inferred.kind != "beyond_error" for pair in pairs):
        return "uncertain"
    return "certain" if all(pair.row for pair in pairs) else "of_limits"


def _leading(one: Evidence, leader: str) -> Compared:
    if one.share(leader) is None:
        return Compared("cannot_be_checked", message("claims.no_figure_for", label=one.label(leader)))
    rivals = rivals_of(one, leader)
    if not rivals:
        return Compared("cannot_be_checked", message("claims.no_rival", label=one.label(leader)))
    pair = compare_pair(one, leader, rivals[0])
    unclear = [] if pair.fidelity == "not_reproduced" else hidden(one, leader, rivals)
    if unclear:  # more than 20 % may be more than the leader has
        rivals = unclear
        pair = compare_pair(one, leader, rivals[0])
    fidelity, clause = pair.fidelity, pair.clause
    if fidelity == "reproduced" and one.unprinted and one.unaccounted > height(one, leader) + LEVEL:
        names = listed(one.label(option) for option in one.unprinted)
        left = points(one.unaccounted)
        clause = message("claims.may_be_larger", points=left, answers=names, clause=clause)
        fidelity = "cannot_be_checked"
    return compared_pairs(one, fidelity, clause, (leader, rivals[0]), [pair], pair.inferred)


def _divided(one: Evidence, named: Sequence[str]) -> Compared:
    lacking = [one.label(option) for option in named if one.share(option) is None]
    if not named:
        return Compared("cannot_be_checked", message("claims.no_answers_named"))
    if lacking:
        return Compared("cannot_be_checked", message("claims.no_figure_is_known", labels=listed(lacking)))
    named = sorted(named, key=lambda option: -height(one, option))  # no order is stated
    smallest = height(one, named[-1])
    larger = [option for option in answers_of(one) if option not in named and height(one, option) > smallest + LEVEL]
    pairs = [compare_pair(one, first, second) for first, second in pairwise(named)]
    if larger:
        names = listed(one.in_percent(option, share_text(one, option)) for option in larger)
        clause: Text = message("claims.not_the_largest", answers=names, basis=one.basis)
        return compared_pairs(one, "not_reproduced", clause, named, pairs, NOT_ASKED)
    limits = [option for option in answers_of(one) if option not in named]
    if unclear := hidden(one, named[-1], limits) or [option for option in named if _may_be_majority(one, option)]:
        names = listed(one.in_percent(option, share_text(one, option)) for option in unclear)
        clause = message("claims.limits_leave_open", answers=names, n_text=one.n_text)
        return compared_pairs(one, "cannot_be_checked", clause, named, pairs, NOT_ASKED)
    top = named[0]
    inferred = infer_share(LESS_THAN_HALF, one, top)
    largest = _largest(one, top)
    if height(one, top) > 0.5 + LEVEL:
        clause = message("claims.a_majority", largest=largest)
        return compared_pairs(one, "not_reproduced", clause, named, pairs, inferred)
    words = inference_words(inferred)
    if words is None or inferred.kind != "beyond_error":
        clause = message("claims.no_majority", largest=largest)
    else:
        clause = message("claims.no_majority_certain", largest=largest, inference=words)
    clause = joined((clause, *(pair.clause for pair in pairs)), "; ")
    if one.unprinted and one.unaccounted > 0.5 + LEVEL:
        clause = message("claims.may_be_majority", points=points(one.unaccounted), clause=clause)
        return compared_pairs(one, "cannot_be_checked", clause, named, pairs, inferred)
    return compared_pairs(one, "reproduced", clause, named, pairs, inferred)


def _may_be_majority(one: Evidence, option: str) -> bool:
    """Of a share that is known as a limit only, below one half."""
    share = one.share(option)
    return share is not None and not share.known and share.allowed.low < 0.5 - LEVEL < 0.5 + LEVEL < share.allowed.high


def _largest(one: Evidence, top: str) -> Text:
    """The largest answer with its figure, and what that rests on."""
    label, figure = one.label(top), share_text(one, top)
    interval = one.interval(top)
    if interval is None:
        return message("claims.largest", label=label, figure=figure, n_text=one.n_text)
    level, ends = percent(one.level), share_span(interval)
    return message("claims.largest_interval", label=label, figure=figure, level=level, span=ends, basis=one.basis)
