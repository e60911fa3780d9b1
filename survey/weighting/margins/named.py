"""Names for questions that weighting makes: those of the questions they came from."""

from __future__ import annotations

from collections.abc import Sequence

from survey.definitions.records.question import Question
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

OWN = ("base weight kept", "no answer", "a code that no option names")  # levels that no question has


def with_names(question: Question, variables: Sequence[Question]) -> Question:
    """``question`` with the headings and labels of ``variables``, whose crossing or merging it stands for.

    Its options are called ``a × b`` (a level of each variable) and ``a × b + c × d`` (merged ones).
    """
    options = {
        key: option.model_copy(update={"label": option.label or dict(_label(key, variables))})
        for key, option in question.options.items()
    }
    title = dict(joined([variable.heading for variable in variables], " × "))
    return question.model_copy(update={"title": question.title or title, "options": options})


def _label(option: str, variables: Sequence[Question]) -> Text:
    cells = [cell.split(" × ") for cell in option.split(" + ")]
    if option in OWN:
        return message(f"weighting.{option}")
    if any(len(cell) != len(variables) for cell in cells):
        return {"und": option}  # an option whose own name has such a sign
    return joined((joined(map(_part, cell, variables), " × ") for cell in cells), " + ")


def _part(option: str, variable: Question) -> Text:
    return message(f"weighting.{option}") if option in OWN else variable.label(option)
