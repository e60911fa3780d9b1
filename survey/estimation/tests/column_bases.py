"""What tests of columns ask of the respondents behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.errors import EstimationError
from survey.estimation.core.domains import crossing
from survey.estimation.core.numbers import counted_as, option_numbers
from survey.maths.places import places, sums_at

Array = NDArray[np.float64]
ROUNDING = 1e-24  # of the square of the largest number: what is left of the variance of answers that are all the same


@dataclass(frozen=True)
class Answers:
    """Of those in each domain who gave a number: how many, Σw, Σw², their mean and the variance ``Σ w (y - ȳ)² / Σw``;
    NaN where nobody is."""

    domains: tuple[tuple[str, ...], ...]
    n: Array
    weighted: Array
    squares: Array
    mean: Array
    variance: Array


def answers(sample: SampleData, question: str, by: str | tuple[str, ...] = ()) -> Answers:
    """Bases, mean and variance of the answers to a scale or a number, one entry a domain of ``mean``, which
    overlap where ``by`` has several answers.

    Raises ``EstimationError`` when an option has no value."""
    sample, counted = counted_as(sample, question)
    cross = crossing(sample, counted, by, "valid", several=True)
    numbers = option_numbers(cross, question)
    table = sample.engine.collapse(list(cross.keys), weight=sample.weight)
    flat = table.flat([key.question for key in cross.keys])
    cell = flat if cross.known is None else places(flat, cross.known)
    at, middle = [place[cell] for place in cross.placed], float(np.median(numbers))
    value = np.where(cross.inside[cell], numbers[np.maximum(cross.option[cell], 0)] - middle, 0.0)

    def summed(sums: NDArray[np.generic], times: Array | float = 1.0) -> Array:
        return sums_at(at, np.asarray(sums, dtype=float) * times, len(cross.domains))

    def spread(mean: Array) -> Array:
        parts = [sums_at([one], table.sum_w * (value - mean[one]) ** 2, len(mean)) for one in at]
        return np.asarray(np.sum(parts, axis=0))

    weighted = summed(table.sum_w)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = summed(table.sum_w, value) / weighted
        variance = spread(np.nan_to_num(mean)) / weighted
    variance[variance < ROUNDING * np.square(value).max(initial=0.0)] = 0.0
    return Answers(cross.domains, summed(table.respondents), weighted, summed(table.sum_w2), middle + mean, variance)


def overlaps(by: Question, effective: Array) -> Array:
    """(columns, columns): the effective base of those who are in both columns of ``by``, whose own is ``effective``.

    A question of one answer has nobody in two columns. Raises ``EstimationError`` for one of several answers."""
    check_apart(by)
    return np.asarray(np.diag(effective))


def check_apart(by: Question) -> None:
    """Raise ``EstimationError`` for a question whose columns share respondents."""
    if by.type == "multiple":
        raise EstimationError(
            "columns of a question with several answers share respondents, and how many is not known here",
            where=by.question,
            fix="Test column against column by the design: --test design --against columns.",
        )
