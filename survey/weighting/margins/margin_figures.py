"""One margin on its way from figures to what raking needs: levels, shares, respondents in each, and what is wrong."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.cells.table.celltable import CellTable
from survey.definitions.records.targets import Margin, known_sum
from survey.weighting.margins.missing import HELPING, Rule
from survey.weighting.margins.recode import PLAIN, Side
from survey.words import BLANK, UNKNOWN, nearest

Array = NDArray[np.float64]
Index = NDArray[np.int64]

SHOWN = 8  # cells without a target that are told one by one
TINY = 5  # a margin cell of fewer respondents gets a warning: its few weights carry a whole part of the population
ROUNDING = 0.005  # margins may differ by this part of the total before they are said to disagree
GAVE = "respondent(s) gave"  # how problems begin that are answers missing, not targets


@dataclass
class Figures:
    """A margin over the crossing of its ``sides``, flat. ``place``: of each cell of the table. ``figure``: in the unit
    of the margin, NaN for a free place until it is filled; ``share``: the same of 1. ``n``: rows, ``weighing``: those
    with weight, ``base``: their weights. ``groups``: places that are one, free ones and those of ``merge``.
    ``lost[k]``: levels of side ``k`` that are missing answers."""

    name: str
    margin: Margin
    sides: list[Side]
    place: Index
    figure: Array
    n: Array
    weighing: Array
    base: Array
    lost: list[NDArray[np.bool_]]
    share: Array = field(default_factory=lambda: np.zeros(0))
    whole: float = 0.0
    groups: list[list[int]] = field(default_factory=list)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(side.names) for side in self.sides)

    @property
    def levels(self) -> list[tuple[str, ...]]:
        """Names of the flat places."""
        return list(itertools.product(*(side.names for side in self.sides)))

    @property
    def unanswered(self) -> NDArray[np.bool_]:
        """Whether a flat place is one of a missing answer."""
        made = np.zeros(self.shape, dtype=bool)
        for axis, levels in enumerate(self.lost):
            made |= levels.reshape([-1 if k == axis else 1 for k in range(len(self.shape))])
        return made.ravel()

    def at(self, cell: Sequence[str]) -> int | None:
        """The flat place of a cell of the figures; None where a name is not known."""
        flat = 0
        for side, option in zip(self.sides, cell, strict=True):
            if option not in side.names or option in (BLANK, UNKNOWN):
                return None
            flat = flat * len(side.names) + side.names.index(option)
        return flat


def read_figures(
    name: str, margin: Margin, sides: list[Side], cells: CellTable, live: NDArray[np.bool_]
) -> tuple[Figures, list[str]]:
    """The margin's figures over the levels of the sample; ``live``: cells that are weighted to it (others carry their
    base weight). Faults: levels that are no options, figures below 0."""
    shape = tuple(len(side.names) for side in sides)
    size = int(np.prod(shape))
    place = np.zeros(len(cells), dtype=np.int64)
    for side in sides:
        place = place * len(side.names) + side.at[cells.key(side.key)]

    def counted(values: NDArray[np.int64] | Array) -> Array:
        return np.bincount(place[live], values[live], minlength=size).astype(float)

    made = Figures(
        name,
        margin,
        sides,
        place,
        np.zeros(size),
        counted(cells.n),
        counted(cells.respondents),
        counted(cells.sum_w),
        [np.zeros(length, dtype=bool) for length in shape],
    )
    faults: list[str] = []
    for cell, value in margin.figures.items():
        if value < 0:
            faults.append(f"margin '{name}': {' × '.join(cell)} is {value:g}; a target is 0 or more")
        for option, side in zip(cell, sides, strict=True):
            if option not in side.names or option in (BLANK, UNKNOWN):
                if not value <= 0 or side.defined or side.recode:
                    options = [level for level in side.names if level not in (BLANK, UNKNOWN)]
                    known = nearest(option, options)
                    said = f"margin '{name}': '{option}' is no option of '{side.variable}' in the sample. {known}"
                    if said not in faults:
                        faults.append(said)
        at = made.at(cell)
        if at is not None:
            made.figure[at] += value
    made.lost = [
        np.array(
            [
                bool(kind) and level != UNKNOWN and level not in margin.levels(side.variable)
                for level, kind in zip(side.names, side.kinds, strict=True)
            ]
        )
        for side in sides
    ]
    return made, faults


def whole_of(made: Figures, otherwise: float | None) -> list[str]:
    """Sets what all cells of the margin make; a fault where nobody knows. ``otherwise``: the total of the targets."""
    margin, known = made.margin, known_sum(made.margin.figures.values())
    if margin.has_free:
        whole = margin.whole if margin.whole is not None else otherwise if margin.counts is not None else None
        if whole is None:
            return [f"margin '{made.name}': of how many people some cells are free is not known; write 'of:'"]
        made.whole = whole
        return []
    made.whole = known
    return []


def fill_free(made: Figures) -> list[str]:
    """Free cells together get what is left, in proportion to their base weights."""
    free = np.flatnonzero(np.isnan(made.figure))
    if not len(free):
        return []
    faults = []
    parts: dict[str, list[int]] = {}
    for cell, value in made.margin.figures.items():
        at = made.at(cell)
        if value != value and at is not None:
            parts.setdefault(cell[0] if made.margin.sizes else "", []).append(at)
    for part, places in parts.items():
        inside = [
            value
            for cell, value in made.margin.figures.items()
            if value == value and (not made.margin.sizes or cell[0] == part)
        ]
        size = made.margin.sizes[part] if made.margin.sizes else made.whole
        left = size - known_sum(inside)
        there, base = made.weighing[places].sum(), made.base[places]
        names = " or ".join(f"'{' × '.join(made.levels[place])}'" for place in places)
        if left <= 1e-9 * size and there:
            faults.append(
                f"margin '{made.name}': the known figures make all of {size:g}, and {int(there)} respondent(s) are "
                f"{names}, which is free"
            )
        elif left > ROUNDING * size and not base.sum():
            faults.append(
                f"margin '{made.name}': nobody in the sample is {names}, for whom {left:,.6g} of {size:,.10g} are left"
            )
        made.figure[places] = left * (base / base.sum()) if base.sum() else 0.0
        if len(places) > 1:
            made.groups.append(places)
    return faults


def merge_cells(made: Figures) -> None:
    """The groups of ``merge``; one that meets a free group joins it."""
    for group in made.margin.merge:
        places = [place for place in (made.at(cell) for cell in group) if place is not None]
        touching = [one for one in made.groups if set(one) & set(places)]
        made.groups = [one for one in made.groups if one not in touching]
        made.groups.append(sorted({place for one in (*touching, places) for place in one}))


def fit(made: Figures, rules: Mapping[str, Rule]) -> tuple[list[str], list[str]]:
    """Where targets and respondents do not meet: faults, and notes on cells of few respondents. ``rules``: what is done
    about missing answers to each variable."""
    faults, notes = [], []
    without: list[str] = []
    untold = more = 0
    blank: dict[str, int] = {}
    grouped = {place: group for group in made.groups for place in group}
    for place, options in enumerate(made.levels):
        group = grouped.get(place, [place])
        if place != group[0]:
            continue
        cell = " + ".join(" × ".join(made.levels[one]) for one in group)
        wanted = float(made.figure[group].sum())
        n, weighing, base = (values[group].sum() for values in (made.n, made.weighing, made.base))
        lost = [
            (side, option)
            for side, option, gone in zip(made.sides, options, made.lost, strict=True)
            if gone[side.names.index(option)] or option == UNKNOWN
        ]
        if wanted == 0 and weighing > 0:
            if lost:
                side, option = lost[0]
                if option != UNKNOWN and rules[side.variable].kind == "class":
                    continue
                said = PLAIN.get(option, f"'{option}'")
                own = side.column.removeprefix(HELPING)  # of imputed answers: the column they came from
                column = f" (column {own})" if own != side.variable else ""
                key = f"{said} to '{side.variable}'{column}"
                blank[key] = blank.get(key, 0) + int(weighing)
            else:
                said = f"margin '{made.name}': {int(weighing)} respondent(s) are '{cell}', for which there is no target"
                untold += len(without) >= SHOWN
                more += int(weighing) if len(without) >= SHOWN else 0
                without += [said] if len(without) < SHOWN else []
        elif wanted > 0 and n == 0:
            faults.append(f"margin '{made.name}': nobody in the sample is '{cell}' (target {wanted:,.6g})")
        elif wanted > 0 and base <= 0:
            faults.append(f"margin '{made.name}': all {int(n)} respondents in '{cell}' have a base weight of 0")
        elif wanted > 0 and weighing < TINY:
            notes.append(f"margin '{made.name}': only {int(weighing)} respondent(s) are '{cell}'")
    if untold:
        without.append(f"margin '{made.name}': {more} more respondents are in {untold} further cells without a target")
    faults += without
    faults += [f"margin '{made.name}': {count} {GAVE} {what}" for what, count in blank.items()]
    return faults, notes
