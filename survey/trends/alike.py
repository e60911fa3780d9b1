"""The question as each wave asked it, and the refusal of names that stand for two things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import asked_of
from survey.definitions.asked_in import asked_by, placed, shared_question
from survey.definitions.comparable import Asked, differences, problems
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import ComparisonError


def asked_in_wave(study: Study, question: str, library: Library, sample: SampleData | None) -> Asked:
    """The question as the data have it, with the labels of their file; else as the definition has it."""
    if sample is None or question not in sample.questions:
        return asked_by(study, question, library)
    return replace(asked_of(sample, question), name=study.study, place=placed(library, study.study, question))


def shared_form(question: str, library: Library, asked: Sequence[Asked]) -> Asked:
    """The shared question; where there is none, or it has no options, as most studies asked it, the earliest of them
    where several forms are as common."""
    if question in library.questions and (library.questions[question].options or not asked):
        return shared_question(question, library)
    count = Counter(frozenset(one.question.substantive) for one in asked)
    return max(asked, key=lambda one: count[frozenset(one.question.substantive)])


def refuse_contradictions(shared: Asked, asked: Sequence[Asked]) -> None:
    """A ``ComparisonError`` where a name stands for two things, in the shared question or the wave before."""
    found = []
    for before, one in zip((shared, *asked), asked, strict=False):
        for other in {id(side): side for side in (shared, before)}.values():
            found += problems([item for item in differences(other, one) if item.contradicts], other, one)
    if found:
        raise ComparisonError(list(dict.fromkeys(found)))
