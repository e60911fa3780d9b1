"""Raking tried on the cells, before any weight is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.table.celltable import CellTable
from survey.maths.weights.raking import rake_cells
from survey.weighting.margins.margin_figures import Figures

NAN = float("nan")
Merges = Mapping[str, Sequence[Sequence[int]]]  # margin -> groups of its flat places that become one


@dataclass(frozen=True)
class Tried:
    """What raking would give: Kish's design effect, the least and the largest factor on the base weights (in units of
    their mean), the factor of each cell. NaN and empty where it does not settle."""

    deff: float = NAN
    low: float = NAN
    high: float = NAN
    factor: Array | None = None

    @property
    def works(self) -> bool:
        return self.factor is not None


def tried(
    figures: Sequence[Figures],
    cells: CellTable,
    carried: NDArray[np.bool_],
    merges: Merges | None = None,
    *,
    rounds: int = 1000,
    tolerance: float = 1e-9,
) -> Tried:
    """Raking of the base totals of ``cells`` to ``figures`` with some of their places merged; exact, as the factor is
    the same for all respondents of a cell. ``carried``: cells that keep their base weight."""
    live = ~carried & (cells.sum_w > 0)
    if not live.any() or not figures:
        return Tried()
    base = cells.sum_w[live] / cells.sum_w[live].sum()
    index, wanted = [], []
    for one in figures:
        into = np.arange(len(one.share))
        for group in (*one.groups, *(merges or {}).get(one.name, ())):
            into[np.isin(into, into[list(group)])] = into[group[0]]
        place = into[one.place[live]]
        goal = np.bincount(into, one.share, minlength=len(into))
        if (np.bincount(place, base, minlength=len(goal))[goal > 0] <= 0).any() or not goal.sum() > 0:
            return Tried()
        index.append(place)
        wanted.append(goal / goal.sum())
    raked = rake_cells(base, index, wanted, tolerance=tolerance, rounds=rounds)
    if not raked.converged:
        return Tried()
    factor = np.ones(len(cells))
    factor[live] = raked.factor
    counted = cells.sum_w > 0
    n = float(cells.respondents[counted & (factor > 0)].sum())
    deff = n * float(cells.sum_w2 @ factor**2) / float(cells.sum_w @ factor) ** 2
    weighing = factor[counted & (factor > 0)]  # not those who lack an answer or a target
    return Tried(deff, float(weighing.min()), float(weighing.max()), factor)


def roughly(figures: Sequence[Figures], cells: CellTable) -> float:
    """A design effect for margins that cannot be raked to as they stand: that of the base weights times, for each
    margin alone, ``Σ share² / base share`` over the places where both are positive."""
    n = float(cells.respondents.sum())
    deff = n * float(cells.sum_w2.sum()) / float(cells.sum_w.sum()) ** 2
    for one in figures:
        good = (one.share > 0) & (one.base > 0)
        share, base = one.share[good], one.base[good]
        if share.sum() > 0:
            deff *= float(((share / share.sum()) ** 2 / (base / base.sum())).sum())
    return deff
