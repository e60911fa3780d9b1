"""Raking (iterative proportional fitting) of cell totals to margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Raked:
    """Result of ``rake_cells``: ``factor`` per cell, rounds used, and the largest relative gap of each margin."""

    factor: Array
    rounds: int
    gaps: tuple[float, ...]
    converged: bool


def rake_cells(
    totals: Array,
    margins: Sequence[NDArray[np.int64]],
    targets: Sequence[Array],
    *,
    tolerance: float = 1e-12,
    rounds: int = 10_000,
) -> Raked:
    """Factors that bring cell totals to every margin in turn until all are met (R: ``rake``).

    ``totals``: Σ base weight per cell, (cells,). ``margins[m]``: for each cell its place in margin ``m``.
    ``targets[m]``: wanted total of each place, all margins with the same grand total. A round passes over all
    margins once; it stops when no margin is further than ``tolerance`` × grand total from its target.
    Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427-444.

    A place with a positive target and a zero total cannot be met; the caller checks for it before.
    """
    weight = np.array(totals, dtype=float)
    grand = float(targets[0].sum())
    gaps = [np.inf] * len(targets)
    used = 0
    for used in range(1, rounds + 1):
        for index, target in zip(margins, targets, strict=True):
            current = np.bincount(index, weight, minlength=len(target))
            ratio = np.divide(target, current, out=np.zeros_like(target), where=current > 0)
            weight *= ratio[index]
        gaps = [
            float(np.abs(np.bincount(index, weight, minlength=len(target)) - target).max() / grand)
            for index, target in zip(margins, targets, strict=True)
        ]
        if max(gaps) <= tolerance:
            break
    factor = np.divide(weight, totals, out=np.zeros_like(weight), where=np.asarray(totals) != 0)
    return Raked(factor, used, tuple(gaps), max(gaps) <= tolerance)
