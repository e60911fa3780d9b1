"""Samples whose questions are of other respondents: those who answered a set, all but some kinds of missing."""

from __future__ import annotations

from survey.cells.samples.sample import SampleData
from survey.claims.explaining.blocks import MARKED


def of_marked(sample: SampleData, questions: set[str]) -> SampleData:
    """``sample`` in which only those who gave one of several answers were asked for them."""
    for name in sorted(questions):
        question = sample.question(name)
        if question.type == "multiple":
            sample = sample.with_question(name, question.model_copy(update={"asked": MARKED}))
    return sample


def outside(sample: SampleData, questions: set[str], kinds: frozenset[str]) -> SampleData:
    """``sample`` in which the missing answers of ``kinds`` are outside the base ``asked`` and all others inside."""
    for name in sorted(questions):
        question = sample.question(name)

        def kind(own: str | None) -> str | None:
            return own and ("not_asked" if own in kinds else "no_answer" if own == "not_asked" else own)

        options = {
            key: option.model_copy(update={"missing": kind(option.missing)}) for key, option in question.options.items()
        }
        update = {"options": options, "blank": kind(question.blank) or question.blank}
        sample = sample.with_question(name, question.model_copy(update=update))
    return sample
