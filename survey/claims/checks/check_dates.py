"""Figures of one wave that are printed under the date of another."""

from __future__ import annotations

from collections.abc import Sequence

from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.checks.check_readings import agree, is_cut
from survey.claims.evidence.evidence import Evidence
from survey.claims.evidence.published_evidence import published_evidence
from survey.claims.figures.printed import dated
from survey.claims.figures.share import Share
from survey.claims.judging.compared import headed
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.wording.lists import listed
from survey.wording.message import message
from survey.wording.sentences import sentence


def check_dates(study: Study, evidence: Sequence[Evidence], library: Library) -> list[Verdict]:
    """Whether what is printed of ``study`` is what another wave of its series has.

    A reading of two figures or more that contradicts the study's own and agrees with another wave's in each is *not
    reproduced*: it is of that wave. With one figure it *cannot be checked*, as it may be by chance. The study's own
    figures, two or more, all of them an earlier wave's under rounding: *cannot be checked*, nothing may have changed.
    """
    if study.series is None or not evidence:
        return []
    first, found = evidence[0], []
    for other in library.series(study.series):
        if other.study == study.study or first.question not in other.questions:
            continue
        theirs = [one for one in published_evidence(other, first.question, library) if one.origin == "published"]
        if not theirs:
            continue
        for one in evidence[1:]:
            apart = [option for option, share in one.shares.items() if _contradicts(first.share(option), share)]
            if apart and _same(one, theirs[0]):
                kind: Fidelity = "not_reproduced" if len(one.shares) > 1 else "cannot_be_checked"
                found.append(_verdict(one, theirs[0], study, other, kind))
        earlier = (other.fieldwork.start or "9999") < (study.fieldwork.start or "")
        numbers = all(share.known for share in (*first.shares.values(), *theirs[0].shares.values()))
        if first.origin == "published" and earlier and numbers and len(first.shares) > 1 and _same(first, theirs[0]):
            found.append(_verdict(first, theirs[0], study, other, "cannot_be_checked"))
    return found


def _contradicts(one: Share | None, two: Share) -> bool:
    return one is not None and agree(one, two) == "not_reproduced" and not is_cut(one, two)


def _same(one: Evidence, two: Evidence) -> bool:
    """Every figure of ``one`` is that of ``two`` under the coarser digits; a limit counts as the number it names."""
    pairs = [(share, two.share(option)) for option, share in one.shares.items()]
    return all(other is not None and _alike(share, other) for share, other in pairs)


def _alike(one: Share, two: Share) -> bool:
    if "between" in (one.bound, two.bound):
        return False
    half = 0.5 * 10.0 ** -min(one.decimals, two.decimals) / 100
    return abs(one.nominal - two.nominal) <= half + 1e-9


def _verdict(one: Evidence, two: Evidence, study: Study, other: Study, kind: Fidelity) -> Verdict:
    mine = listed(one.in_percent(option, share.text) for option, share in one.shares.items())
    found = [share for share in (two.share(option) for option in one.shares) if share is not None]
    theirs = listed(message("claims.percentage", figure=share.text) for share in found)
    own, others = dated(study.fieldwork), dated(other.fieldwork)
    kept = "wrong_date" if kind == "not_reproduced" else "one_figure" if one.origin != "published" else "own_figures"
    text = message(
        f"claims.of_another_wave_{kept}",
        mine=mine,
        name=one.name,
        own=own or "",
        other=others or "",
        theirs=theirs,
        n_text=one.n_text,
    )
    return Verdict(
        claim=f"{one.question}.date.{other.study}" + ("" if one.origin == "published" else f".{one.origin}"),
        title=message("claims.head_date"),
        fidelity=kind,
        sentence=sentence(headed(kind, text)),
        study=study.study,
        question=one.question,
        stated=own,
        found=others,
        assumptions=(one.n_text,),
        sources=tuple(dict.fromkeys((*one.sources, *two.sources))),
    )
