"""The numbers that respondents answered and the domains they are in, for statistics that need more than cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.engines.row_numbers import row_numbers
from survey.cells.filters.inside import domain_rows
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.covariance import most_figures
from survey.estimation.core.domains import crossing
from survey.estimation.core.numbers import check_counted, counted_as
from survey.estimation.core.totals import Domains
from survey.maths.places import spans
from survey.words import NO_WEIGHT


@dataclass(frozen=True)
class Respondents:
    """``numbers`` (respondents, questions), 0 for those outside; ``domain``: place among ``domains``, -1 for those who
    did not answer every question with a number. ``weight``: of each; one of 0 is in no figure."""

    numbers: Array
    domain: Index
    names: tuple[str, ...]
    domains: tuple[tuple[str, ...], ...]
    weight: Array
    counts: dict[str, int]

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Who is in a domain."""
        return np.asarray(self.domain >= 0)

    def by_domain(self, values: NDArray[np.generic]) -> Array:
        """The sum of ``values`` (respondents,) in each domain."""
        at = self.inside
        sums = np.bincount(self.domain[at], np.asarray(values, dtype=float)[at], minlength=len(self.domains))
        return sums.astype(float)

    @property
    def n(self) -> Array:
        """Respondents of each domain."""
        return self.by_domain(self.weight != 0)

    def columns(self, blocks: int) -> Domains:
        """Which domain each column of ``blocks`` of ``spread`` values side by side is of."""
        count = len(self.domains)
        return Domains(self.domain, np.tile(np.arange(count), blocks), count)

    def varies(self, values: Array) -> NDArray[np.bool_]:
        """Whether those of a domain who count have different ``values``."""
        at = self.inside & (self.weight != 0)
        low, high = spans(values[at], self.domain[at], len(self.domains))
        return np.asarray(high > low)

    def centred(self, values: Array) -> Array:
        """``values`` less the weighted mean of their domain; 0 outside and where they do not vary."""
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = self.by_domain(self.weight * values) / self.by_domain(self.weight)
        live = self.inside & self.varies(values)[self.domain]
        return np.where(live, values - mean[self.domain], 0.0)

    def spread(self, values: Array) -> Array:
        """``values`` (respondents,) with a column of its own for each domain, as the estimator takes them."""
        found = np.zeros((len(values), len(self.domains)))
        at = np.flatnonzero(self.inside)
        found[at, self.domain[at]] = values[at]
        return found


def respondents(sample: SampleData, questions: Sequence[str], by: str | Sequence[str] = ()) -> Respondents:
    """Those with a substantive answer to every one of ``questions``, in the domains of ``by`` (as ``crossing`` has
    them). Of a number cut into ranges the numbers are taken.

    ``counts``: how many are left out, by the answer they gave; with several questions its name stands before it, and
    who is left out by the first is not counted again. Raises ``EstimationError`` for answers that stand for no number,
    for a question nobody answered, and for a question that is its own domain.
    """
    names = (by,) if isinstance(by, str) else tuple(by)
    own = [question for question in questions if question in names]
    if own:
        raise EstimationError("a question cannot be a domain of itself", where=f"{own[0]} by {', '.join(names)}")
    if sample.n == 0:
        raise EstimationError("there are no respondents", where=questions[0])
    columns, counts = [], {}
    inside = domain_rows(sample)
    outside = np.zeros(sample.n, dtype=bool) if inside is None else ~inside
    for name in questions:
        if sample.question(name).type == "multiple":
            raise EstimationError("answers of a multiple-response question are no numbers", where=name)
        check_counted(sample, name)
        counted, called = counted_as(sample, name)
        found = row_numbers(sample.engine, counted.question(called))
        if found.without:
            more = " …" if len(found.without) > 5 else ""
            raise EstimationError(
                f"options without a value: {', '.join(found.without[:5])}{more}",
                where=name,
                fix="Give each option a value, or mark it as missing.",
            )
        new = (found.outside_of >= 0) & ~outside
        for place, level in enumerate(found.outside):
            rows = int((new & (found.outside_of == place)).sum())
            if rows:
                counts[level if len(questions) == 1 else f"{name}: {level}"] = rows
        outside |= new
        columns.append(np.where(np.isnan(found.numbers), 0.0, found.numbers))
    if outside.all():
        raise EstimationError("nobody gave an answer that belongs to the base 'valid'", where=" and ".join(questions))
    domains, domain = _domains(sample, names)
    if len(domains) > (most := most_figures()):
        raise EstimationError(f"{len(domains):,} domains are too many; {most:,} is the most", where=", ".join(names))
    weight = sample.weights
    none = int((weight[~outside] == 0).sum())
    return Respondents(
        np.where(outside[:, None], 0.0, np.stack(columns, axis=1)),
        np.where(outside, -1, domain),
        names,
        domains,
        weight,
        counts | ({NO_WEIGHT: none} if none else {}),
    )


def _domains(sample: SampleData, names: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], ...], Index]:
    """Combinations of the levels of ``names``, the last varying fastest, and the place of each respondent's."""
    if not names:
        return ((),), np.zeros(sample.n, dtype=np.int64)
    cross = crossing(sample, names[0], names[1:], "all")
    cell = np.zeros(sample.n, dtype=np.int64)
    for key in cross.keys:
        cell = cell * len(sample.engine.encoding(key).levels) + sample.engine.codes(key)
    levels = tuple((option, *rest) for option in cross.options for rest in cross.domains)
    return levels, cross.option[cell] * len(cross.domains) + cross.domain[cell]
