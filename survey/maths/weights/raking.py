"""Raking (iterative proportional fitting) of cell totals to margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from survey.arrays import Array, Index
from survey.maths.weights.trimming import trim_weights

TOLERANCE = 1e-12  # of the total: margins nearer than this are met
CAPPED_TOLERANCE = 1e-10  # of the total: with a cap, a round that moves less is the last
ROUNDS = 10_000


@dataclass(frozen=True)
class Raked:
    """Result of raking: ``factor`` per cell, rounds used, the largest gap of each margin as a part of the grand total,
    and whether it settled."""

    factor: Array
    rounds: int
    gaps: tuple[float, ...]
    converged: bool


def rake_cells(
    totals: Array,
    margins: Sequence[Index],
    targets: Sequence[Array],
    *,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> Raked:
    """Factors that bring cell totals to every margin in turn until all are met (R: ``rake``).

    ``totals``: Σ base weight per cell, (cells,). ``margins[m]``: for each cell its place in margin ``m``.
    ``targets[m]``: wanted total of each place, all margins with the same grand total. A round passes over all
    margins once; the last is the one that finds no margin further than ``tolerance`` × grand total from its target.
    Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427-444.

    A place with a positive target and a zero total cannot be met; the caller checks for it before.
    """
    weight = np.array(totals, dtype=float)
    grand = float(targets[0].sum())
    buffer = np.empty_like(weight)
    used, settled = 0, False
    while used < rounds and not settled:
        used += 1
        settled = _round(weight, margins, targets, buffer) <= tolerance * grand or len(targets) == 1
    return _raked(weight, totals, margins, targets, used, settled)


def rake_capped(
    totals: Array,
    margins: Sequence[Index],
    targets: Sequence[Array],
    count: Array,
    cap: float,
    *,
    tolerance: float = CAPPED_TOLERANCE,
    rounds: int = ROUNDS,
) -> Raked:
    """Raking with no weight above ``cap`` × mean weight (R: ``anesrake(cap=)``).

    Base weights are brought to the grand total; after every round over the margins weights above the cap are cut to it
    and all brought to the grand total again, until none is above. ``count``: respondents of each cell, who share its
    total evenly. Settled when a round moves less than ``tolerance`` × grand total; ``gaps`` say what the cap leaves of
    the margins. DeBell & Krosnick (2009), Computing Weights for American National Election Study Survey Data.
    """
    grand = float(targets[0].sum())
    limit = cap * grand / float(count.sum())
    weight = np.array(totals, dtype=float) * (grand / float(np.sum(totals)))
    buffer = np.empty_like(weight)
    live = count > 0
    used, settled = 0, False
    while used < rounds and not settled:
        used += 1
        before = weight.copy()
        _round(weight, margins, targets, buffer)
        each = np.divide(weight, count, out=np.zeros_like(weight), where=live)
        if each.max() > limit:
            cut, _ = trim_weights(each[live], upper=limit, count=count[live], spread="proportionally")
            weight[live] = cut * count[live]
        settled = bool(np.abs(weight - before).sum() <= tolerance * grand)
    return _raked(weight, totals, margins, targets, used, settled)


def _round(weight: Array, margins: Sequence[Index], targets: Sequence[Array], buffer: Array) -> float:
    """One pass over the margins, in place; the largest gap that a margin was found with."""
    worst = 0.0
    for index, target in zip(margins, targets, strict=True):
        current = np.bincount(index, weight, minlength=len(target))
        worst = max(worst, float(np.abs(current - target).max()))
        ratio = np.divide(target, current, out=np.zeros_like(target), where=current > 0)
        np.take(ratio, index, out=buffer, mode="clip")  # the places are known to be there; "raise" makes a copy
        weight *= buffer
    return worst


def _raked(
    weight: Array, totals: Array, margins: Sequence[Index], targets: Sequence[Array], used: int, settled: bool
) -> Raked:
    grand = float(targets[0].sum())
    gaps = tuple(
        float(np.abs(np.bincount(index, weight, minlength=len(target)) - target).max() / grand)
        for index, target in zip(margins, targets, strict=True)
    )
    factor = np.divide(weight, totals, out=np.zeros_like(weight), where=np.asarray(totals) != 0)
    return Raked(factor, used, gaps, settled)
