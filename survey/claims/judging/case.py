"""A claim with all that it may be held against: what every check starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from survey.cells.samples.sample import SampleData
from survey.claims.evidence.evidence import Evidence
from survey.claims.evidence.of_answered import of_the_answered
from survey.claims.evidence.published_evidence import published_evidence
from survey.claims.evidence.rebase import among, of_everybody
from survey.claims.evidence.recomputed_evidence import recomputed_evidence
from survey.definitions.records.claims import ANSWERED, Claim, Claims
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
        found = (self._on_base(one, own, study) for one in self.printed(study))
        return tuple(one for one in found if one is not None)

    def printed(self, study: Study) -> tuple[Evidence, ...]:
        """The published figures as they stand, of whatever base."""
        name = self.claim.question
        if name is None or name not in study.questions:
            return ()
        return published_evidence(study, name, self.library, domain=self.claim.domain, level=self.level)

    def _own(self, study: Study) -> StudyQuestion:
        return study.questions.get(self.claim.question or "", StudyQuestion())

    def _on_base(self, one: Evidence, own: StudyQuestion, study: Study) -> Evidence | None:
        base, nested = self.claim.base, own.nested
        if base is None:
            return one if nested is None else of_everybody(one)
        if nested is None and base == {one.question: ANSWERED}:
            return of_the_answered(one, self.library.question(study, one.question), own)
        given = {key: self._answers(study, key) if of == ANSWERED else of for key, of in base.items()}
        wanted = {key: set(options) for key, options in given.items()}
        if nested is not None and wanted == {nested.question: set(nested.options)}:
            return one
        if nested is None and set(wanted) == {one.question}:
            return among(one, given[one.question])
        return None

    def _answers(self, study: Study, name: str) -> tuple[str, ...]:
        """Everything that is an answer to a question, where one answer is all that a respondent can give."""
        question = self.library.question(study, name)
        return question.substantive if question.several is False else ()

    def _recomputed(self, sample: SampleData, own: StudyQuestion) -> Evidence:
        claim, name = self.claim, self.claim.question or ""
        base = own.base or "asked"
        made = partial(recomputed_evidence, sample, name, domain=claim.domain, level=self.level)
        if claim.base is not None or own.nested is None:
            return made(part=claim.base, base=base)
        nested = made(part={own.nested.question: own.nested.options}, base=base)
        whole = made(base="all")
        return whole if nested.of_whom is None else whole.with_base(nested.of_whom, nested.shares)


def groups_of(claim: Claim) -> dict[str, tuple[str, ...] | Literal["answered"]]:
    """The claim's subgroup and base as answers to questions."""
    found: dict[str, tuple[str, ...] | Literal["answered"]] = {}
    found |= {key: (value,) for key, value in (claim.domain or {}).items()}
    return found | (claim.base or {})
