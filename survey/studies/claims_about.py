"""The claims about a study, and their faults."""

from __future__ import annotations

from collections.abc import Iterable

from survey.definitions.reading.load import refuse_faults
from survey.definitions.records.claims import Claims
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study


def claims_about(study: Study, library: Library) -> dict[str, Claims]:
    """By the name of their file, the claims of each publication that name ``study``."""
    found = {}
    for name in sorted(library.claims):
        claims = library.claim_set(name)
        own = tuple(claim for claim in claims.claims if study.study in claim.studies)
        if own:
            found[name] = claims.model_copy(update={"claims": own})
    return found


def refuse_faulty_claims(names: Iterable[str], library: Library) -> None:
    """Raise ``DefinitionError`` for all that ``survey check`` finds in these files of claims and in the studies that
    they speak of. Claims that are in no file are taken as they are."""
    known = [name for name in names if name in library.claims]
    if known:
        refuse_faults(library, known)
