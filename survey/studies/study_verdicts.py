"""Verdicts on claims and on a study's own published figures, with microdata where there are any."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.claims.answers.verdict import Verdicts
from survey.claims.called import with_names
from survey.definitions.records.claims import Claims
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.studies.claims_about import claims_about, refuse_faulty_claims
from survey.studies.study_sample import sample_opener
from survey.studies.without_data import refuse_reading

Opener = Callable[[str], SampleData | None]


def claims_verdicts(
    claims: Claims, library: Library, *, level: float = 0.95, settings: dict[str, Any] | None = None
) -> Verdicts:
    """One verdict a claim. ``settings`` say how data are read (a file, a weight). They are meant for one study, so
    claims about several are then an error that names them. Raises ``DefinitionError`` for all that ``survey check``
    finds in the claims and in the studies that they speak of."""
    from survey.claims.verify import verify_claims

    refuse_faulty_claims([claims.id], library)
    names = {claim.study for claim in claims.claims if claim.study is not None}
    found = verify_claims(claims, library, open_sample=_opener(names, library, settings or {}), level=level)
    return Verdicts(with_names(verdict, library) for verdict in found)


def study_verdicts(
    study: Study,
    library: Library,
    *,
    level: float = 0.95,
    settings: dict[str, Any] | None = None,
    sample: SampleData | None = None,
) -> Verdicts:
    """Checks of the published figures of ``study``, then the verdicts on all claims in the library about it.

    Claims are named ``<their file>.<claim>``. They stand in the results of their publication, too: one reader comes
    from the article, the other from the poll. ``sample``: the data, where they are open already.
    Raises ``DefinitionError`` for all that ``survey check`` finds in the claims and the studies that they speak of.
    """
    from survey.claims.study_checks import check_published
    from survey.claims.verify import verify_claims

    refuse_reading(study, settings or {})
    about = claims_about(study, library)
    refuse_faulty_claims(about, library)
    opener = _opener({study.study}, library, settings or {})

    def opened(name: str) -> SampleData | None:
        return sample if sample is not None and name == study.study else opener(name)

    found = list(check_published(study, library, open_sample=opened, level=level))
    for name, claims in about.items():
        for verdict in verify_claims(claims, library, open_sample=opened, level=level):
            title = claims.publication.title
            found.append(replace(verdict, claim=f"{name}.{verdict.claim}", title=title))
    return Verdicts(with_names(verdict, library) for verdict in found)


def _opener(names: Iterable[str], library: Library, settings: dict[str, Any]) -> Opener:
    """Data of the one study in ``names`` as ``settings`` say, of all others as their definitions say."""
    given = {name: value for name, value in settings.items() if value is not None}
    others = sample_opener(library)
    if not given:
        return others
    known = sorted(names)
    if len(known) != 1:
        about = f"the claims are about {', '.join(known)}" if known else "no claim names a study"
        raise SurveyError(
            f"{about}, and {', '.join(f'--{name}' for name in given)} can be about one study only",
            fix="Name the study in place of the claims: survey verify STUDY --data FILE.",
        )
    own = sample_opener(library, **given)
    return lambda name: own(name) if name == known[0] else others(name)
