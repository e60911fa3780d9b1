"""What is said where no waves are named and every pair of waves is a possible reading."""

from __future__ import annotations

from collections.abc import Sequence

from survey.claims.answers.verdict import FAILING, Fidelity, worst
from survey.claims.figures.printing import percent
from survey.claims.judging.change_fit import PairFit
from survey.claims.judging.waves import Wave
from survey.maths.published import change_std_error, normal_quantile
from survey.wording.figures import number
from survey.wording.lists import listed
from survey.wording.message import Message, message, plural
from survey.wording.worded import Part, joined
from survey.words import Text

MOST_NAMED = 6  # pairs that do not fit; a reader finds the others in the details
MODE_KINDS = ("same", "changed", "unknown")  # lists of pairs that fit, by what is known of the way of interviewing
WRONG = ("overstated", "understated", "not_reproduced")


def pairs_verdict(fits: Sequence[PairFit]) -> Fidelity:
    """What all pairs say; *cannot be checked* where one fits and another does not, or where limits leave it open."""
    kinds = {pair.fit for pair in fits}
    if len(kinds) > 1 and kinds & {"reproduced", "cannot_be_checked"}:
        return "cannot_be_checked"
    return worst(kinds)


def pairs_sentences(fits: Sequence[PairFit], line: Sequence[Wave], stated: Text) -> list[Text]:
    """How many pairs fit and which, those within one way of interviewing apart from those across; which do not."""
    fit = [pair for pair in fits if pair.fit == "reproduced"]
    wrong = [pair for pair in fits if pair.fit in FAILING]
    found: list[Text] = [_counts(fits, fit, wrong, line, stated)]
    if fit:
        found.append(message("claims.pairs_fit", pairs=joined(_by_mode(fit), "; ")))
    if wrong:
        found.append(message("claims.pairs_do_not_fit", pairs=_not_fitting(wrong, line)))
    return found


def _counts(
    fits: Sequence[PairFit], fit: Sequence[PairFit], wrong: Sequence[PairFit], line: Sequence[Wave], stated: Text
) -> Text:
    label = line[0].evidence[0].whose(line[0].options)
    head = plural(
        "claims.pairs",
        len(fits),
        stated=stated,
        fit=len(fit),
        pairs=len(fits),
        waves=len(line),
        label=label,
        wrong=len(wrong),
    )
    kinds = [(kind, sum(pair.fit == kind for pair in wrong)) for kind in WRONG]
    named = listed(message(f"claims.count_{kind}", count=count) for kind, count in kinds if count)
    clauses: list[Part] = [message("claims.with_kinds", text=head, kinds=named) if wrong else head]
    apart = sum(pair.unlike is not None for pair in fits)
    undecided = len(fits) - len(fit) - len(wrong) - apart
    if apart:
        clauses.append(plural("claims.pairs_apart", apart, count=apart))
    if undecided:
        clauses.append(message("claims.pairs_undecided", count=undecided))
    return joined(clauses, ", ")


def _by_mode(pairs: Sequence[PairFit]) -> list[Message]:
    found = []
    for kind in MODE_KINDS:
        own = [pair for pair in pairs if pair.mode == kind]
        if own or kind == "same":
            named = _names(own, modes=kind == "changed") if own else message("claims.no_pairs")
            found.append(message(f"claims.mode_kind_{kind}", pairs=named))
    return found


def _not_fitting(pairs: Sequence[PairFit], line: Sequence[Wave]) -> Text:
    """Those that end in the last wave by name, since that is the reading nearest at hand; the others are counted."""
    last = [pair for pair in pairs if pair.two is line[-1]][-MOST_NAMED:]
    rest = len(pairs) - len(last)
    if not last:
        return _names(pairs) if rest <= MOST_NAMED else plural("claims.pairs_listed", rest, count=rest)
    if not rest:
        return message("claims.up_to_latest", pairs=_names(last))
    return message("claims.up_to_latest_more", pairs=_names(last), count=rest)


def _names(pairs: Sequence[PairFit], modes: bool = False) -> Text:
    return joined((pair.name_with_modes if modes else pair.name for pair in pairs), ", ")


def without_n(fits: Sequence[PairFit], line: Sequence[Wave], level: float) -> tuple[Text, tuple[Text, ...]]:
    """A sentence on sampling error, and the assumption where n is not known for some waves."""
    known = [wave.n for wave in line if wave.n > 0]
    unknown = [wave.name for wave in line if not wave.n > 0]
    if not known:
        return message("claims.pairs_no_n"), ()
    half = normal_quantile(level) * change_std_error(0.5, min(known), 0.5, min(known))
    inside = sum(pair.interval is not None for pair in fits)
    beyond = sum(pair.inferred.kind == "beyond_error" for pair in fits)
    hangs = sum(pair.inferred.kind == "depends_on_the_design_effect" for pair in fits)
    beyond_text = plural("claims.pairs_beyond", inside, inside=inside, beyond=beyond)
    text = joined((beyond_text, message("claims.pairs_depend", count=hangs)), ", ") if hangs else beyond_text
    example = message("claims.pairs_example", n=number(min(known), 0), half=percent(half))
    missing = (message("claims.pairs_without_n", waves=joined(unknown, ", ")),) if unknown else ()
    return joined((text, example), "; "), missing
