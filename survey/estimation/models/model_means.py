"""Means of what a model expects, with some answers set to values: predictions and marginal effects."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from survey.arrays import Array
from survey.errors import EstimationError
from survey.estimation.models.model_data import ModelData
from survey.estimation.models.model_fit import Fit


@dataclass(frozen=True)
class Part:
    """``Σ factor · expected(x)`` over ``pairs`` of model matrix and factor."""

    label: str
    pairs: tuple[tuple[Array, float], ...]


@dataclass(frozen=True)
class Setting:
    """A column of the model's data that the answer depends on, and the question it holds."""

    column: str
    question: str
    shifted: bool = False  # the offset holds it too

    @staticmethod
    def all_of(data: ModelData) -> list[Setting]:
        """Every such column, in the order of the formula."""
        found: set[str] = set()
        shifted: set[str] = set()
        for factor in data.builder.factor_infos:
            held = shifted if factor.name() == data.formula.offset else found
            tree = ast.walk(ast.parse(factor.code.strip(), mode="eval"))
            for node in tree:
                name = node.id if isinstance(node, ast.Name) else node.value if isinstance(node, ast.Constant) else None
                if isinstance(name, str) and name in data.formula.names:
                    held.add(name)
        names = data.formula.names
        shifts = {names[column] for column in shifted}
        return [Setting(column, names[column], names[column] in shifts) for column in names if column in found]

    def check(self) -> None:
        """Raise ``EstimationError`` for a question that the offset holds too: with it the answer would change twice."""
        if self.shifted:
            raise EstimationError(
                "is in the offset too, which no coefficient stands for",
                where=self.question,
                fix="Name other questions, or give the offset a column of its own.",
            )


def effect_parts(data: ModelData, questions: Sequence[str]) -> list[Part]:
    """The derivative by each number, and each option of the others against the first that anybody chose."""
    parts = []
    for setting in Setting.all_of(data):
        if setting.question not in questions:
            continue
        setting.check()
        column = data.frame[setting.column]
        if column.dtype.name == "category":
            first, *others = column.cat.categories
            base = data.matrix(setting.column, first)
            parts += [
                Part(f"{setting.question}[{level}]", ((data.matrix(setting.column, level), 1.0), (base, -1.0)))
                for level in others
            ]
            continue
        values = column.to_numpy(dtype=float)
        step = 1e-5 * (float(values.std()) or 1.0)  # the error of a central difference is of the size of its square
        up, down = (data.matrix(setting.column, values + side * step) for side in (1, -1))
        if not (np.isfinite(up).all() and np.isfinite(down).all()):
            raise EstimationError("a term is not a number beside an answer given", where=setting.question)
        parts.append(Part(setting.question, ((up, 0.5 / step), (down, -0.5 / step))))
    return parts


def prediction_parts(data: ModelData, question: str, at: Sequence[float]) -> list[Part]:
    """Everybody at each option of ``question``, or at each of the numbers ``at``."""
    settings = [setting for setting in Setting.all_of(data) if setting.question == question]
    if len(settings) > 1:
        raise EstimationError("the formula has the question both as options and as a number", where=question)
    settings[0].check()
    column = settings[0].column
    values = data.frame[column]
    if values.dtype.name == "category":
        chosen: list[Any] = [str(value) for value in at] or list(values.cat.categories)
        unknown = [value for value in chosen if value not in values.cat.categories]
        if unknown:
            raise EstimationError(f"nobody in the model chose '{unknown[0]}'", where=question)
    elif len(at):
        chosen = [float(value) for value in at]
    else:
        raise EstimationError("its answers are numbers", where=question, fix="Say at which: at=[20, 40, 60].")
    made = [
        Part(f"{value:g}" if isinstance(value, float) else value, ((data.matrix(column, value), 1.0),))
        for value in chosen
    ]
    if not all(np.isfinite(part.pairs[0][0]).all() for part in made):
        raise EstimationError("a term is not a number at one of the values", where=question)
    return made


def means_of_parts(fit: Fit, parts: Sequence[Part]) -> tuple[Array, Array]:
    """Weighted mean of each part and outcome (outcomes varying fastest), and their covariance."""

    def value(beta: Array, w: Array) -> Array:
        return np.concatenate(
            [sum((factor * fit.family.expected(beta, x) for x, factor in part.pairs), 0.0) for part in parts], axis=1
        )

    def slope(beta: Array, w: Array) -> Array:
        return np.concatenate(
            [sum((factor * fit.family.slope(beta, x, w) for x, factor in part.pairs), 0.0) for part in parts]
        )

    return fit.mean_of(value, slope)
