"""The numbers behind a question that has them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import number_question
from survey.errors import EstimationError
from survey.estimation.core.domains import Crossing


def counted_as(sample: SampleData, name: str) -> tuple[SampleData, str]:
    """The sample with the question that holds the numbers of ``name``, and what that question is called.

    The mean or total of a number cut into ranges is that of the numbers, not of the ranges.
    """
    question = sample.question(name)
    counted = number_question(question) if question.type == "number" else question
    if counted is question:
        return sample, name
    return sample.changed(questions={**sample.questions, counted.question: counted}), counted.question


def option_numbers(cross: Crossing, question: str) -> NDArray[np.float64]:
    """The number that each kept option stands for; ``EstimationError`` when one has none."""
    number = dict(zip(cross.encoding.levels, cross.encoding.numbers, strict=True))
    without = [option for option in cross.options if not np.isfinite(number[option])]
    if without:
        raise EstimationError(
            f"options without a value: {', '.join(without[:5])}{' …' if len(without) > 5 else ''}",
            where=question,
            fix="Give each option a value, or mark it as missing.",
        )
    return np.array([number[option] for option in cross.options])
