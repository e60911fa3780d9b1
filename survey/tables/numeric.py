"""Scales and numbers: which questions have a mean, and how a question of loose numbers is tabulated."""

from __future__ import annotations

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import SEVERAL
from survey.definitions.records.question import Option, Question
from survey.errors import EstimationError
from survey.estimation.core.numbers import check_apart
from survey.tables.stub import ANSWERED
from survey.wording.message import message

MANY = 20  # different answers that a table may have however few gave each


def has_mean(question: Question) -> bool:
    """Scales and numbers have a mean."""
    return question.type in ("scale", "number")


def is_loose(question: Question) -> bool:
    """True for a number that is not cut into ranges, whose every value would be a row."""
    return question.type == "number" and not any(option.range for option in question.options.values())


def check_few_answers(sample: SampleData, question: Question) -> None:
    """``EstimationError`` for answers in the respondents' own words, and for a question without options that hardly two
    answer alike (names, telephone numbers): its table would be a list of the respondents."""
    if question.options:
        return
    counts = sample.engine.encoding(question).counts
    different, given = len(counts) - 2, sum(counts[:-2])
    if question.type == "open":
        said = "answers in the respondents' own words cannot be tabulated as they are"
    elif different > MANY and given < SEVERAL * different:
        said = f"has no options and {different:,} different answers from {given:,} respondents, too many for a table"
    else:
        return
    fix = "Code them into options, or name the questions to tabulate under 'tables:' in the study."
    raise EstimationError(said, where=question.question, fix=fix)


def tabulated_as(sample: SampleData, name: str) -> SampleData:
    """The sample with question ``name`` in the form that its shares are tabulated in.

    A number without ranges has one row for all who gave one, beside its kinds of missing. Raises what
    ``check_few_answers`` raises, and for scales and numbers what ``check_apart`` does.
    """
    question = sample.question(name)
    if has_mean(question):
        check_apart(sample, name)
    if not is_loose(question):
        check_few_answers(sample, question)
        return sample
    answered = Option(id=ANSWERED, range=(None, None), label=dict(message("tables.answered")))
    missing = {key: option for key, option in question.options.items() if option.missing}
    shown = question.model_copy(update={"options": {ANSWERED: answered, **missing}, "nets": {}})
    return sample.with_question(name, shown)
