"""The bases of a table's columns: respondents, weighted respondents, effective respondents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.estimation.core.domains import Crossing, crossing
from survey.estimation.core.layout import Layout, laid_out
from survey.estimation.core.totals import Index
from survey.maths.places import places as positions
from survey.maths.places import sums_at

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Bases:
    """One entry a domain, in the order of ``estimation.statistics.share``: ``n`` respondents, ``n_weighted`` Σw,
    ``n_kish`` Kish's (Σw)²/Σw²."""

    domains: tuple[tuple[str, ...], ...]
    n: Array
    n_weighted: Array
    n_kish: Array


def bases(
    sample: SampleData, question: str, by: str | Sequence[str] = (), *, base: str = "asked", percent: str = "column"
) -> Bases:
    """Respondents of ``base`` in each domain of ``by``, the domains being those of ``share`` with the same ``percent``.

    ``n_kish`` is what unequal weights leave (Kish 1992, J. Official Statistics 8(2), 183-200); clusters and weighting
    to margins make another of every figure, which each share's own ``n_eff`` says. Raises what ``crossing`` raises.
    """
    return bases_of(sample, crossing(sample, question, by, base, across=percent != "column", several=True))


def bases_of(sample: SampleData, cross: Crossing) -> Bases:
    """``bases`` of a crossing that is made already."""
    if cross.known is not None:
        return _bases(cross.domains, *_groups(sample, cross, cross.domain_places, len(cross.domains)))
    return _bases(cross.domains, *(sums.sum(axis=0) for sums in _sums(sample, cross)))


def row_bases(
    sample: SampleData,
    question: str,
    by: str | Sequence[str] = (),
    *,
    base: str = "asked",
    nets: Mapping[str, Sequence[str]] | None = None,
) -> Bases:
    """Respondents that row percents are of: of each option, and then of each net, all in the domains of ``by`` together
    (one entry a row, in place of a domain). Raises what ``crossing`` raises."""
    cross = crossing(sample, question, by, base, across=True, several=True)
    if cross.known is not None:
        layout = laid_out(cross, base, nets, across=True)
        return _bases(tuple((label,) for label in layout.labels), *_rows(sample, cross, layout))
    within = [np.isin(cross.options, list(net))[None, :] for net in (nets or {}).values()]
    parts = [np.eye(len(cross.options)), *within]
    rows = tuple((name,) for name in (*cross.options, *(nets or {})))
    return _bases(rows, *(np.concatenate(parts) @ sums.sum(axis=1) for sums in _sums(sample, cross)))


def _rows(sample: SampleData, cross: Crossing, layout: Layout) -> list[Array]:
    """Of each label respondents, Σw and Σw² in all domains together."""
    found = _groups(sample, cross, layout.row_at, len(layout.base))
    return [layout.parts @ sums for sums in found]


def _groups(sample: SampleData, cross: Crossing, places: Index, groups: int) -> tuple[Array, Array, Array]:
    """Respondents, Σw and Σw² of each group, of which a cell may be in several."""
    assert cross.known is not None
    table = sample.engine.collapse(list(cross.keys), weight=sample.weight)
    cell = positions(table.flat([key.question for key in cross.keys]), cross.known)
    inside = cross.inside[cell]

    at = [np.where(inside, place[cell], -1) for place in places]
    of = (table.respondents, table.sum_w, table.sum_w2)
    n, weighted, squares = (sums_at(at, np.asarray(sums, dtype=float), groups) for sums in of)
    return n, weighted, squares


def _sums(sample: SampleData, cross: Crossing) -> tuple[Array, Array, Array]:
    """Options × domains of respondents, Σw and Σw²."""
    table = sample.engine.collapse(list(cross.keys), weight=sample.weight)
    cell = table.flat([key.question for key in cross.keys])
    inside = (cross.option[cell] >= 0) & (cross.domain[cell] >= 0)
    shape = len(cross.options), len(cross.domains)
    place = (cross.option[cell] * shape[1] + cross.domain[cell])[inside]

    def summed(sums: NDArray[np.generic]) -> Array:
        found = np.bincount(place, np.asarray(sums, dtype=float)[inside], minlength=shape[0] * shape[1])
        return np.asarray(found, dtype=float).reshape(shape)

    return summed(table.respondents), summed(table.sum_w), summed(table.sum_w2)


def _bases(names: tuple[tuple[str, ...], ...], n: Array, weighted: Array, squares: Array) -> Bases:
    n_kish = np.divide(weighted**2, squares, out=np.zeros_like(weighted), where=squares > 0)
    return Bases(names, n, weighted, n_kish)
