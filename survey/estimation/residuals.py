"""Scores of respondents less what weighting explains of them, one weighting after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.cells.encoding import number_question
from survey.cells.sample import SampleData
from survey.maths.residuals import cell_mean_coefficients, regression_coefficients
from survey.weighting.calibration import Calibration

Array = NDArray[np.float64]


def residual_scores(sample: SampleData, steps: Sequence[Calibration], scores: Array) -> Array:
    """``scores`` (respondents, statistics) with each weighting of ``steps`` taken into account, in order.

    With ``w_0`` the weights before a step, ``w_1`` after it and ``w`` the final ones, the weighted score ``w z`` is
    divided by ``w_1``, its regression on the step's margins and numbers with weights ``w_0`` is taken off, and it is
    multiplied by ``w_1`` again (R: ``svyrecvar`` with several ``postStrata``). ``sample``: with the final weights.
    """
    if not steps:
        return scores
    final = sample.weights
    weighted = scores * final[:, None]
    for step in steps:
        before = _weights(sample, step.base_weight)
        after = _weights(sample, step.weight)
        live = after != 0
        score = np.divide(weighted, after[:, None], out=np.zeros_like(weighted), where=live[:, None])
        x, parts = _dummies(sample, step)
        w = np.where(live, 1.0 if step.residuals == "cell means" else before, 0.0)
        gram, cross = (x * w[:, None]).T @ x, (x * w[:, None]).T @ score
        if step.residuals == "cell means":
            b = cell_mean_coefficients(gram, cross, parts)
        else:
            b = regression_coefficients(gram, cross)
        weighted = (score - x @ b) * after[:, None]
    return np.divide(weighted, final[:, None], out=np.zeros_like(weighted), where=final[:, None] != 0)


def _weights(sample: SampleData, column: str | None) -> Array:
    return np.ones(sample.n) if column is None else np.asarray(sample.engine.values(column), dtype=float)


def _dummies(sample: SampleData, step: Calibration) -> tuple[Array, list[slice]]:
    """(respondents, dummies and numbers) of a weighting, and which columns belong to which margin."""
    engine = sample.engine
    blocks, parts, start = [], [], 0
    for margin in step.margins.values():
        place = np.zeros(sample.n, dtype=np.int64)
        for variable in margin.variables:
            question = step.variables[variable]
            place = place * len(engine.encoding(question).levels) + engine.codes(question)
        levels = np.unique(place)
        blocks.append((place[:, None] == levels[None, :]).astype(float))
        parts.append(slice(start, start + len(levels)))
        start += len(levels)
    for question in step.numbers:
        counted = number_question(question)
        numbers = np.array(engine.encoding(counted).numbers)[engine.codes(counted)]
        blocks.append(numbers[:, None])
        parts.append(slice(start, start + 1))
        start += 1
    return np.concatenate(blocks, axis=1), parts
