"""The question that the waves of a trend share, and the refusal of names that stand for two things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from survey.definitions.asked_in import shared_question
from survey.definitions.comparable import Asked, differences, problems
from survey.definitions.records.library import Library
from survey.errors import ComparisonError


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
