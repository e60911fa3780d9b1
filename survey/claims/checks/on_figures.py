"""A check of a question's figures: finds them, on the base that the claim is of, or says why there are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from survey.claims.answers.verdict import Verdict
from survey.claims.checks.check_series import over_waves
from survey.claims.evidence.evidence import Evidence
from survey.claims.judging.case import Case
from survey.claims.judging.unchecked import cannot_check, no_study, nothing_published, other_base
from survey.definitions.records.claims import Claim
from survey.definitions.records.study import Study
from survey.errors import EstimationError
from survey.wording.message import message

Check = Callable[[Claim, Sequence[Evidence]], Verdict]
OfStudy = Callable[[Case, Study], Verdict]


def on_studies(judge: OfStudy) -> Callable[[Case], Verdict]:
    """``judge`` on the claim's study, or on every wave of its series where no study is named."""

    def judged(case: Case) -> Verdict:
        claim, study = case.claim, case.study
        if study is not None:
            return _of_study(case, study, judge)
        waves = case.waves
        if not waves:
            return no_study(claim, case.library, case.level)
        return over_waves(claim, [(one, _of_study(case, one, judge)) for one in waves])

    return judged


def on_figures(check: Check) -> Callable[[Case], Verdict]:
    """``check`` on the figures of the claim's study, or of every wave of its series where no study is named."""
    return on_studies(lambda case, study: of_figures(case, study, check))


def of_figures(case: Case, study: Study, check: Check) -> Verdict:
    """``check`` on the figures of ``study``, or why there are none."""
    claim = case.claim
    evidence = case.evidence(study)
    if evidence and _circular(case, evidence):
        return cannot_check(claim, message("claims.circular", study=study.heading), sources=evidence[0].sources)
    if evidence:
        return check(claim, evidence)
    printed = case.printed(study)
    return (
        other_base(claim, study, printed[0], case.library) if printed else nothing_published(claim, study, case.library)
    )


def _of_study(case: Case, study: Study, judge: OfStudy) -> Verdict:
    try:
        return judge(case, study)
    except EstimationError as error:
        return cannot_check(case.claim, message("claims.not_recomputed", study=study.heading, error=error.message))


def _circular(case: Case, evidence: tuple[Evidence, ...]) -> bool:
    """True where every source of the figures is the publication itself: by name, or by its address."""
    sources = {source for one in evidence for source in one.sources}
    return bool(sources) and not evidence[0].recomputed and sources <= _itself(case)


def _itself(case: Case) -> set[str]:
    address, known = _address(case.claims.publication.url), case.library.sources
    return {*case.claims.sources, *(name for name in known if address and _address(known[name].url) == address)}


def _address(url: str | None) -> str:
    """Without what the same page is addressed with or without: https, www, a slash at the end."""
    return re.sub(r"^(https?://)?(www\.)?", "", (url or "").strip().lower()).rstrip("/")
