"""Cell tables counted from encoded columns: keys combined by arithmetic, ``numpy.bincount``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.table.celltable import DENSE, CellTable
from survey.cells.table.encoding import Encoding
from survey.cells.table.faults import cell_less
from survey.cells.table.grouping import Grouping
from survey.errors import SurveyError
from survey.maths.variance.column_sums import column_sums

if TYPE_CHECKING:
    from survey.cells.engines.memory import MemoryEngine

FEW = 1 << 14  # combinations of strata and PSUs up to which the empty ones do not matter


class Rows:
    """A part of the rows, with what several tables need of it made once."""

    def __init__(self, engine: MemoryEngine, part: slice) -> None:
        self.engine, self.part = engine, part
        # by how many keys: the codes of the last such combination, and its number in each row
        self._above: dict[int, tuple[tuple[int, ...], NDArray[np.int64]]] = {}
        self._weights: dict[str, NDArray[np.float64]] = {}
        self._squares: dict[str, NDArray[np.float64]] = {}

    def flat(self, codes: Sequence[NDArray[Any]], sizes: Sequence[int]) -> NDArray[np.int64]:
        """The number of each row's combination, the last key varying fastest."""
        if not codes:
            return np.zeros(self.part.stop - self.part.start, dtype=np.int64)
        last = codes[-1][self.part]
        if len(codes) == 1:
            return last.astype(np.int64)
        made = self._kept(codes[:-1], sizes[:-1]) * sizes[-1]
        made += last
        return made

    def _kept(self, codes: Sequence[NDArray[Any]], sizes: Sequence[int]) -> NDArray[np.int64]:
        """``flat``, which the tables of one question by many variables have in common."""
        name = tuple(map(id, codes))  # the tables keep them alive
        if self._above.get(len(codes), ((), None))[0] != name:
            self._above[len(codes)] = name, self.flat(codes, sizes)
        return self._above[len(codes)][1]

    def weight(self, column: str) -> NDArray[np.float64]:
        if column not in self._weights:
            self._weights[column] = self.engine._weight(column)[self.part]
        return self._weights[column]

    def square(self, column: str) -> NDArray[np.float64]:
        if column not in self._squares:
            w = self.weight(column)
            self._squares[column] = w * w
        return self._squares[column]


class Counted:
    """One table in the making."""

    def __init__(self, engine: MemoryEngine, grouping: Grouping, some: bool) -> None:
        """``some``: rows weigh 0, so that those that weigh are counted."""
        self.engine, self.grouping = engine, grouping
        coded = [engine._coded(question) for question in grouping.keys]
        self.codes = [codes for codes, _ in coded]
        self.levels = tuple(encoding.levels for _, encoding in coded)
        self.sizes = [_used(encoding) for _, encoding in coded]
        self.first: NDArray[np.int64] | None = None
        loose = next((k for k, key in enumerate(grouping.keys) if key.options), len(grouping.keys))
        if loose > 1 and math.prod(self.sizes[:loose]) > FEW:
            # PSUs numbered through all strata: most combinations of the two are empty
            self.unpacked = self.sizes[:loose]
            codes, self.first = engine._compound(grouping.keys[:loose], self.codes[:loose], self.unpacked)
            self.codes[:loose], self.sizes[:loose] = [codes], [len(self.first)]
        total = math.prod(self.sizes)
        if total > 2**62:
            raise SurveyError(
                f"{total:.1e} combinations of {len(self.sizes)} keys are too many to number",
                where="cells",
                fix="Cross fewer variables, or cut number questions into ranges.",
            )
        self.size = total if total <= max(DENSE, 2 * engine.n) else None
        self.names: NDArray[np.int64] | None = None
        self.also = [engine._floats(column) for column in grouping.also]
        self.some = some
        self._sums: list[NDArray[Any] | None] = []

    def add(self, shared: Rows) -> None:
        """Count a part of the rows."""
        flat = shared.flat(self.codes, self.sizes)
        size = self.size
        if size is None:
            # a crossing too wide for a table: only combinations that occur are numbered
            self.names, flat = np.unique(flat, return_inverse=True)
            flat, size = flat.reshape(-1), len(self.names)
        weight, base = self.grouping.weight, self.grouping.base
        sums: list[NDArray[Any] | None] = [np.bincount(flat, minlength=size), None, None, None, None]
        if weight is not None:
            if base is None:
                sums[1] = np.bincount(flat, shared.weight(weight), minlength=size)
            sums[2] = np.bincount(flat, shared.square(weight), minlength=size)
            if self.some:
                sums[3] = np.bincount(flat, shared.weight(weight) != 0, minlength=size)
        if base is not None:
            sums[1] = np.bincount(flat, shared.weight(base), minlength=size)
        if self.also:
            sums[4] = column_sums(flat, [one[shared.part] for one in self.also], size)
        if not self._sums:
            self._sums = sums
            return
        for mine, more in zip(self._sums, sums, strict=True):
            if mine is not None and more is not None:
                mine += more

    def table(self) -> CellTable:
        if not self._sums:  # no rows
            self._sums = [np.zeros(0, dtype=np.int64), None, None, None, None]
        n, sum_w, sum_w2, weighing, also = self._sums
        assert n is not None
        place = np.flatnonzero(n)
        index = place if self.names is None else self.names[place]
        codes = np.empty((len(place), len(self.levels)), dtype=np.int64, order="F")  # read key by key
        last = len(self.levels)
        for size in reversed(self.sizes if self.first is None else self.sizes[1:]):
            last -= 1
            index, codes[:, last] = np.divmod(index, size)
        if self.first is not None:
            index = self.first[index]
            for k in range(last - 1, -1, -1):
                index, codes[:, k] = np.divmod(index, self.unpacked[k])
        n = n[place]
        return CellTable(
            self.grouping.names,
            self.levels,
            codes,
            n,
            n.astype(float) if sum_w is None else sum_w[place],
            n.astype(float) if sum_w2 is None else sum_w2[place],
            None if weighing is None else weighing[place].astype(np.int64),
            None if also is None else also[:, place].T,
        )


def combined(codes: Sequence[NDArray[Any]], sizes: Sequence[int]) -> NDArray[np.int64]:
    """The number of each row's combination, the last key varying fastest."""
    flat = codes[0].astype(np.int64)
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        flat *= size
        flat += code
    return flat


def _used(encoding: Encoding) -> int:
    """How many levels there are up to the last that somebody has; the ones for empty cells and unknown answers stand
    at the end and are mostly idle, and each would make the crossing larger."""
    used = len(encoding.counts)
    while used > 1 and not encoding.counts[used - 1]:
        used -= 1
    return max(used, 1)


def places_of(wanted: NDArray[np.int64], known: NDArray[np.int64], total: int, name: str) -> NDArray[np.int64]:
    """Where each of ``wanted`` stands in ``known`` (ascending); a table where the crossing is small enough."""
    if 0 < total <= DENSE:
        table = np.full(total, -1, dtype=np.int64)
        table[known] = np.arange(len(known))
        at = table[wanted]
        lost = bool((at < 0).any())
    else:
        at = np.searchsorted(known, wanted)
        lost = bool(len(wanted)) and (int(at.max(initial=0)) >= len(known) or not np.array_equal(known[at], wanted))
    if lost:
        raise cell_less(name)
    return at
