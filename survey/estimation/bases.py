"""The bases of a table's columns: respondents, weighted respondents, effective respondents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.sample import SampleData
from survey.estimation.domains import crossing

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Bases:
    """One entry a domain, in the order of ``estimation.share``: ``n`` respondents, ``n_weighted`` Σw, ``n_eff`` Kish's
    (Σw)²/Σw²."""

    domains: tuple[tuple[str, ...], ...]
    n: Array
    n_weighted: Array
    n_eff: Array


def bases(
    sample: SampleData, question: str, by: str | Sequence[str] = (), *, base: str = "asked", percent: str = "column"
) -> Bases:
    """Respondents of ``base`` in each domain of ``by``, the domains being those of ``share`` with the same ``percent``.

    ``n_eff`` is what unequal weights leave (Kish 1992, J. Official Statistics 8(2), 183-200); clusters and weighting to
    margins change it from figure to figure, which each share's own ``n_eff`` says. Raises what ``crossing`` raises.
    """
    cross = crossing(sample, question, by, base, across=percent != "column")
    table = sample.engine.collapse(list(cross.keys), weight=sample.weight)
    cell = table.flat([key.question for key in cross.keys])
    domain = np.where(cross.option[cell] >= 0, cross.domain[cell], -1)
    inside = domain >= 0

    def by_domain(sums: NDArray[np.generic]) -> Array:
        found = np.bincount(domain[inside], np.asarray(sums, dtype=float)[inside], minlength=len(cross.domains))
        return np.asarray(found, dtype=float)

    n, weighted, squares = (by_domain(sums) for sums in (table.respondents, table.sum_w, table.sum_w2))
    n_eff = np.divide(weighted**2, squares, out=np.zeros_like(weighted), where=squares > 0)
    return Bases(cross.domains, n, weighted, n_eff)
