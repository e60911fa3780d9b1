"""Verdicts on claims and on a study's own published figures, with microdata where there are any."""

from __future__ import annotations

from typing import Any

from survey.claims.verdict import Verdict
from survey.definitions.claims import Claims
from survey.definitions.library import Library
from survey.definitions.study import Study
from survey.reports.study_sample import sample_opener


def claims_verdicts(
    claims: Claims, library: Library, *, level: float = 0.95, settings: dict[str, Any] | None = None
) -> tuple[Verdict, ...]:
    """One verdict (or several) a claim; ``settings`` say how data are read."""
    from survey.claims.verify import verify_claims

    return verify_claims(claims, library, open_sample=sample_opener(library, **(settings or {})), level=level)


def study_verdicts(
    study: Study, library: Library, *, level: float = 0.95, settings: dict[str, Any] | None = None
) -> tuple[Verdict, ...]:
    """Checks of the published figures of ``study`` among themselves, and of claims about it."""
    from survey.claims.study_checks import check_published

    return check_published(study, library, level=level)
