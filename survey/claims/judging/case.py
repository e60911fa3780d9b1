"""A claim with all that it may be held against: what every check starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.claims.evidence.evidence import Evidence
from survey.claims.evidence.published_evidence import published_evidence
from survey.claims.evidence.rebase import among, of_everybody
from survey.claims.evidence.recomputed_evidence import recomputed_evidence
from survey.definitions.records.claims import Claim, Claims
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study, StudyQuestion

Opener = Callable[[str], SampleData | None]


@dataclass(frozen=True)
class Case:
    """One claim of a publication. ``open_sample`` gives the weighted sample of a study, or None."""

    claim: Claim
    claims: Claims
    library: Library
    open_sample: Opener | None = None
    level: float = 0.95

    def of(self, **changed: Any) -> Case:
        """The same of another claim: with another group, or with a part of what is said."""
        return replace(self, claim=self.claim.model_copy(update=changed))

    @property
    def study(self) -> Study | None:
        """The study that the claim names."""
        return self.library.study(self.claim.study) if self.claim.study else None

    @property
    def waves(self) -> list[Study]:
        """The studies of the claim's series that asked its question."""
        claim = self.claim
        series = self.library.series(claim.series) if claim.series else ()
        return [one for one in series if claim.question in one.questions]

    def sample(self, study: Study) -> SampleData | None:
        """The data of ``study``."""
        return self.open_sample(study.study) if self.open_sample else None

    def evidence(self, study: Study) -> tuple[Evidence, ...]:
        """The figures of ``study`` on the base that the claim is of; empty where there are none of it.

        Recomputed from the data where there are any, else the published ones and each source's reading of them. A
        claim that names no base is of everybody.
        """
        name, own = self.claim.question, self._own(study)
        sample = self.sample(study)
        if sample is not None and name in sample.questions:
            return (self._recomputed(sample, own),)
        found = (self._on_base(one, own) for one in self.printed(study))
        return tuple(one for one in found if one is not None)

    def printed(self, study: Study) -> tuple[Evidence, ...]:
        """The published figures as they stand, of whatever base."""
        name = self.claim.question
        if name is None or name not in study.questions:
            return ()
        return published_evidence(study, name, self.library, domain=self.claim.domain, level=self.level)

    def _own(self, study: Study) -> StudyQuestion:
        return study.questions.get(self.claim.question or "", StudyQuestion())

    def _on_base(self, one: Evidence, own: StudyQuestion) -> Evidence | None:
        base, nested = self.claim.base, own.nested
        if base is None:
            return one if nested is None or self.claim.domain else of_everybody(one)
        wanted = {key: set(options) for key, options in base.items()}
        if nested is not None and wanted == {nested.question: set(nested.options)}:
            return one
        if nested is None and set(wanted) == {one.question}:
            return among(one, base[one.question])
        return None

    def _recomputed(self, sample: SampleData, own: StudyQuestion) -> Evidence:
        claim, name = self.claim, self.claim.question or ""
        base = own.base or "asked"
        if claim.base is not None or own.nested is None or claim.domain:
            return recomputed_evidence(sample, name, part=claim.base, domain=claim.domain, base=base, level=self.level)
        part = {own.nested.question: own.nested.options}
        nested = recomputed_evidence(sample, name, part=part, base=base, level=self.level)
        whole = recomputed_evidence(sample, name, base="all", level=self.level)
        return whole if nested.of_whom is None else whole.with_base(nested.of_whom, nested.shares)


def groups_of(claim: Claim) -> dict[str, tuple[str, ...]]:
    """The claim's subgroup and base as answers to questions."""
    return {key: (value,) for key, value in (claim.domain or {}).items()} | dict(claim.base or {})
