"""Scales and numbers: which questions have a mean, and how a question of loose numbers is tabulated."""

from __future__ import annotations

from survey.cells.sample import SampleData
from survey.definitions.question import Option, Question
from survey.errors import EstimationError
from survey.tables.stub import ANSWERED
from survey.tables.texts import words


def has_mean(question: Question) -> bool:
    """Scales and numbers have a mean."""
    return question.type in ("scale", "number")


def is_loose(question: Question) -> bool:
    """True for a number that is not cut into ranges, whose every value would be a row."""
    return question.type == "number" and not any(option.range for option in question.options.values())


def tabulated_as(sample: SampleData, name: str) -> SampleData:
    """The sample with question ``name`` in the form that its shares are tabulated in.

    A number without ranges has one row for all who gave one, beside its kinds of missing. Answers in the respondents'
    own words are an ``EstimationError``: they must be coded first.
    """
    question = sample.question(name)
    if question.type == "open" and not question.options:
        raise EstimationError(
            "answers in the respondents' own words cannot be tabulated as they are",
            where=name,
            fix="Code them into options, or name the questions to tabulate under 'tables:' in the study.",
        )
    if not is_loose(question):
        return sample
    answered = Option(id=ANSWERED, range=(None, None), label=dict(words("answered")))
    missing = {key: option for key, option in question.options.items() if option.missing}
    shown = question.model_copy(update={"options": {ANSWERED: answered, **missing}, "nets": {}})
    return sample.changed(questions={**sample.questions, name: shown})
