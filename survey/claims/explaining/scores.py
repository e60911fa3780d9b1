"""How many printed cells each of many rules makes, from counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.claims.explaining.blocks import Block, Counts
from survey.claims.explaining.candidates import Joined
from survey.claims.explaining.change import Change
from survey.claims.published.check import PublishedCheck
from survey.maths.printed_rounding import rounded, rounds_to

Hits = NDArray[np.bool_]


@dataclass(frozen=True)
class Asked:
    """What is printed in the cells of a block."""

    value: Array
    decimals: NDArray[np.int64]
    limit: NDArray[np.int64]  # -1 below the value, 1 above it, 0 the value itself
    edge: Array  # by how much a limit takes its own value in

    @classmethod
    def of(cls, check: PublishedCheck, block: Block) -> Asked:
        cells = [check.cells[place] for place in block.at]
        limits = {"less": -1, "more": 1}
        return cls(
            np.array([cell.figure.value for cell in cells]),
            np.array([cell.decimals for cell in cells]),
            np.array([limits.get(cell.figure.kind, 0) for cell in cells]),
            np.array([cell.figure.edge for cell in cells]),
        )

    def hits(self, values: Array, rule: str) -> Hits:
        """Which of (cells, rules) values are printed so."""
        printed = self.value[:, None]
        made = rounds_to(values, printed, self.decimals[:, None], rule)
        if self.limit.any():
            limit, edge = self.limit[:, None], self.edge[:, None]
            below = (values > 0) & (values < printed + edge)
            above = (values > printed - edge) & (values < 100)
            made = np.where(limit < 0, below, np.where(limit > 0, above, made))
        return np.asarray(made)

    def at(self, rows: Sequence[int]) -> Asked:
        """Those of some cells."""
        keep = list(rows)
        return Asked(self.value[keep], self.decimals[keep], self.limit[keep], self.edge[keep])


@dataclass
class Scores:
    """The cells that rules make under one weight, of one table of counts a block; ``rules``: how many side by side."""

    check: PublishedCheck
    blocks: Sequence[Block]
    asked: Sequence[Asked]
    counts: Sequence[Counts]
    _hits: dict[tuple[int, str, str, str, str], Hits] = field(default_factory=dict)
    _values: dict[tuple[int, str, str], Array] = field(default_factory=dict)

    def made(self, extra: Sequence[Change | Joined]) -> Array:
        """Of each rule how many cells it makes with the changes ``extra``."""
        how = {one.kind: one.name for one in extra if isinstance(one, Change)}
        rules = self.check.rules
        percent, rule = how.get("percent", rules.percent), how.get("rounding", rules.rounding)
        nets = how.get("nets", rules.nets)
        total = 0
        for place, block in enumerate(self.blocks):
            base = how.get("base", block.base)
            hits = self._block(place, base, percent, rule, nets)
            total = total + hits.sum(axis=0)
            for one in extra:
                if isinstance(one, Joined):
                    total = total + self._moved(place, one, hits, (base, percent, rule, nets))
        return np.asarray(total, dtype=float)

    def _block(self, place: int, base: str, percent: str, rule: str, nets: str) -> Hits:
        key = (place, base, percent, rule, nets)
        if key not in self._hits:
            block = self.blocks[place]
            if (place, base, percent) not in self._values:
                self._values[place, base, percent] = block.values(self.counts[place], base, percent)
            values = self._values[place, base, percent]
            if nets == "rounded":
                values = self._of_rounded(place, values, base, percent, rule)
            hits = self.asked[place].hits(values, rule)
            moe = [at for at, cell in enumerate(block.cells) if cell.kind == "moe"]
            if moe:
                unequal = block.unequal_moe(self.counts[place], base)[moe]
                hits[moe] |= self.asked[place].at(moe).hits(unequal, rule)
            self._hits[key] = hits
        return self._hits[key]

    def _of_rounded(self, place: int, values: Array, base: str, percent: str, rule: str) -> Array:
        """``values`` with those of several answers added up from rounded ones."""
        block, made = self.blocks[place], values.copy()
        for at, cell in enumerate(block.cells):
            if len(cell.options) > 1:
                one = replace(block, at=block.at[at : at + 1], cells=(cell,))
                parts = []
                for option in cell.options:
                    top = block.holding((option,))[None, :].astype(float)
                    parts.append(np.nan_to_num(one.values(self.counts[place], base, percent, top)[0]))
                digits = self.asked[place].decimals[at]
                made[at] = rounded(np.array(parts), digits, "half_up" if rule == "any" else rule).sum(axis=0)
        return made

    def _moved(self, place: int, one: Joined, hits: Hits, how: tuple[str, str, str, str]) -> Array | float:
        """By how much other answers in a row change the cells that are made."""
        rows = next((rows for at, rows in one.parts if at == place), ())
        if not rows:
            return 0.0
        base, percent, rule, _ = how
        block = self.blocks[place]
        cells = tuple(replace(block.cells[row], options=one.change.options) for row in rows)
        part = replace(block, at=tuple(block.at[row] for row in rows), cells=cells)
        own = self.asked[place].at(rows).hits(part.values(self.counts[place], base, percent), rule)
        return np.asarray(own.sum(axis=0) - hits[list(rows)].sum(axis=0), dtype=float)
