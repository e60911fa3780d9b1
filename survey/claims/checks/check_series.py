"""A statement on a series without a wave: every wave that has the figure is a possible reading."""

from __future__ import annotations

from collections.abc import Sequence

from survey.claims.answers.verdict import Fidelity, Verdict, worst
from survey.claims.figures.printed import dated
from survey.claims.judging.unchecked import cannot_check
from survey.definitions.records.claims import Claim
from survey.definitions.records.study import Study
from survey.wording.message import message, plural
from survey.wording.sentences import sentence
from survey.wording.worded import Part, joined
from survey.words import Text

MOST_NAMED = 6  # waves that a sentence names; a reader finds the others in the details
KINDS: tuple[Fidelity, ...] = ("reproduced", "overstated", "understated", "not_reproduced", "impossible")


def over_waves(claim: Claim, judged: Sequence[tuple[Study, Verdict]]) -> Verdict:
    """The verdict of each wave under one head: that of all of them where they are one.

    Nobody said which wave is meant, so a statement that is true of one and false of another *cannot be checked*, and
    the sentence names the waves. A wave without the figure cannot be a reading and is named as left out.
    """
    by_kind = {kind: [pair for pair in judged if pair[1].fidelity == kind] for kind in KINDS}
    left = [study.heading for study, verdict in judged if verdict.fidelity == "cannot_be_checked"]
    known = [pair for kind in KINDS for pair in by_kind[kind]]
    series = claim.series or ""
    if not known:
        return cannot_check(claim, message("claims.no_wave_has", series=series), stated=judged[0][1].stated)
    kinds_of_waves = (message(f"claims.waves_{kind}", waves=_names(by_kind[kind])) for kind in KINDS if by_kind[kind])
    waves = joined(kinds_of_waves, "; ")
    clauses: list[Part] = [message("claims.each_wave", series=series, count=len(known), waves=waves)]
    clauses += [message("claims.waves_without", studies=joined(left, ", "))] if left else []
    fits = len(by_kind["reproduced"])
    kinds = {verdict.fidelity for _, verdict in known}
    wrong: Fidelity = worst(kinds) if not fits else "cannot_be_checked"
    return Verdict(
        claim.id,
        "reproduced" if kinds == {"reproduced"} and not left else wrong,
        sentence(joined(clauses, "; ")),
        stated=known[0][1].stated,
        found=plural("claims.fits_waves", len(known), fit=fits, waves=len(known)),
        assumptions=(message("claims.own_n"),),
        details=tuple(
            {"study": study.study, "found": verdict.found or "", "fidelity": verdict.fidelity, **verdict.figures}
            for study, verdict in known
        ),
        sources=tuple(dict.fromkeys(source for _, verdict in known for source in verdict.sources)),
    )


def _names(pairs: Sequence[tuple[Study, Verdict]]) -> Text:
    named = [
        message("claims.wave_found", wave=dated(study.fieldwork) or study.heading, found=verdict.found or "")
        for study, verdict in pairs
    ]
    shown, more = joined(named[:MOST_NAMED], ", "), len(named) - MOST_NAMED
    return message("claims.and_more", shown=shown, count=more) if more > 0 else shown
