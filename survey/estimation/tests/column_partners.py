"""Each column of a table against everybody, or against all others, from the covariance of the design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.estimation.core.covariance import Layer, Totals, totals
from survey.estimation.core.domains import Crossing, crossing
from survey.estimation.core.layout import domain_groups, laid_out
from survey.estimation.core.numbers import counted_as, option_numbers
from survey.estimation.core.options import design_degrees, settled
from survey.estimation.result.choices import Df
from survey.maths.column_sides import Differences

Partner = Literal["total", "rest"]


def share_partners(
    sample: SampleData,
    question: str,
    by: str | Sequence[str],
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
    covariance of a column with everybody, who contain it, is not left out. Where columns of ``by`` overlap, everybody
    has totals of their own. Degrees of freedom: of the whole design, or the number ``df``."""
    cross = crossing(sample, question, by, base, several=True)
    nets = {name: options for name, options in rows.items() if name not in cross.options}
    layout = laid_out(cross, base, nets, across=True)
    domains = len(cross.domains)
    made = totals(sample, cross.keys, layout.layers, layout.size, layout.domains("column"), cross.known)
    pattern = layout.pattern
    own = np.eye(domains, len(pattern.every))
    other = _others(own, pattern.every.T, partner)
    labels, whole = pattern.labels(np.eye(pattern.rows)), np.eye(pattern.rows)[pattern.whole].sum(axis=0)
    n = cross.domain_sums(made.per_cell(made.table.respondents, cross.size))
    found = []
    for name in rows:
        part = labels[layout.labels.index(name)]
        top, under = (np.concatenate([np.kron(one, own), np.kron(one, other)]) for one in (part, whole))
        above, below = top[:domains] @ made.estimate, under[:domains] @ made.estimate
        p = np.divide(above, below, out=np.zeros(domains), where=n > 0)
        found.append(_difference(made, top, under, p * (1 - p) / np.maximum(n, 1)))
    return _tested(found, made, df)


def mean_partners(
    sample: SampleData, question: str, by: str | Sequence[str], *, partner: Partner, df: Df
) -> Differences:
    """The same of the mean of those who gave a number, (1, domains)."""
    sample, counted = counted_as(sample, question)
    cross = crossing(sample, counted, by, "valid", several=True)
    numbers, extra = option_numbers(cross, question), cross.overlapping
    domains = len(cross.domains)
    columns, places = domains + extra, cross.placed
    seen, every = np.eye(domains, columns), np.ones((domains, columns))
    if extra:
        every, places = np.eye(columns)[[domains] * domains], [*places, np.where(cross.inside, domains, -1)]
    value = np.where(cross.inside, numbers[np.maximum(cross.option, 0)] - float(np.median(numbers)), 0.0)
    layers = [Layer(place, value) for place in places]
    layers += [Layer(np.where(place >= 0, place + columns, -1), np.ones(cross.size)) for place in places]
    of = domain_groups(cross, 2 * columns, everybody=extra)
    made = totals(sample, cross.keys, layers, 2 * columns, of, cross.known)
    both = np.concatenate([seen, _others(seen, every, partner)])
    none = np.zeros_like(both)
    top, under = np.concatenate([both, none], axis=1), np.concatenate([none, both], axis=1)
    return _tested([_difference(made, top, under, _simple(made, cross, value))], made, df)


def _others(seen: Array, every: Array, partner: Partner) -> Array:
    """Of each domain the columns of its partner. ``seen``: its own; ``every``: those of everybody."""
    return every if partner == "total" else every - seen


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


def _simple(made: Totals, cross: Crossing, value: Array) -> Array:
    """The variance of each domain's mean in a simple random sample."""

    def by_domain(sums: NDArray[Any], times: Array | float = 1.0) -> Array:
        return cross.domain_sums(made.per_cell(sums, cross.size) * times)

    n, weighted = by_domain(made.table.respondents), by_domain(made.table.sum_w)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean, squares = (by_domain(made.table.sum_w, value**power) / weighted for power in (1, 2))
    return np.nan_to_num((squares - mean**2) / np.maximum(n, 1))


def _tested(found: Sequence[tuple[Array, Array]], made: Totals, df: Df) -> Differences:
    value, error = (np.array(part) for part in zip(*found, strict=True))
    freedom = design_degrees(made) if isinstance(df, str) else float(df)
    return Differences(value, error, np.full(value.shape, freedom))
