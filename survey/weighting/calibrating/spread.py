"""What the residual variances of a calibration are in proportion to."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import number_question
from survey.definitions.records.question import Question
from survey.errors import WeightingError
from survey.weighting.margins.one_answer import one_answer
from survey.weighting.margins.prepared import Prepared


def spread_question(sample: SampleData, name: str | None) -> Question | None:
    """The question of numbers that the variance of the regression is in proportion to."""
    return None if name is None else number_question(one_answer(sample, name))


def spread_of(ready: Prepared, question: Question | None) -> Array | None:
    """Its number in each cell; None where there is none. Raises ``WeightingError`` where one that counts is not above
    0."""
    if question is None:
        return None
    value = np.array(ready.sample.engine.encoding(question).numbers)[ready.cells.key(question.question)]
    bad = int(ready.cells.respondents[~(value > 0)].sum())
    if bad:
        raise WeightingError(
            f"{bad} respondent(s) have no number above 0, which a variance in proportion to it needs",
            where=str(question.column or question.question),
            fix="Leave 'variance' out, or give those their number.",
        )
    return np.where(value > 0, value, 1.0)
