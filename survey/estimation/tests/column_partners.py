"""Each column of a table against everybody, or against all others, from the covariance of the design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.estimation.core.covariance import Domains, Layer, Totals, totals
from survey.estimation.core.domains import Crossing, crossing
from survey.estimation.core.layout import laid_out
from survey.estimation.core.numbers import counted_as, option_numbers
from survey.estimation.core.options import design_degrees, settled
from survey.estimation.result.choices import Df
from survey.estimation.tests.column_bases import check_apart
from survey.maths.column_sides import Differences

Array = NDArray[np.float64]
Partner = Literal["total", "rest"]


def share_partners(
    sample: SampleData,
    question: str,
    by: str,
    rows: Mapping[str, Sequence[str]],
    *,
    base: str,
    partner: Partner,
    df: Df,
) -> Differences:
    """Shares of ``rows`` (name -> options) in each domain of ``by`` minus that of everybody in the ``base`` (``total``)
    or of all others in it (``rest``), (rows, domains).

    Column and partner are ratios of the same totals ``t``: ``p = a't / b't``, with gradient ``(a - p b) / b't``; the
    others' are the totals of all domains but the column's own, those without an answer to ``by`` among them. So the
    covariance of a column with everybody, who contain it, is not left out. Degrees of freedom: of the whole design, or
    the number ``df``. Raises ``EstimationError`` for a ``by`` of several answers."""
    check_apart(sample.question(by))
    cross = crossing(sample, question, by, base, several=True)
    layout = laid_out(cross, base, {name: options for name, options in rows.items() if name not in cross.options})
    domains = len(cross.domains)
    made = totals(sample, cross.keys, layout.layers, layout.size, layout.domains("column"), cross.known)
    own, other = np.eye(domains), _others(domains, partner)
    n = cross.domain_sums(made.per_cell(made.table.respondents, cross.size))
    found = []
    for name in rows:
        part = layout.parts[layout.labels.index(name)]
        top, under = (np.concatenate([np.kron(one, own), np.kron(one, other)]) for one in (part, layout.whole))
        above, below = top[:domains] @ made.estimate, under[:domains] @ made.estimate
        p = np.divide(above, below, out=np.zeros(domains), where=n > 0)
        found.append(_difference(made, top, under, p * (1 - p) / np.maximum(n, 1)))
    return _tested(found, made, df)


def mean_partners(sample: SampleData, question: str, by: str, *, partner: Partner, df: Df) -> Differences:
    """The same of the mean of those who gave a number, (1, domains)."""
    check_apart(sample.question(by))
    sample, counted = counted_as(sample, question)
    cross = crossing(sample, counted, by, "valid")
    numbers, domains = option_numbers(cross, question), len(cross.domains)
    inside = (cross.option >= 0) & (cross.domain >= 0)
    where = np.where(inside, cross.domain, -1)
    value = np.where(inside, numbers[np.maximum(cross.option, 0)] - float(np.median(numbers)), 0.0)
    layers = [Layer(where, value), Layer(np.where(inside, where + domains, -1), np.ones(cross.size))]
    of = Domains(where, np.tile(np.arange(domains), 2), domains)
    made = totals(sample, cross.keys, layers, 2 * domains, of)
    both = np.concatenate([np.eye(domains), _others(domains, partner)])
    none = np.zeros_like(both)
    top, under = np.concatenate([both, none], axis=1), np.concatenate([none, both], axis=1)
    return _tested([_difference(made, top, under, _simple(made, cross, value, domains))], made, df)


def _others(domains: int, partner: Partner) -> Array:
    """Of each domain the domains of its partner."""
    every = np.ones((domains, domains))
    return every if partner == "total" else every - np.eye(domains)


def _difference(made: Totals, top: Array, under: Array, simple: Array) -> tuple[Array, Array]:
    """Ratios of the first half of ``top`` and ``under`` minus those of the second, and their standard errors; what is
    rounding beside the variance ``simple`` of a simple random sample is 0. NaN where a side has nobody."""
    half = len(top) // 2
    with np.errstate(divide="ignore", invalid="ignore"):
        below = under @ made.estimate
        ratio = (top @ made.estimate) / below
        gradient = (top - ratio[:, None] * under) / below[:, None]
    live = np.flatnonzero((below[:half] > 0) & (below[half:] > LEAST * below[:half]))
    first, second = live, live + half
    value, error = np.full(half, np.nan), np.full(half, np.nan)
    value[live] = ratio[first] - ratio[second]

    def differ(t: Array) -> Any:
        return (top[first] @ t) / (under[first] @ t) - (top[second] @ t) / (under[second] @ t)

    if len(live):
        variance = np.diag(made.covariance_of(differ, gradient[first] - gradient[second]))
        error[live] = np.sqrt(settled(np.maximum(variance, 0.0), simple[live]))
    return value, error


LEAST = 1e-9  # of a column: others who weigh less are nobody


def _simple(made: Totals, cross: Crossing, value: Array, domains: int) -> Array:
    """The variance of each domain's mean in a simple random sample."""
    inside = (cross.option >= 0) & (cross.domain >= 0)

    def by_domain(sums: NDArray[Any], times: Array | float = 1.0) -> Array:
        each = (made.per_cell(sums, cross.size) * times)[inside]
        return np.bincount(cross.domain[inside], each, minlength=domains).astype(float)

    n, weighted = by_domain(made.table.respondents), by_domain(made.table.sum_w)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean, squares = (by_domain(made.table.sum_w, value**power) / weighted for power in (1, 2))
    return np.nan_to_num((squares - mean**2) / np.maximum(n, 1))


def _tested(found: Sequence[tuple[Array, Array]], made: Totals, df: Df) -> Differences:
    value, error = (np.array(part) for part in zip(*found, strict=True))
    freedom = design_degrees(made) if isinstance(df, str) else float(df)
    return Differences(value, error, np.full(value.shape, freedom))
