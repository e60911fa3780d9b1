"""The covariance of targets that were themselves estimated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.definitions.records.targets import Margin, Targets

if TYPE_CHECKING:
    from survey.weighting.margins.margin_figures import Figures


def figure_covariance(margin: Margin, fixed: bool = False) -> Array | None:
    """Covariance of the figures of a margin, in their unit and order (a free cell has a row of zeros); None where they
    are known exactly.

    Of standard errors alone: counts vary independently; shares vary as those of a sample do, with correlation
    ``-√(p_i p_j / ((1-p_i)(1-p_j)))``. The sum of shares does not vary, nor, where it is ``fixed``, that of counts.
    """
    if margin.covariance is None and margin.std_error is None:
        return None
    p = np.array(list(margin.figures.values()))
    if margin.covariance is not None:
        made = np.array(margin.covariance, dtype=float)
    else:
        error = np.array([(margin.std_error or {}).get(cell, 0.0) for cell in margin.figures])
        made = np.diag(error**2)
        if margin.shares is not None and not margin.has_free:
            odds = np.divide(p, p.sum() - p, out=np.zeros_like(p), where=p < p.sum())
            made = made - np.outer(error, error) * np.sqrt(np.outer(odds, odds)) * (1 - np.eye(len(p)))
    if margin.has_free or (margin.counts is not None and not fixed):
        return made
    whole = np.eye(len(p)) - np.outer(p / p.sum(), np.ones(len(p)))
    return np.asarray(whole @ made @ whole.T)


def target_covariance(
    targets: Targets, figures: Sequence[Figures], into: Sequence[NDArray[np.int64]], sizes: Sequence[int], total: float
) -> Array | None:
    """Covariance of what raking wants, margin after margin and place after place, in the unit of the weights; None
    where every figure is known exactly.

    ``into[m]``: the place of each flat cell of margin ``m``, of which there are ``sizes[m]``. A group of free cells is
    what the known ones leave, so it varies against their sum.
    """
    # several margins with errors of their own are brought to one total, which then does not vary
    alone = len(figures) == 1
    own = {one.name: figure_covariance(one.margin, fixed=not alone) for one in figures}
    if targets.covariance is None and all(value is None for value in own.values()):
        return None
    maps = [_map(one, places, size, total) for one, places, size in zip(figures, into, sizes, strict=True)]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(int)
    made = np.zeros((starts[-1], starts[-1]))
    if targets.covariance is not None:
        joint = np.array(targets.covariance, dtype=float)
        ends = np.cumsum([len(margin.figures) for margin in targets.margins.values()])
        at = {
            name: slice(int(end) - len(margin.figures), int(end))
            for (name, margin), end in zip(targets.margins.items(), ends, strict=True)
        }
        for i, one in enumerate(figures):
            for j, other in enumerate(figures):
                block = maps[i] @ joint[at[one.name], at[other.name]] @ maps[j].T
                made[starts[i] : starts[i + 1], starts[j] : starts[j + 1]] = block
        return made
    for i, one in enumerate(figures):
        covariance = own[one.name]
        if covariance is not None:
            made[starts[i] : starts[i + 1], starts[i] : starts[i + 1]] = maps[i] @ covariance @ maps[i].T
    return made


def _map(one: Figures, into: NDArray[np.int64], size: int, total: float) -> Array:
    """(places, figures): how much a target moves with a figure."""
    cells = list(one.margin.figures.items())
    made = np.zeros((size, len(cells)))
    scale = total / one.whole
    free: dict[str, int] = {}
    for cell, value in cells:
        at = one.at(cell)
        if value != value and at is not None and into[at] >= 0:
            free[cell[0] if one.margin.sizes else ""] = int(into[at])
    for column, (cell, value) in enumerate(cells):
        at = one.at(cell)
        if value != value or at is None or into[at] < 0:
            continue
        figure = one.figure[at] / one.whole
        ratio = one.share[at] / figure if figure > 0 else 1.0  # what scaling and classes for missing answers make of it
        made[into[at], column] += scale * ratio
        rest = free.get(cell[0] if one.margin.sizes else "")
        if rest is not None:
            made[rest, column] -= scale * ratio
    return made
