"""Which levels of a margin to collapse with which neighbour, and what that does to the weights."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.targets import Cell, Targets
from survey.weighting.margins.margin_figures import Figures
from survey.weighting.plan.trial import Tried, tried
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.words import Text, say

SMALLEST = 20  # respondents in a level of a margin below which collapsing is advised
LARGEST = 5.0  # factor on the base weights of a level above which collapsing is advised
MOST = 12  # pieces of advice that are worked out


@dataclass(frozen=True)
class Advice:
    """Collapse ``cell`` of ``margin`` with its neighbour ``into``. ``n``: its respondents; ``factor`` and
    ``factor_after``: share wanted over share of base weights, before and together; ``deff_before`` is NaN where the
    margins cannot be met as they stand, ``deff_after`` where they still cannot."""

    margin: str
    cell: Cell
    into: Cell
    n: int
    factor: float
    factor_after: float
    deff_before: float
    deff_after: float

    @property
    def said(self) -> Text:
        """One sentence, in every language."""
        if self.n == 0:
            why = message("data.level_empty")
        elif self.factor > LARGEST:
            why = message("data.level_heavy", count=self.n, factor=formatted(self.factor, ".1f"))
        else:
            why = message("data.level_small", count=self.n)
        before, after = formatted(self.deff_before, ".2f"), formatted(self.deff_after, ".2f")
        if math.isnan(self.deff_after):
            effect = message("data.not_met_yet")
        elif math.isnan(self.deff_before):
            effect = message("data.deff_then", after=after)
        else:
            effect = message("data.deff_goes", before=before, after=after)
        return message(
            "data.advice",
            margin=self.margin,
            cell=" × ".join(self.cell),
            why=why,
            into=" × ".join(self.into),
            written=self.written,
            together=formatted(self.factor_after, ".2f"),
            effect=effect,
        )

    @property
    def text(self) -> str:
        """``said`` in English."""
        return say(self.said)

    @property
    def written(self) -> str:
        """What to write under the margin in a file of targets."""
        cells = [cell[0] if len(cell) == 1 else f"[{', '.join(cell)}]" for cell in (self.into, self.cell)]
        return f"merge: [[{', '.join(cells)}]]"

    def apply(self, targets: Targets) -> Targets:
        """``targets`` with the two cells merged, and those merged with either before."""
        margin = targets.margins[self.margin]
        group = [self.cell, self.into]
        groups = []
        for one in margin.merge:
            if set(one) & set(group):
                group += [cell for cell in one if cell not in group]
            else:
                groups.append(one)
        order = list(margin.figures)
        merged = tuple(sorted(group, key=order.index))
        made = margin.model_copy(update={"merge": (*groups, merged)})
        return targets.changed(margins={**targets.margins, self.margin: made})


def advise(
    sample: SampleData,
    figures: Sequence[Figures],
    cells: CellTable,
    carried: NDArray[np.bool_],
    asked: Tried,
    *,
    smallest: int = SMALLEST,
    largest: float = LARGEST,
) -> tuple[tuple[Advice, ...], Tried]:
    """Advice for levels without respondents, with fewer than ``smallest``, or with a factor above ``largest``; and what
    raking gives once levels without respondents are merged.

    The neighbour on an ordered scale (ages, ranges, a scale question) is the level beside it; elsewhere the one whose
    factor is most like its own, for a level nobody is in the smallest one. In a crossing both cells agree in all
    variables but one. Each design effect is that of the raking itself, done on the cells.
    """
    ordered = {side.variable: _is_ordered(sample, side.variable, side.names) for one in figures for side in one.sides}
    empty: list[tuple[Figures, int, int]] = []
    weak: list[tuple[Figures, int, int]] = []
    for one in figures:
        factor = _factors(one)
        grouped = {place for group in one.groups for place in group}
        lost = one.unanswered
        for place in np.flatnonzero(one.share > 0):
            if place in grouped or lost[place]:
                continue
            nobody = one.base[place] <= 0
            if not (nobody or one.weighing[place] < smallest or factor[place] > largest):
                continue
            near = _neighbour(one, int(place), factor, ordered, grouped)
            if near is not None:
                (empty if nobody else weak).append((one, int(place), near))
    merges: dict[str, list[list[int]]] = {}
    for one, at, near in empty:
        merges.setdefault(one.name, []).append([near, at])
    mended = asked if asked.works else tried(figures, cells, carried, merges)
    advice = [_made(one, at, near, asked, mended) for one, at, near in empty[:MOST]]
    weak.sort(key=lambda item: (item[0].weighing[item[1]], item[0].name, item[1]))
    for one, at, near in weak[: max(MOST - len(advice), 0)]:
        with_one = {**merges, one.name: [*merges.get(one.name, []), [near, at]]}
        advice.append(_made(one, at, near, mended, tried(figures, cells, carried, with_one)))
    return tuple(advice), mended


def _factors(one: Figures) -> NDArray[np.float64]:
    """Share wanted over share of the base weights; NaN where there are none."""
    base = one.base / one.base.sum() if one.base.sum() > 0 else one.base
    return np.divide(one.share, base, out=np.full(len(base), np.nan), where=base > 0)


def _made(one: Figures, place: int, near: int, before: Tried, after: Tried) -> Advice:
    base = one.base / one.base.sum() if one.base.sum() > 0 else one.base
    both = base[place] + base[near]
    return Advice(
        one.name,
        one.levels[place],
        one.levels[near],
        int(one.weighing[place]),
        float(_factors(one)[place]),
        float((one.share[place] + one.share[near]) / both) if both > 0 else float("nan"),
        before.deff,
        after.deff,
    )


def _is_ordered(sample: SampleData, variable: str, names: Sequence[str]) -> bool:
    """A scale, ranges of a number, or levels that all begin with one."""
    question = sample.question(variable)
    options = [option for option in question.options.values() if option.missing is None]
    if question.type in ("scale", "number") or (options and all(option.range for option in options)):
        return True
    return all(re.match(r"\D{0,2}\d", name) for name in names if not name.startswith("_"))


def _neighbour(
    one: Figures, place: int, factor: NDArray[np.float64], ordered: dict[str, bool], grouped: set[int]
) -> int | None:
    """The place to merge with: beside it on an ordered variable, else with the most similar factor."""
    at = list(np.unravel_index(place, one.shape))
    axes = [k for k, side in enumerate(one.sides) if ordered[side.variable]] or list(range(len(one.sides)))
    found: list[int] = []
    for axis in axes:
        levels = [
            level
            for level in range(one.shape[axis])
            if level != at[axis] and not one.lost[axis][level] and not one.sides[axis].names[level].startswith("_")
        ]
        if ordered[one.sides[axis].variable]:
            below = [level for level in levels if level < at[axis]]
            above = [level for level in levels if level > at[axis]]
            levels = [*below[-1:], *above[:1]]
        for level in levels:
            other = int(np.ravel_multi_index((*at[:axis], level, *at[axis + 1 :]), one.shape))
            if one.base[other] > 0 and one.share[other] > 0 and other not in grouped:
                found.append(other)
    if not found:
        return None
    if math.isnan(factor[place]):
        return min(found, key=lambda other: (one.share[other], other))
    return min(found, key=lambda other: (abs(math.log(factor[other] / factor[place])), one.share[other], other))
