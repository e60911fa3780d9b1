"""What tests of columns ask of the respondents behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.estimation.core.domains import Crossing, crossing
from survey.estimation.core.numbers import counted_as, option_numbers
from survey.maths.places import places, sums_at

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


def overlaps(sample: SampleData, question: str, by: str | Sequence[str], base: str) -> Array:
    """(domains, domains): the effective base ``(Σw)²/Σw²`` of those of ``base`` who are in both domains of ``by``.

    On the diagonal it is a domain's own; elsewhere 0 where ``by`` has one answer of each respondent. IBM SPSS
    Statistics Algorithms and SPSS Dimensions: ``e12``."""
    return _shared(sample, crossing(sample, question, by, base, several=True))


def mean_overlaps(sample: SampleData, question: str, by: str | Sequence[str]) -> Array:
    """The same of those who gave a number."""
    sample, counted = counted_as(sample, question)
    return _shared(sample, crossing(sample, counted, by, "valid", several=True))


def _shared(sample: SampleData, cross: Crossing) -> Array:
    from scipy import sparse  # most tables have no letters, and loading it takes a tenth of what they do

    table = sample.engine.collapse(list(cross.keys), weight=sample.weight)
    flat = table.flat([key.question for key in cross.keys])
    cell = flat if cross.known is None else places(flat, cross.known)
    at = np.stack([place[cell] for place in cross.placed])
    domain, row = at[at >= 0], np.nonzero(at >= 0)[1]
    member = sparse.csr_array((np.ones(len(row)), (row, domain)), shape=(len(cell), len(cross.domains)))
    weighted, squares = (
        np.asarray((member.T @ sparse.diags_array(np.asarray(sums, dtype=float)) @ member).todense())
        for sums in (table.sum_w, table.sum_w2)
    )
    return np.divide(weighted**2, squares, out=np.zeros_like(weighted), where=squares > 0)
