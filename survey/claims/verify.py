"""A verdict on every claim of a publication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from survey.claims.check_change import check_change
from survey.claims.check_order import check_divided, check_leads, check_order
from survey.claims.check_sample import check_moe, check_n
from survey.claims.check_share import check_share, check_shares
from survey.claims.check_wording import check_wording
from survey.claims.compare import stated_figure, stated_phrase
from survey.claims.evidence import Evidence
from survey.claims.phrases import read_phrase
from survey.claims.printing import figure_text, percent
from survey.claims.published_evidence import published_evidence
from survey.claims.recomputed_evidence import recomputed_evidence
from survey.claims.verdict import Verdict
from survey.definitions.claims import Claim, Claims
from survey.definitions.library import Library
from survey.definitions.study import Study, StudyQuestion
from survey.maths.published import normal_quantile, share_std_error

if TYPE_CHECKING:
    from survey.cells.sample import SampleData

Opener = Callable[[str], "SampleData | None"]


def verify_claims(
    claims: Claims, library: Library, *, open_sample: Opener | None = None, level: float = 0.95
) -> tuple[Verdict, ...]:
    """One verdict for each claim, in the order of the file.

    With microdata (``open_sample`` gives the weighted sample of a study, or None) the figure is recomputed; without, the
    claim is held against the study's published figures, with multinomial standard errors on the published ``n`` and a
    design effect of 1, and against each other source's reading of them. A claim whose study is not named, whose figures
    were not published, or which is known only from the publication itself cannot be checked, and the verdict says what
    would be needed. Raises ``SurveyError`` for studies, questions and options that do not exist.
    """
    return tuple(_complete(claim, claims, _verify(claim, claims, library, open_sample, level), library) for claim in claims.claims)


def _verify(claim: Claim, claims: Claims, library: Library, open_sample: Opener | None, level: float) -> Verdict:
    says = claim.says
    if says.qualitative is not None:
        return Verdict(claim.id, "cannot_check", f"No figure to check: {says.qualitative.strip()}")
    study = library.study(claim.study) if claim.study else None
    if says.wording is not None:
        return _wording(claim, library, study)
    if says.change is not None:
        if claim.question is None:
            return Verdict(claim.id, "cannot_check", "The claim names no question.")
        return check_change(claim, library, lambda one: _evidence(claim, one, library, open_sample, level), level=level)
    if study is None:
        return _no_study(claim, library, level)
    if says.n is not None or says.moe is not None:
        if says.moe is not None:
            return check_moe(claim, study, level)
        sample = open_sample(study.study) if open_sample else None
        return check_n(claim, study, None if sample is None else sample.n)
    if claim.question is None:
        return Verdict(claim.id, "cannot_check", "The claim names no question.")
    evidence = _evidence(claim, study, library, open_sample, level)
    if not evidence:
        return _nothing_published(claim, study)
    if _circular(claims, evidence):
        text = f"The figures of {study.study} are known only from this publication, so that comparing would prove nothing."
        return Verdict(claim.id, "cannot_check", text, sources=evidence[0].sources)
    if claim.base and not evidence[0].recomputed and not _is_that_base(claim, study):
        return _other_base(claim, study, evidence[0])
    if says.shares is not None:
        return check_shares(claim, evidence)
    if says.share is not None or says.phrase is not None:
        return check_share(claim, evidence)
    if says.order is not None:
        return check_order(claim, evidence)
    if says.leads is not None:
        return check_leads(claim, evidence)
    if says.divided is not None:
        return check_divided(claim, evidence)
    return Verdict(claim.id, "cannot_check", "The claim states nothing that can be compared.")


def _complete(claim: Claim, claims: Claims, verdict: Verdict, library: Library) -> Verdict:
    """The verdict with the claim's quotation and place."""
    names = (claim.option,) if claim.option else claim.options
    return replace(
        verdict,
        quote=claim.quote,
        study=claim.study or "",
        question=claim.question or "",
        option=" + ".join(names),
        sources=verdict.sources or claims.sources,
    )


def _evidence(
    claim: Claim, study: Study, library: Library, open_sample: Opener | None, level: float
) -> tuple[Evidence, ...]:
    assert claim.question is not None
    sample = open_sample(study.study) if open_sample and study.data is not None else None
    own = study.questions.get(claim.question, StudyQuestion())
    if sample is not None and claim.question in sample.questions:
        base = own.base or "asked"
        return (recomputed_evidence(sample, claim.question, part=claim.base, domain=claim.domain, base=base, level=level),)
    if claim.question not in study.questions:
        return ()
    return published_evidence(study, claim.question, library, domain=claim.domain, level=level)


def _wording(claim: Claim, library: Library, study: Study | None) -> Verdict:
    if claim.question is None:
        return Verdict(claim.id, "cannot_check", "The claim names no question.", stated=claim.says.wording or "")
    if study is not None:
        return check_wording(claim, library.question(study, claim.question))
    if claim.question in library.questions:
        return check_wording(claim, library.questions[claim.question])
    waves = [one for one in library.series(claim.series) if claim.question in one.questions] if claim.series else []
    if not waves:
        return Verdict(claim.id, "cannot_check", f"No wording of {claim.question} is known to compare with.")
    return check_wording(claim, library.question(waves[-1], claim.question))


def _circular(claims: Claims, evidence: tuple[Evidence, ...]) -> bool:
    sources = {source for one in evidence for source in one.sources}
    return bool(sources) and not evidence[0].recomputed and sources <= set(claims.sources)


def _is_that_base(claim: Claim, study: Study) -> bool:
    """True where the study's figures are of the very base that the claim names."""
    own = study.questions.get(claim.question or "", StudyQuestion())
    if own.nested is None or claim.base is None:
        return False
    return {own.nested.question: tuple(own.nested.options)} == {key: tuple(value) for key, value in claim.base.items()}


def _base_text(claim: Claim) -> str:
    return " and ".join(f"{' or '.join(options)} ({key})" for key, options in (claim.base or {}).items())


def _other_base(claim: Claim, study: Study, evidence: Evidence) -> Verdict:
    whom = evidence.of_whom or "of the whole base"
    text = (
        f"The statement is of those who answered {_base_text(claim)}, the published figures of {study.study} are {whom}: "
        "the answers by that group, or the microdata, would be needed."
    )
    return Verdict(claim.id, "cannot_check", text, sources=evidence.sources)


def _nothing_published(claim: Claim, study: Study) -> Verdict:
    of_whom = " for " + ", ".join(f"{key} {value}" for key, value in claim.domain.items()) if claim.domain else ""
    text = f"{study.study} has no published figures of {claim.question}{of_whom} and no data, so there is nothing to compare with."
    note = study.questions[claim.question].note if claim.question in study.questions else None
    return Verdict(claim.id, "cannot_check", f"{text} {note.strip()}" if note else text)


def _no_study(claim: Claim, library: Library, level: float) -> Verdict:
    """No study is named: what would be needed, whether the figures agree among themselves, and what a sample would give."""
    needed = "the pollster, date, number of respondents and the table"
    text = "No study is named, so there is nothing to compare with"
    shares = claim.says.shares or {}
    values = [figure.value for figure in shares.values() if figure.value is not None]
    if len(values) > 1 and len(values) == len(shares):
        total = sum(values)
        text += f"; among themselves the figures make {total:g}" + (" of 100" if total != 100 else "")
    if claim.base:
        text += f"; they are of a nested base, those who answered {_base_text(claim)}, so {needed}"
        text += ", and the number of respondents in that base (its share of the sample, n_base = share × n)"
    else:
        text += f"; {needed}"
    text += " would be needed"
    outer = _outer_share(claim, library)
    largest = max((figure.value for figure in shares.values() if figure.value is not None), default=None)
    stated = _stated_share(claim)
    if outer is not None and largest is not None:
        part, n = outer / 100, 1000
        half = normal_quantile(level) * share_std_error(largest / 100, part * n)
        text += (
            f". If the base is {figure_text_of(outer)}% of a sample of {n}, it has {part * n:.0f} respondents, {largest:g} "
            f"would have an interval of about ±{percent(half)} points (design effect 1), and {largest:g}% of it would be "
            f"{percent(part * largest / 100)}% of everybody"
        )
    elif stated is not None and 0 < stated < 1:
        half = normal_quantile(level) * share_std_error(stated, 1000)
        text += f". With n = 1000 and a design effect of 1 the figure would have an interval of about ±{percent(half)} points"
    others = _other_studies(claim, library)
    if others:
        text += f". Studies here that asked the same and are not named by the claim: {', '.join(others)}"
    printed = ", ".join(f"{option} {figure_text(figure)}" for option, figure in shares.items())
    return Verdict(claim.id, "cannot_check", f"{text}.", stated=printed or claim.says.phrase or _share_text(claim))


def figure_text_of(value: float) -> str:
    """A number without needless digits."""
    return f"{value:g}"


def _share_text(claim: Claim) -> str:
    return figure_text(claim.says.share) if claim.says.share else ""


def _stated_share(claim: Claim) -> float | None:
    if claim.says.share is not None:
        return stated_figure(claim.says.share, claim.decimals).nominal
    phrase = read_phrase(claim.says.phrase) if claim.says.phrase else None
    return stated_phrase(phrase).nominal if phrase else None


def _outer_share(claim: Claim, library: Library) -> float | None:
    """The share (percent) of the nested base that studies of the library print, where all agree."""
    if not claim.base or len(claim.base) != 1:
        return None
    ((question, options),) = claim.base.items()
    found = set()
    for study in library.studies.values():
        own = study.questions.get(question)
        figures = [own.published.get(option) for option in options] if own else []
        if figures and all(figure is not None and figure.value is not None for figure in figures):
            found.add(sum(figure.value for figure in figures if figure is not None and figure.value is not None))
    return found.pop() if len(found) == 1 else None


def _other_studies(claim: Claim, library: Library) -> list[str]:
    if claim.question is None:
        return []
    return sorted(
        study.study for study in library.studies.values() if claim.question in study.questions and study.questions[claim.question].published
    )
