"""Names for questions that weighting makes: those of the questions they came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from survey.cells.table.encoding import plain_text
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Margin
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

OWN = ("base weight kept", "no answer", "a code that no option names")  # levels that no question has
_FIGURES = ("counts", "shares", "nested", "std_error")  # of a margin, by cells


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


def by_label(margin: Margin, questions: Mapping[str, Question]) -> Margin:
    """``margin`` with the option in place of each level that is none, but the label of one option and of no other. A
    variable whose levels ``recode`` defines is left alone, as is a margin two of whose levels would become one option.
    """
    names = [{} if one in margin.recode else _by_label(margin.levels(one), questions[one]) for one in margin.variables]
    if not any(names):
        return margin

    def cell(levels: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(known.get(level, level) for known, level in zip(names, levels, strict=True))

    figures: dict[str, Any] = {
        key: {cell(levels): value for levels, value in given.items()}
        for key in _FIGURES
        if (given := getattr(margin, key)) is not None
    }
    if margin.sizes is not None:
        figures["sizes"] = {names[0].get(level, level): value for level, value in margin.sizes.items()}
    merge = tuple(tuple(map(cell, group)) for group in margin.merge)
    if len(figures["counts" if margin.counts is not None else "shares"]) < len(margin.figures):
        return margin
    return margin.model_copy(update={**figures, "merge": merge})


def _by_label(levels: tuple[str, ...], question: Question) -> dict[str, str]:
    """Levels that are labels, and their options."""
    loose = [level for level in levels if level not in question.options]
    if not loose:
        return {}
    texts = {key: {plain_text(text) for text in (one.label or {}).values()} for key, one in question.options.items()}
    often = Counter(text for own in texts.values() for text in own)
    option = {text: key for key, own in texts.items() for text in own if often[text] == 1}
    return {level: option[plain_text(level)] for level in loose if plain_text(level) in option}
