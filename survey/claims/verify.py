"""A verdict on every claim of a publication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from survey.claims.answers.plain import plain_sentence
from survey.claims.answers.several import one_sentence
from survey.claims.answers.verdict import Verdict, Verdicts
from survey.claims.checks.check_change import check_change
from survey.claims.checks.check_errors import check_deff, check_interval, check_std_error
from survey.claims.checks.check_moe import check_moe
from survey.claims.checks.check_multiple import check_multiple
from survey.claims.checks.check_n import check_n
from survey.claims.checks.check_numbers import check_number, check_sum_of
from survey.claims.checks.check_order import check_divided, check_leads, check_order
from survey.claims.checks.check_places import check_rank, check_tie
from survey.claims.checks.check_share import check_share, check_shares
from survey.claims.checks.check_versus import check_difference, check_lead
from survey.claims.checks.check_wording import check_wording
from survey.claims.checks.on_figures import on_figures
from survey.claims.figures.stated import options_of
from survey.claims.judging.case import Case, Opener
from survey.claims.judging.granular import with_granularity
from survey.claims.judging.unchecked import cannot_check, check_qualitative
from survey.definitions.records.claims import Claim, Claims, Says
from survey.definitions.records.library import Library
from survey.errors import WithheldError
from survey.phrases.read import read_phrase
from survey.wording.message import message
from survey.wording.worded import joined, same

Need = Literal["nothing", "study", "question"]


@dataclass(frozen=True)
class ClaimKind:
    """One kind of statement: the field of ``Says`` that states it, the rule that judges it, and what a claim must name
    for the rule to have something to compare. ``on_figures`` makes a rule of one on a question's figures."""

    says: str
    check: Callable[[Case], Verdict]
    needs: Need = "nothing"


KINDS = (
    ClaimKind("qualitative", check_qualitative),
    ClaimKind("n", check_n, "study"),
    ClaimKind("moe", check_moe, "study"),
    ClaimKind("wording", check_wording, "question"),
    ClaimKind("change", check_change, "question"),
    ClaimKind("share", on_figures(check_share), "question"),
    ClaimKind("phrase", on_figures(check_share), "question"),
    ClaimKind("shares", on_figures(check_shares), "question"),
    ClaimKind("order", on_figures(check_order), "question"),
    ClaimKind("leads", on_figures(check_leads), "question"),
    ClaimKind("divided", on_figures(check_divided), "question"),
    ClaimKind("lead", on_figures(check_lead), "question"),
    ClaimKind("difference", check_difference, "question"),
    ClaimKind("tie", on_figures(check_tie), "question"),
    ClaimKind("rank", on_figures(check_rank), "question"),
    ClaimKind("ratio", check_multiple, "question"),
    ClaimKind("unchanged", check_change, "question"),
    ClaimKind("mean", check_number, "question"),
    ClaimKind("median", check_number, "question"),
    ClaimKind("total", check_number, "question"),
    ClaimKind("sum", check_sum_of, "question"),
    ClaimKind("std_error", check_std_error, "question"),
    ClaimKind("interval", check_interval, "question"),
    ClaimKind("deff", check_deff, "study"),
)


def verify_claims(
    claims: Claims, library: Library, *, open_sample: Opener | None = None, level: float = 0.95
) -> Verdicts:
    """One verdict for each claim, in the order of the file.

    With microdata (``open_sample`` gives the weighted sample of a study, or None) the figure is recomputed; without,
    the claim is held against the study's published figures, with multinomial standard errors on the published ``n``
    and design effects from 1 to 2, and against each other source's reading of them. A claim whose study is not named,
    whose figures were not published, or which is known only from the publication itself cannot be checked, and the
    verdict says what would be needed. Raises ``SurveyError`` for studies, questions and options that do not exist, and
    what opening data raises.
    """
    return Verdicts(_verdict(Case(claim, claims, library, open_sample, level)) for claim in claims.claims)


def _verdict(case: Case) -> Verdict:
    """The verdict with the claim's quotation and place; of a sentence of several statements, that of all of them."""
    claim, claims = case.claim, case.claims
    parts = [(name, case.of(says=says)) for (name, _, _), says in zip(claim.says.given, claim.says.apart, strict=True)]
    parts += [("leads", case.of(says=says)) for says in _leading_too(claim)]
    if not parts:
        verdict = cannot_check(claim, message("claims.states_nothing"))
    elif len(parts) == 1:
        verdict = _judged(*parts[0])
    else:
        verdict = one_sentence([(name, _judged(name, part)) for name, part in parts])
    verdict = with_granularity(verdict, case)
    verdict = replace(
        verdict,
        about=claim.about,
        quote=same(claim.quote),
        study=claim.study or "",
        question=claim.question or "",
        option=" + ".join(options_of(claim)),
        sources=(*verdict.sources, *claims.sources) if claim.kind == "outcome" else verdict.sources or claims.sources,
    )
    verdict = replace(verdict, plain=plain_sentence(claim, verdict))
    if verdict.uncertain and verdict.fidelity == "reproduced":
        return replace(verdict, sentence=joined((message("claims.uncertain"), verdict.sentence), " "))
    return verdict


def _leading_too(claim: Claim) -> list[Says]:
    """A plurality is the largest answer, which its share alone does not say."""
    phrase = None if claim.says.phrase is None else read_phrase(claim.says.phrase)
    if phrase is None or not phrase.leads or claim.option is None or claim.says.leads is not None:
        return []
    return [Says(leads=claim.option)]


def _judged(name: str, case: Case) -> Verdict:
    """One statement by the rule for its form, where the claim names what that needs."""
    kind = next(kind for kind in KINDS if kind.says == name)
    if kind.needs != "nothing" and getattr(case.claim, kind.needs) is None:
        return cannot_check(case.claim, message(f"claims.no_named_{kind.needs}"))
    try:
        return kind.check(case)
    except WithheldError as error:
        return cannot_check(case.claim, same(error.message))
