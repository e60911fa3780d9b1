"""What is said where no waves are named and every pair of waves is a possible reading."""

from __future__ import annotations

from collections.abc import Sequence

from survey.claims.answers.verdict import FAILING, Fidelity, worst
from survey.claims.figures.printing import listed, percent
from survey.claims.judging.change_fit import PairFit
from survey.claims.judging.waves import Wave
from survey.maths.published import change_std_error, normal_quantile

MOST_NAMED = 6  # pairs that do not fit; a reader finds the others in the details
# Heads of the lists of pairs that fit, by what is known of the way of interviewing.
MODE_HEADS = (
    ("same", "with the same way of interviewing in both waves"),
    ("changed", "across a change of it"),
    ("unknown", "where a wave does not state it"),
)


WRONG = {"overstated": "overstated", "understated": "understated", "not_reproduced": "the other way"}


def pairs_verdict(fits: Sequence[PairFit]) -> Fidelity:
    """What all pairs say; *cannot be checked* where one fits and another does not, or where limits leave it open."""
    kinds = {pair.fit for pair in fits}
    if len(kinds) > 1 and kinds & {"reproduced", "cannot_be_checked"}:
        return "cannot_be_checked"
    return worst(kinds)


def pairs_sentence(fits: Sequence[PairFit], line: Sequence[Wave], stated: str) -> str:
    """How many pairs fit and which, those within one way of interviewing apart from those across; which do not."""
    fit = [pair for pair in fits if pair.fit == "reproduced"]
    wrong = [pair for pair in fits if pair.fit in FAILING]
    label = line[0].evidence[0].label(line[0].options)
    text = f"no waves are named: {stated} fits {len(fit)} of the {len(fits)} pairs of "
    text += f"{len(line)} dated waves with a figure for {label}, does not fit {len(wrong)}"
    kinds = [(kind, sum(pair.fit == kind for pair in wrong)) for kind in WRONG]
    named = listed(f"{count} {WRONG[kind]}" for kind, count in kinds if count)
    text += f" ({named})" if named else ""
    apart = [pair for pair in fits if pair.unlike]
    undecided = len(fits) - len(fit) - len(wrong) - len(apart)
    if apart:
        text += f", and cannot be checked for {len(apart)}, whose figures are not comparable"
    if undecided:
        text += f", and cannot be decided for {undecided} where digits or limits leave it open"
    if fit:
        text += f". It fits, {'; '.join(_by_mode(fit))}"
    if wrong:
        text += f". It does not fit {_not_fitting(wrong, line)}"
    return text


def _by_mode(pairs: Sequence[PairFit]) -> list[str]:
    found = []
    for kind, head in MODE_HEADS:
        own = [pair for pair in pairs if pair.mode == kind]
        if own or kind == "same":
            found.append(f"{head}: {_names(own, modes=kind == 'changed') if own else 'none'}")
    return found


def _not_fitting(pairs: Sequence[PairFit], line: Sequence[Wave]) -> str:
    """Those that end in the last wave by name, since that is the reading nearest at hand; the others are counted."""
    last = [pair for pair in pairs if pair.two is line[-1]][-MOST_NAMED:]
    if not last:
        return _names(pairs) if len(pairs) <= MOST_NAMED else f"{len(pairs)} pairs, listed in the details"
    rest = len(pairs) - len(last)
    return f"up to the latest wave: {_names(last)}" + (f"; and {rest} more, listed in the details" if rest else "")


def _names(pairs: Sequence[PairFit], modes: bool = False) -> str:
    return ", ".join(_name(pair, pair.breaks[0].removeprefix("mode: ")) if modes else pair.name for pair in pairs)


def _name(pair: PairFit, mode: str) -> str:
    return f"{pair.name[:-1]}; {mode})"


def without_n(fits: Sequence[PairFit], line: Sequence[Wave], level: float) -> tuple[str, tuple[str, ...]]:
    """A sentence on sampling error, and the assumption where n is not known for some waves."""
    known = [wave.n for wave in line if wave.n > 0]
    unknown = [wave.name for wave in line if not wave.n > 0]
    if not known:
        return "n is not published for any of these waves, so no change has an interval", ()
    half = normal_quantile(level) * change_std_error(0.5, min(known), 0.5, min(known))
    size = f"n = {min(known):.0f} in both waves a change has an interval of about ±{percent(half)} points"
    inside = sum(pair.interval is not None for pair in fits)
    beyond = sum(pair.inferred.kind == "beyond_error" for pair in fits)
    hangs = sum(pair.inferred.kind == "depends_on_the_design_effect" for pair in fits)
    text = f"Both n are known for {inside} of the pairs, and in {beyond} of these the change is beyond sampling error"
    text += f", in {hangs} that depends on the design effect" if hangs else ""
    text += f"; with {size}"
    missing = (f"n is not published for {', '.join(unknown)}: their pairs have no interval",) if unknown else ()
    return text, missing
