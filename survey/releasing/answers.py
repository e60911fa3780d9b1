"""What stands in a column beside the answers that somebody foresaw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from survey.cells.files.layout import Layout
from survey.cells.table.encoding import as_number, is_blank, is_code, number_in, option_of, printed
from survey.definitions.records.question import Question


def not_answers(question: Question, layout: Layout, column: str) -> set[str]:
    """Values, as printed, that stand for no answer: kinds of missing of the definition and of the file."""
    found = {printed(code) for option in question.options.values() if option.missing for code in option.codes}
    return found | {printed(code) for code in question.missing} | {printed(low) for low, _ in _declared(layout, column)}


def _declared(layout: Layout, column: str) -> tuple[tuple[Any, Any], ...]:
    return tuple(layout.missing.get(column, ()))


def is_missing(value: Any, none: set[str], layout: Layout, column: str) -> bool:
    """Whether a value is no answer."""
    if is_blank(value) or printed(value) in none:
        return True
    number = as_number(value)
    return number is not None and any(
        isinstance(low, (int, float)) and low <= number <= high for low, high in _declared(layout, column)
    )


def without_words(values: Any, question: Question, labels: Mapping[Any, str]) -> tuple[Any, int]:
    """``values`` without texts that no option names (an answer in own words) and numbers too long for a code (a
    telephone), and how many there were. Numbers stay where numbers are asked for; where nobody says options, all do."""
    if not question.options and not labels and question.type not in ("number", "scale"):
        return values, 0
    known = {compared(code) for option in question.options.values() for code in (*option.codes, option.id)}
    known |= {compared(text) for option in question.options.values() for text in (option.label or {}).values()}
    known |= {compared(value) for value in (*question.missing, *labels, *labels.values())}

    def told(value: Any) -> bool:
        parts = str(value).split(question.delimiter) if question.delimiter else [value]
        return all(compared(part) in known or _may_be_answer(part, question) for part in parts)

    wrong = np.array([not is_blank(value) and not told(value) for value in values.tolist()], dtype=bool)
    return (values.mask(wrong) if wrong.any() else values), int(wrong.sum())


def _may_be_answer(part: Any, question: Question) -> bool:
    number = number_in(part, question) is not None
    asked = question.type == "number" or (question.type == "scale" and not question.options)
    return number and (asked or is_code(printed(part)) or option_of(part, question) is not None)


def compared(value: Any) -> str:
    """A value as it is held against others."""
    return printed(value).casefold()
