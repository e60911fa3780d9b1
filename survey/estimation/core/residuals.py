"""Scores of respondents less what weighting explains of them, one weighting after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import number_question, plain_question
from survey.definitions.records.question import Question
from survey.maths.variance.residuals import cell_mean_coefficients, regression_coefficients
from survey.weighting.record.calibration import Calibration


def residual_scores(sample: SampleData, steps: Sequence[Calibration], scores: Array) -> Array:
    """``scores`` (respondents, statistics) with each weighting of ``steps`` taken into account, in order.

    With ``w_0`` the weights before a step, ``w_1`` after it and ``w`` the final ones, the weighted score ``w z`` is
    divided by ``w_1``, its regression on the step's margins and numbers with weights ``w_0`` is taken off, and it is
    multiplied by ``w_1`` again (R: ``svyrecvar`` with several ``postStrata``). ``sample``: with the final weights.
    Weightings to totals of sampled units explain nothing between these: see ``inside_scores``.
    """
    steps = [step for step in steps if not step.stage]
    if not steps:
        return scores
    final = sample.weights
    weighted = scores * final[:, None]
    for step in steps:
        before = _weights(sample, step.base_weight)
        after = _weights(sample, step.calibrated)
        live = after != 0
        score = np.divide(weighted, after[:, None], out=np.zeros_like(weighted), where=live[:, None])
        x, parts = _dummies(sample, step)
        if step.within:
            x, before = _unit_means(sample, step.within, x, before)
        w = np.where(live, 1.0 if step.residuals == "cell means" else before, 0.0)
        if step.spread is not None:
            w = np.where(w != 0, w / _numbers(sample, step.spread), 0.0)
        gram, cross = (x * w[:, None]).T @ x, (x * w[:, None]).T @ score
        if step.residuals == "cell means":
            b = cell_mean_coefficients(gram, cross, parts)
        else:
            b = regression_coefficients(gram, cross)
        weighted = (score - x @ b) * after[:, None]
    return np.divide(weighted, final[:, None], out=np.zeros_like(weighted), where=final[:, None] != 0)


def inside_scores(sample: SampleData, steps: Sequence[Calibration], scores: Array, below: int) -> Array:
    """``scores`` less what the totals of sampled units explain, for the variance among units of ``below`` stages above:
    of each weighting to totals of a stage up to ``below`` its regression inside each unit of that stage, with the
    weights before it, is taken off (R: ``multistage``, whose residuals are these where one unit's respondents have one
    weight)."""
    final = sample.weights
    weighted = scores * final[:, None]
    for step in steps:
        if not 0 < step.stage <= below:
            continue
        before, after = _weights(sample, step.base_weight), _weights(sample, step.calibrated)
        live = after != 0
        score = np.divide(weighted, after[:, None], out=np.zeros_like(weighted), where=live[:, None])
        x, w = _dummies(sample, step)[0], np.where(live, before, 0.0)
        unit = _crossed(sample, step.inside)
        for place in range(int(unit.max(initial=-1)) + 1):
            at = unit == place
            b = regression_coefficients((x[at] * w[at, None]).T @ x[at], (x[at] * w[at, None]).T @ score[at])
            score[at] -= x[at] @ b
        weighted = score * after[:, None]
    return np.divide(weighted, final[:, None], out=np.zeros_like(weighted), where=final[:, None] != 0)


def _crossed(sample: SampleData, columns: Sequence[str]) -> NDArray[np.int64]:
    """Of each respondent its place in the crossing of columns."""
    place = np.zeros(sample.n, dtype=np.int64)
    for column in columns:
        question = plain_question(column)
        place = place * len(sample.engine.encoding(question).levels) + sample.engine.codes(question)
    return np.unique(place, return_inverse=True)[1].reshape(-1)


def _unit_means(sample: SampleData, within: Sequence[str], x: Array, before: Array) -> tuple[Array, Array]:
    """Dummies, numbers and base weights of a respondent's unit: means over its members who count (R: ``calibrate`` with
    ``aggregate.stage``)."""
    unit = _crossed(sample, within)
    live = (before != 0).astype(float)
    size = np.maximum(np.bincount(unit, live), 1.0)

    def mean(values: Array) -> Array:
        return np.asarray((np.bincount(unit, values * live) / size)[unit])

    return np.stack([mean(column) for column in x.T], axis=1), mean(before) * live


def target_part(sample: SampleData, steps: Sequence[Calibration], scores: Array) -> Array:
    """What targets that were estimated add to the covariance of the totals: ``Σ_s B_s' V_s B_s`` over the weightings.

    ``B_s``: coefficients on the margins of step ``s``, with the weights before it, of the scores less what the steps
    after it explain. Deville (1999), Survey Methodology 25, 193-203."""
    made = np.zeros((scores.shape[1], scores.shape[1]))
    if all(step.target_covariance is None for step in steps):
        return made
    left = scores
    for step in reversed(steps):
        x, parts = _dummies(sample, step)
        w = np.where(_weights(sample, step.weight) != 0, _weights(sample, step.base_weight), 0.0)
        b = regression_coefficients((x * w[:, None]).T @ x, (x * w[:, None]).T @ left)
        if step.target_covariance is not None:
            at = _places(sample, step)
            dummies = b[: len(at)]
            made += dummies.T @ step.target_covariance[np.ix_(at, at)] @ dummies
        left = left - x @ b
    return made


def _places(sample: SampleData, step: Calibration) -> NDArray[np.int64]:
    """Where each dummy of a weighting's margins stands among all levels of all margins."""
    found, start = [], 0
    for margin in step.margins.values():
        place = np.zeros(sample.n, dtype=np.int64)
        size = 1
        for variable in margin.variables:
            question = step.variables[variable]
            levels = len(sample.engine.encoding(question).levels)
            place = place * levels + sample.engine.codes(question)
            size *= levels
        found.append(start + np.unique(place))
        start += size
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _weights(sample: SampleData, column: str | None) -> Array:
    return np.ones(sample.n) if column is None else np.asarray(sample.engine.values(column), dtype=float)


def _numbers(sample: SampleData, question: Question) -> Array:
    counted = number_question(question)
    return np.asarray(np.array(sample.engine.encoding(counted).numbers)[sample.engine.codes(counted)])


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
        number = _numbers(sample, question)  # who did not count may have none
        blocks.append(np.where(np.isfinite(number), number, 0.0)[:, None])
        parts.append(slice(start, start + 1))
        start += 1
    return np.concatenate(blocks, axis=1), parts
