"""Published figures that look like proportions where percentages are meant."""

from __future__ import annotations

from collections.abc import Mapping

from survey.definitions.records.question import Question
from survey.definitions.records.values import Figure


def as_proportions(figures: Mapping[str, Figure], question: Question) -> str:
    """What to write, where the figures of all answers together make about 1: 61.8 for 0.618; "" where they do not.

    Percentages of all answers that make no more than 1.1 together would leave 98.9 % without an answer. Where only some
    answers have a figure, shares below one per cent are shares below one per cent.
    """
    values = {option: figure.value for option, figure in figures.items() if option in question.options}
    if len(values) < 2 or set(question.substantive) - set(values) or question.several is True:
        return ""
    numbers = [value for value in values.values() if value is not None]
    if len(numbers) < len(values) or not 0.5 < sum(numbers) <= 1.1 or max(numbers) > 1:
        return ""
    option, largest = max(((key, value) for key, value in values.items() if value is not None), key=lambda one: one[1])
    return f"Percentages are meant: write {100 * largest:.6g} for {largest:g} ({option})."
