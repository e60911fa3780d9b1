"""Which numbers a family takes as answers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.errors import EstimationError


def check_answers(kind: str, answer: NDArray[np.float64], code: str, where: str) -> None:
    """Raise ``EstimationError`` for answers that a family of the ``kind`` cannot have, or that are all the same.
    ``code``: the answer as the formula has it."""
    if kind == "binomial" and ((answer < 0) | (answer > 1)).any():
        raise EstimationError(
            f"the answer '{code}' of a logistic model must be 0 or 1, it goes from {answer.min():g} to "
            f"{answer.max():g}",
            where=where,
            fix=f"Write a comparison: {code} > {np.median(answer):g}.",
        )
    if kind in ("poisson", "negative_binomial") and (answer < 0).any():
        raise EstimationError(f"counts cannot be negative, '{code}' goes down to {answer.min():g}", where=where)
    if kind == "gamma" and not (answer > 0).all():
        raise EstimationError(
            f"answers of a gamma model are above 0, '{code}' goes down to {answer.min():g}",
            where=where,
            fix="Model those above 0, with domain=…, or another family.",
        )
    if kind in ("binomial", "poisson", "negative_binomial") and (answer == answer[0]).all() and answer[0] in (0.0, 1.0):
        raise EstimationError(f"everybody in the model has the same answer ({code} is {answer[0]:g})", where=where)
