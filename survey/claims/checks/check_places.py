"""Claims that answers are level, or that one has a certain place among all."""

from __future__ import annotations

from collections.abc import Sequence

from survey.claims.answers.inference import least_certain
from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import percent, points
from survey.claims.judging.compared import Compared
from survey.claims.judging.limits import hidden
from survey.claims.judging.of_pairs import compared_pairs
from survey.claims.judging.pairs import Pair, compare_pair
from survey.claims.judging.readings import over_readings
from survey.claims.judging.rivals import LEVEL, answers_of, height
from survey.definitions.records.claims import Claim
from survey.definitions.records.statements import Rank, Tie
from survey.wording.figures import number
from survey.wording.lists import listed
from survey.wording.message import message, plural
from survey.wording.worded import joined
from survey.words import Text


def check_tie(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Options stated to be level: the largest and the smallest no further apart than ``within`` points as printed.
    Inference: their difference against its error, which can contradict a tie and never prove one."""
    says = claim.says.tie
    assert says is not None
    stated = message("claims.tie", answers=listed(evidence[0].label(option) for option in says.options))
    return over_readings(claim, stated, evidence, lambda one: _tied(one, says))


def check_rank(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """An option stated to be second, third, …: as many answers are larger as there are places before it, those that are
    level with it aside. *Cannot be checked* where answers that are not printed may be larger."""
    says = claim.says.rank
    assert says is not None
    stated = message("claims.rank", label=evidence[0].label(says.option), place=says.place)
    return over_readings(claim, stated, evidence, lambda one: _ranked(one, says))


def _tied(one: Evidence, says: Tie) -> Compared:
    lacking = [option for option in says.options if one.share(option) is None]
    if lacking or len(says.options) < 2:
        return Compared(
            "cannot_be_checked", message("claims.no_figure_is_known", labels=listed(map(one.label, lacking)))
        )
    largest = max(says.options, key=lambda option: height(one, option))
    smallest = min(says.options, key=lambda option: height(one, option))
    if largest == smallest:
        largest, smallest = says.options[:2]
    pair = compare_pair(one, largest, smallest)
    if pair.fidelity == "cannot_be_checked":
        return Compared("cannot_be_checked", pair.clause)
    apart = height(one, largest) - height(one, smallest)
    fidelity: Fidelity = "reproduced" if 100 * apart <= says.within + 1e-9 else "not_reproduced"
    size, whole = percent(says.within / 100), round(says.within)
    part = message("claims.points_part", size=size)
    limit = plural("claims.points_limit", whole, size=size) if says.within == whole else part
    clause: Text = message(f"claims.tie_{fidelity}", name=one.name, clause=pair.clause, points=limit)
    return compared_pairs(one, fidelity, clause, says.options, [pair], pair.inferred)


def _ranked(one: Evidence, says: Rank) -> Compared:
    label = one.label(says.option)
    if one.share(says.option) is None:
        return Compared("cannot_be_checked", message("claims.no_figure_for", label=label))
    own = height(one, says.option)
    others = [option for option in answers_of(one) if option != says.option]
    unclear = hidden(one, says.option, others)  # as limits are all that is known
    others = [option for option in others if option not in unclear]
    larger = sorted((one_ for one_ in others if height(one, one_) > own + LEVEL), key=lambda each: height(one, each))
    level = [option for option in others if abs(height(one, option) - own) <= LEVEL]
    smaller = sorted((each for each in others if height(one, each) < own - LEVEL), key=lambda each: -height(one, each))
    first, last = len(larger) + 1, len(larger) + len(level) + len(unclear) + 1
    pairs: list[Pair] = [compare_pair(one, larger[0], says.option)] if larger else []
    pairs += [compare_pair(one, says.option, smaller[0])] if smaller else []
    pairs += [compare_pair(one, says.option, option) for option in unclear]
    place = number(first, 0) if first == last else joined((number(first, 0), number(last, 0)), "-")
    fidelity: Fidelity = "reproduced" if first <= says.place <= last else "not_reproduced"
    steps = joined((pair.clause for pair in pairs), "; ")
    clause: Text = message("claims.rank_found", label=label, place=place, name=one.name, steps=steps)
    if fidelity == "reproduced" and unclear:
        fidelity = "cannot_be_checked"
    elif fidelity == "reproduced" and one.unprinted and one.unaccounted > own + LEVEL:
        names, left = listed(one.label(option) for option in one.unprinted), points(one.unaccounted)
        clause, fidelity = (
            message("claims.may_be_larger", points=left, answers=names, clause=clause),
            "cannot_be_checked",
        )
    named = (*(larger[:1]), says.option, *(smaller[:1]), *unclear)
    inferred = least_certain([pair.inferred for pair in pairs])
    return compared_pairs(one, fidelity, clause, named, pairs, inferred)
