"""A verdict on every claim of a publication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from survey.claims.check_change import check_change
from survey.claims.check_order import check_divided, check_leads, check_order
from survey.claims.check_sample import check_moe, check_n
from survey.claims.check_series import over_waves
from survey.claims.check_share import check_share, check_shares
from survey.claims.check_wording import check_wording
from survey.claims.evidence import Evidence
from survey.claims.published_evidence import published_evidence
from survey.claims.recomputed_evidence import recomputed_evidence
from survey.claims.stated import options_of
from survey.claims.unchecked import cannot_check, no_study, nothing_published, other_base
from survey.claims.verdict import Verdict
from survey.definitions.claims import Claim, Claims
from survey.definitions.library import Library
from survey.definitions.study import Study, StudyQuestion
from survey.errors import EstimationError

if TYPE_CHECKING:
    from survey.cells.sample import SampleData

    Opener = Callable[[str], SampleData | None]

CHECKS: dict[str, Callable[[Claim, tuple[Evidence, ...]], Verdict]] = {
    "share": check_share,
    "phrase": check_share,
    "shares": check_shares,
    "order": check_order,
    "leads": check_leads,
    "divided": check_divided,
}


def verify_claims(
    claims: Claims, library: Library, *, open_sample: Opener | None = None, level: float = 0.95
) -> tuple[Verdict, ...]:
    """One verdict for each claim, in the order of the file.

    With microdata (``open_sample`` gives the weighted sample of a study, or None) the figure is recomputed; without,
    the claim is held against the study's published figures, with multinomial standard errors on the published ``n``
    and a design effect of 1, and against each other source's reading of them. A claim whose study is not named, whose
    figures were not published, or which is known only from the publication itself cannot be checked, and the verdict
    says what would be needed. Raises ``SurveyError`` for studies, questions and options that do not exist, and what
    opening data raises.
    """
    return tuple(_placed(claim, claims, _verify(claim, claims, library, open_sample, level)) for claim in claims.claims)


def _placed(claim: Claim, claims: Claims, verdict: Verdict) -> Verdict:
    """The verdict with the claim's quotation and place."""
    return replace(
        verdict,
        quote=claim.quote,
        study=claim.study or "",
        question=claim.question or "",
        option=" + ".join(options_of(claim)),
        sources=(*verdict.sources, *claims.sources) if claim.kind == "outcome" else verdict.sources or claims.sources,
    )


def _verify(claim: Claim, claims: Claims, library: Library, open_sample: Opener | None, level: float) -> Verdict:
    says, study = claim.says, library.study(claim.study) if claim.study else None
    if says.qualitative is not None:
        return cannot_check(claim, f"no figure to check: {says.qualitative}")
    if study is not None and says.n is not None:
        sample = open_sample(study.study) if open_sample else None
        return check_n(claim, study, library, None if sample is None else sample.n)
    if study is not None and says.moe is not None:
        return check_moe(claim.id, says.moe, study, level)
    if says.n is not None or says.moe is not None:
        return cannot_check(claim, "no study is named, so there is nothing to compare with")
    if claim.question is None:
        return cannot_check(claim, "the claim names no question, so there is nothing to compare")
    if says.wording is not None:
        return _wording(claim, library, study)
    if says.change is not None:
        return check_change(claim, library, lambda one: _evidence(claim, one, library, open_sample, level), level=level)
    if study is None:
        waves = [one for one in library.series(claim.series) if claim.question in one.questions] if claim.series else []
        if not waves:
            return no_study(claim, library, level)
        return over_waves(claim, [(one, _of_study(claim, claims, one, library, open_sample, level)) for one in waves])
    return _of_study(claim, claims, study, library, open_sample, level)


def _of_study(
    claim: Claim, claims: Claims, study: Study, library: Library, open_sample: Opener | None, level: float
) -> Verdict:
    try:
        evidence = _evidence(claim, study, library, open_sample, level)
    except EstimationError as error:
        return cannot_check(claim, f"it cannot be recomputed from the data of {study.study}: {error.message}")
    return _compared(claim, claims, study, evidence, library)


def _compared(claim: Claim, claims: Claims, study: Study, evidence: tuple[Evidence, ...], library: Library) -> Verdict:
    if not evidence:
        return nothing_published(claim, study)
    if _circular(claims, evidence):
        text = f"the figures of {study.study} are known only from this publication, so comparing would prove nothing"
        return cannot_check(claim, text, sources=evidence[0].sources)
    if claim.base and not evidence[0].recomputed and not _is_that_base(claim, study):
        return other_base(claim, study, evidence[0], library)
    said = next((name for name in CHECKS if getattr(claim.says, name) is not None), None)
    if said is None:
        return cannot_check(claim, "the claim states nothing that can be compared")
    return CHECKS[said](claim, evidence)


def _evidence(
    claim: Claim, study: Study, library: Library, open_sample: Opener | None, level: float
) -> tuple[Evidence, ...]:
    assert claim.question is not None
    sample = open_sample(study.study) if open_sample else None
    own = study.questions.get(claim.question, StudyQuestion())
    if sample is not None and claim.question in sample.questions:
        base = own.base or "asked"
        part, domain = claim.base, claim.domain
        return (recomputed_evidence(sample, claim.question, part=part, domain=domain, base=base, level=level),)
    if claim.question not in study.questions:
        return ()
    return published_evidence(study, claim.question, library, domain=claim.domain, level=level)


def _wording(claim: Claim, library: Library, study: Study | None) -> Verdict:
    """Against the wording of the study named, else the shared one, else that of the series' latest wave that asked."""
    assert claim.question is not None
    if study is not None:
        return check_wording(claim, library.question(study, claim.question))
    if claim.question in library.questions:
        return check_wording(claim, library.questions[claim.question])
    waves = [one for one in library.series(claim.series) if claim.question in one.questions] if claim.series else []
    if not waves:
        return cannot_check(claim, f"no wording of {claim.question} is known to compare with")
    return check_wording(claim, library.question(waves[-1], claim.question))


def _circular(claims: Claims, evidence: tuple[Evidence, ...]) -> bool:
    """True where every source of the figures is the publication itself."""
    sources = {source for one in evidence for source in one.sources}
    return bool(sources) and not evidence[0].recomputed and sources <= set(claims.sources)


def _is_that_base(claim: Claim, study: Study) -> bool:
    """True where the study's figures are of the very base that the claim names."""
    own = study.questions.get(claim.question or "", StudyQuestion())
    if own.nested is None or claim.base is None:
        return False
    return {own.nested.question: tuple(own.nested.options)} == {key: tuple(value) for key, value in claim.base.items()}
