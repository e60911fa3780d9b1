"""The bases of a table's columns: respondents, weighted respondents, effective respondents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.estimation.core.domains import crossing
from survey.estimation.core.layout import Layout, laid_out
from survey.maths.places import places as positions


@dataclass(frozen=True)
class Bases:
    """One entry a domain, in the order of ``estimation.statistics.share``: ``n`` respondents, ``n_weighted`` Σw,
    ``n_kish`` Kish's (Σw)²/Σw²."""

    domains: tuple[tuple[str, ...], ...]
    n: Array
    n_weighted: Array
    n_kish: Array

    @classmethod
    def of(cls, names: tuple[tuple[str, ...], ...], n: Array, weighted: Array, squares: Array) -> Bases:
        """Bases of respondents, Σw and Σw²."""
        kish = np.divide(weighted**2, squares, out=np.zeros_like(weighted), where=squares > 0)
        return cls(names, n, weighted, kish)


def bases(
    sample: SampleData, question: str, by: str | Sequence[str] = (), *, base: str = "asked", percent: str = "column"
) -> Bases:
    """Respondents of ``base`` in each domain of ``by``, the domains being those of ``share`` with the same ``percent``.

    ``n_kish`` is what unequal weights leave (Kish 1992, J. Official Statistics 8(2), 183-200); clusters and weighting
    to margins make another of every figure, which each share's own ``n_eff`` says. Raises what ``crossing`` raises.
    """
    cross = crossing(sample, question, by, base, across=percent != "column", several=True)
    layout = laid_out(cross, base)
    return Bases.of(cross.domains, *layout.pattern.bases(_sums(sample, layout)))


def row_bases(
    sample: SampleData,
    question: str,
    by: str | Sequence[str] = (),
    *,
    base: str = "asked",
    nets: Mapping[str, Sequence[str]] | None = None,
) -> Bases:
    """Respondents that row percents are of: of each option, and then of each net with an option in the base, all in the
    domains of ``by`` together (one entry a row, in place of a domain). Raises what ``crossing`` raises."""
    cross = crossing(sample, question, by, base, across=True, several=True)
    layout = laid_out(cross, base, nets, across=True)
    rows = tuple((label,) for label in layout.labels)
    return Bases.of(rows, *layout.pattern.row_bases(_sums(sample, layout)))


def _sums(sample: SampleData, layout: Layout) -> Array:
    """Respondents, Σw and Σw² of the rows and columns."""
    cross = layout.cross
    table = sample.engine.collapse(list(cross.keys), weight=sample.weight)
    cell = table.flat([key.question for key in cross.keys])
    if cross.known is not None:
        cell = positions(cell, cross.known)
    return layout.sums(cell, table.respondents, table.sum_w, table.sum_w2)
