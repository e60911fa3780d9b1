"""A filter as a reader has it: titles of questions, labels of options."""

from __future__ import annotations

from collections.abc import Mapping

from survey.cells.filters.answers import Meant
from survey.cells.filters.expression import Compared, Condition
from survey.wording.figures import number
from survey.wording.lines import one_line
from survey.wording.lists import either, listed
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

SIGNS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def condition_words(condition: Condition, found: Mapping[Compared, Meant], inside: bool = False) -> Text:
    """``condition`` in words; ``inside`` another, so that joined parts stand in brackets."""
    if isinstance(condition, Compared):
        return _compared(found[condition])
    if condition.how == "not":
        return message("filters.not", part=condition_words(condition.parts[0], found))
    parts = [condition_words(part, found, True) for part in condition.parts]
    made = joined(parts, message(f"filters.{condition.how}"))
    return joined(["(", made, ")"]) if inside else made


def _compared(one: Meant) -> Text:
    name = one_line(one.question.title or {}, one.question.question)
    sign = one.compared.sign
    if one.numbers:
        values = [number(value) for value in one.numbers]
        return joined([name, " ", SIGNS[sign], " ", either(values) if sign == "==" else listed(values)])
    labels = [one_line(one.question.label(option), option) for option in one.options]
    return message("filters.is" if sign == "==" else "filters.is_not", name=name, options=either(labels))
