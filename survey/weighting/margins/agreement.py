"""Margins that have a total or a variable in common: whether they agree, and made to where they differ by rounding."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from survey.arrays import Array
from survey.definitions.records.targets import Targets
from survey.weighting.margins.margin_figures import ROUNDING, Figures, whole_of
from survey.weighting.margins.prepared import Gathered
from survey.wording.formatted import formatted
from survey.wording.message import Message, message

ROUNDS = 200  # of margins that give way to one another in turn


def agree_on_totals(made: Gathered, targets: Targets) -> None:
    """What the cells of each margin make; faults where margins do not agree on how many people there are."""
    sums = {
        one.name: one.margin.whole
        for one in made.figures
        if one.margin.counts is not None and one.margin.whole is not None
    }
    otherwise = float(targets.total) if targets.total else next(iter(sums.values()), None)
    for one in made.figures:
        made.problems += whole_of(one, otherwise)
    if not sums:
        return
    low, high = min(sums, key=sums.__getitem__), max(sums, key=sums.__getitem__)
    if sums[high] - sums[low] > ROUNDING * sums[high]:
        least, most = (formatted(sums[name], ",.10g") for name in (low, high))
        made.problems.append(message("data.totals_disagree", low=low, least=least, high=high, most=most))
    elif sums[high] - sums[low] > 1e-9 * sums[high]:
        by = formatted(sums[high] / sums[low] - 1, ".2%")
        made.warnings.append(message("data.totals_differ", low=low, high=high, by=by))


def contradictions(found: Sequence[Figures]) -> list[Message]:
    """Margins that imply different figures for variables they share can never all be met."""
    faults = []
    for first, second, left, right in _overlaps(found):
        sides = _shared(first, left), _shared(second, right)
        gap = np.abs(sides[0] - sides[1])
        if gap.max() > ROUNDING:
            at = np.unravel_index(int(gap.argmax()), gap.shape)
            cell = " × ".join(first.sides[axis].names[i] for axis, i in zip(left, at, strict=True))
            one, other = (formatted(float(shares[at]), ".1%") for shares in sides)
            said = message(
                "data.margins_disagree", first=first.name, second=second.name, cell=cell, one=one, other=other
            )
            faults.append(said)
    return faults


def reconcile(made: Gathered) -> None:
    """Margins that differ by rounding are made one: of two the crossing of more variables gives way, else the later."""
    told: set[tuple[str, str]] = set()
    for _ in range(ROUNDS):
        worst = 0.0
        for first, second, left, right in _overlaps(made.figures):
            if len(first.sides) > len(second.sides):
                first, second, left, right = second, first, right, left
            leads, follows = _shared(first, left), _shared(second, right)
            gap = float(np.abs(leads - follows).max())
            worst = max(worst, gap)
            pair = (first.name, second.name)
            if gap > 1e-6 and pair not in told:
                told.add(pair)
                by = formatted(100 * gap, ".2g")
                made.warnings.append(message("data.gives_way", first=first.name, second=second.name, gap=by))
            _give_way(second, right, np.divide(leads, follows, out=np.zeros_like(leads), where=follows > 0))
        if worst < 1e-14:
            return


def _give_way(second: Figures, axes: Sequence[int], ratio: Array) -> None:
    """The shares of a margin times ``ratio`` of the variables on ``axes``."""
    order = sorted(axes)
    spread = np.transpose(ratio, [list(axes).index(axis) for axis in order])
    shape = [length if axis in order else 1 for axis, length in enumerate(second.shape)]
    second.share = (second.share.reshape(second.shape) * spread.reshape(shape)).ravel()


def _common(first: Figures, second: Figures) -> list[tuple[int, int]]:
    """Pairs of axes of two margins that are one variable with the same levels."""
    pairs = []
    for i, one in enumerate(first.sides):
        for j, other in enumerate(second.sides):
            if one.variable == other.variable and one.names == other.names:
                pairs.append((i, j))
    return pairs


def _shared(figures: Figures, axes: Sequence[int]) -> Array:
    """Shares of the variables on ``axes``, in their order."""
    cube = figures.share.reshape(figures.shape)
    rest = tuple(k for k in range(cube.ndim) if k not in axes)
    kept = [k for k in range(cube.ndim) if k in axes]
    return np.transpose(cube.sum(axis=rest), [kept.index(axis) for axis in axes])


def _overlaps(found: Sequence[Figures]) -> list[tuple[Figures, Figures, list[int], list[int]]]:
    pairs = []
    for first, second in itertools.combinations(found, 2):
        common = _common(first, second)
        if common and not (first.margin.has_free or second.margin.has_free):
            pairs.append((first, second, [i for i, _ in common], [j for _, j in common]))
    return pairs
