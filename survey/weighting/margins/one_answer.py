"""The question behind a margin, a class or a predictor of a weighting."""

from __future__ import annotations

from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.errors import WeightingError


def one_answer(sample: SampleData, name: str) -> Question:
    """The question or column ``name``. Raises ``WeightingError`` for a question of several answers: its levels are the
    sets of answers that occur, and the figures of its options overlap, so that they are no margin."""
    question = sample.question(name)
    if question.type == "multiple":
        raise WeightingError(
            "several answers can be given to the question, and a weighting needs one of each respondent",
            where=name,
            fix="Define one of its options as a question of its own.",
        )
    return question
