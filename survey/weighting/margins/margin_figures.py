"""One margin on its way from figures to what raking needs: levels, shares, respondents in each, and what is wrong."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.table.celltable import CellTable
from survey.definitions.records.targets import Margin, known_sum
from survey.weighting.margins.misfits import hint
from survey.weighting.margins.recode import Side
from survey.wording.formatted import formatted
from survey.wording.message import Message, message
from survey.wording.worded import joined
from survey.words import BLANK, UNKNOWN

ROUNDING = 0.005  # margins may differ by this part of the total before they are said to disagree


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
) -> tuple[Figures, list[Message]]:
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
        [_missing(side, margin) for side in sides],
    )
    for cell, value in margin.figures.items():
        at = made.at(cell)
        if at is not None:
            made.figure[at] += value
    return made, _misread(made)


def _missing(side: Side, margin: Margin) -> NDArray[np.bool_]:
    """Which levels of a side are missing answers."""
    named = margin.levels(side.variable)
    kinds = zip(side.names, side.kinds, strict=True)
    return np.array([bool(kind) and level != UNKNOWN and level not in named for level, kind in kinds])


def _misread(made: Figures) -> list[Message]:
    """Figures below 0, and levels that are no options."""
    faults: list[Message] = []
    told: set[tuple[str, str]] = set()
    for cell, value in made.margin.figures.items():
        if value < 0:
            of, figure = " × ".join(cell), formatted(value)
            faults.append(message("data.below_0", margin=made.name, cell=of, value=figure))
        for option, side in zip(cell, made.sides, strict=True):
            known = option in side.names and option not in (BLANK, UNKNOWN)
            needless = value <= 0 and not side.defined and not side.recode
            if known or needless or (option, side.variable) in told:
                continue
            told.add((option, side.variable))
            close = hint(option, [level for level in side.names if level not in (BLANK, UNKNOWN)])
            of = side.variable
            faults.append(message("data.no_option", margin=made.name, option=option, variable=of, hint=close))
    return faults


def whole_of(made: Figures, otherwise: float | None) -> list[Message]:
    """Sets what all cells of the margin make; a fault where nobody knows. ``otherwise``: the total of the targets."""
    margin, known = made.margin, known_sum(made.margin.figures.values())
    if margin.has_free:
        whole = margin.whole if margin.whole is not None else otherwise if margin.counts is not None else None
        if whole is None:
            return [message("data.of_how_many", margin=made.name)]
        made.whole = whole
        return []
    made.whole = known
    return []


def fill_free(made: Figures) -> list[Message]:
    """Free cells together get what is left, in proportion to their base weights."""
    if not np.isnan(made.figure).any():
        return []
    faults = []
    parts: dict[str, list[int]] = {}
    for cell, value in made.margin.figures.items():
        at = made.at(cell)
        if value != value and at is not None:
            parts.setdefault(cell[0] if made.margin.sizes else "", []).append(at)
    for part, places in parts.items():
        size = made.margin.sizes[part] if made.margin.sizes else made.whole
        left = size - _known_in(made, part)
        there, base = made.weighing[places].sum(), made.base[places]
        cells = joined([f"'{' × '.join(made.levels[place])}'" for place in places], message("data.or"))
        if left <= 1e-9 * size and there:
            of, n = formatted(size), int(there)
            faults.append(message("data.nothing_left", margin=made.name, size=of, count=n, cells=cells))
        elif left > ROUNDING * size and not base.sum():
            rest, of = formatted(left, ",.6g"), formatted(size, ",.10g")
            faults.append(message("data.nobody_free", margin=made.name, cells=cells, left=rest, size=of))
        made.figure[places] = left * (base / base.sum()) if base.sum() else 0.0
        if len(places) > 1:
            made.groups.append(places)
    return faults


def _known_in(made: Figures, part: str) -> float:
    """The sum of the figures of one part of a margin that has sizes, else of all of them, without the free ones."""
    cells = made.margin.figures.items()
    return known_sum([value for cell, value in cells if value == value and (not made.margin.sizes or cell[0] == part)])


def merge_cells(made: Figures) -> None:
    """The groups of ``merge``; one that meets a free group joins it."""
    for group in made.margin.merge:
        places = [place for place in (made.at(cell) for cell in group) if place is not None]
        touching = [one for one in made.groups if set(one) & set(places)]
        made.groups = [one for one in made.groups if one not in touching]
        made.groups.append(sorted({place for one in (*touching, places) for place in one}))
