"""What a reader can infer of cells that are not shown, and which others must go with them so that it is little.

Cells are counts (or weighted sums) that add up: options to their column, columns to the total, parts to a net. Each
such sum is a row of ``matrix`` with ``matrix @ (true values)`` known, since bases and all shown cells are printed;
what is hidden is then anything within the relations and between 0 and its base.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from survey.arrays import Array, Mask
from survey.maths.rules.moves import Moves

SLACK = 1e-6


@dataclass(frozen=True)
class Reader:
    """One reading of the cells (respondents, or weighted): their true values and the most that each can be; ``needed``:
    how wide the interval must be that can be inferred of each, 0 where it does not matter."""

    values: Array
    most: Array
    needed: Array


def complete(
    matrix: sparse.csr_array,
    readers: tuple[Reader, ...],
    hidden: Mask,
    cost: Array,
    block: NDArray[np.int64],
    entails: Mapping[int, NDArray[np.int64]] | None = None,
    attested: Array | None = None,
) -> tuple[Mask, Array]:
    """``hidden`` and what must be hidden with it, so that no reader infers a hidden cell more closely than ``needed``;
    and values that each can have at least and at most, for each reader (readers × 2 × cells). ``entails``: what is
    hidden with a cell in any case (with the base of a column, whatever is a share of it). ``attested``: such values,
    known from a search among fewer hidden cells.

    A cell that can be inferred too closely is moved up and down within its bounds by as much as is needed, and the rest
    moves with it so that every relation still holds, at the least ``cost`` (per unit of a shown cell; what is hidden
    already moves freely): one linear programme each way. Whatever moved is hidden. Both tables, and so all between
    them, then agree with what is shown. The cells of one ``block`` are tried first, then all. Where no other values
    agree with the bases, nothing can be done and nothing is.
    """
    search = _Search(Moves(sparse.csc_array(matrix)), hidden.copy(), cost, block, entails or {})
    search.hide(np.flatnonzero(hidden))
    ends = attested if attested is not None else [(reader.values, reader.values) for reader in readers]
    known = [_Known(*map(np.copy, (*end, reader.needed))) for end, reader in zip(ends, readers, strict=True)]
    while True:
        changed = False
        for reader, seen in zip(readers, known, strict=True):
            order = np.argsort(-seen.needed, kind="stable")
            for cell in order[search.hidden[order]]:
                if seen.high[cell] - seen.low[cell] < seen.needed[cell] - SLACK:
                    search.widen(reader, seen, int(cell))
                    changed = True
        if not changed:
            return search.hidden, np.array([(seen.low, seen.high) for seen in known])


def narrowest(
    matrix: sparse.csr_array, reader: Reader, hidden: Mask, asked: NDArray[np.int64], attested: Array, known: float
) -> float:
    """Width of the narrowest interval that ``reader`` infers of the ``asked`` cells, all of them ``hidden``, or
    ``known`` where none is narrower. ``attested``: values that each can have at least and at most (2 × cells), of which
    the search may have stopped before the ends: the narrowest is looked at to its ends until it stays the narrowest."""
    low, high = attested.copy()
    up, down = (np.where(hidden, room, 0.0) for room in (reader.most - reader.values, reader.values))
    moves, done = None, np.zeros(low.size, dtype=bool)
    while asked.size:
        cell = int(asked[np.argmin((high - low)[asked])])
        if high[cell] - low[cell] >= known or done[cell]:
            return min(known, float(high[cell] - low[cell]))
        moves = moves or Moves(sparse.csc_array(matrix))
        for way in (1, -1):
            moved = moves.furthest(cell, way, np.maximum(up, 0), np.maximum(down, 0))
            if moved is not None:
                low, high = np.minimum(low, reader.values + moved), np.maximum(high, reader.values + moved)
        done[cell] = True
    return known


@dataclass
class _Known:
    """Bounds that tables found so far attest."""

    low: Array
    high: Array
    needed: Array


@dataclass
class _Search:
    moves: Moves
    hidden: Mask
    cost: Array
    block: NDArray[np.int64]
    entails: Mapping[int, NDArray[np.int64]]

    def hide(self, cells: NDArray[np.int64]) -> None:
        """Hide ``cells`` and what goes with them."""
        self.hidden[cells] = True
        for cell in cells.tolist():
            self.hidden[self.entails.get(cell, [])] = True

    def widen(self, reader: Reader, seen: _Known, cell: int) -> None:
        """Hide what it takes for the interval of ``cell`` to be as wide as needed."""
        value, needed = reader.values[cell], seen.needed[cell]
        down = min(value, needed / 2)
        up = min(needed - down, reader.most[cell] - value)
        for _ in range(2):  # what one way does not give, the other has to
            self._reach(reader, seen, cell, up)
            self._reach(reader, seen, cell, -down)
            got_up, got_down = seen.high[cell] - value, value - seen.low[cell]
            up, down = max(up, needed - got_down), max(down, min(value, needed - got_up))
            if got_up + got_down >= needed - SLACK:
                return
        seen.needed[cell] = seen.high[cell] - seen.low[cell]

    def _reach(self, reader: Reader, seen: _Known, cell: int, by: float) -> None:
        have = seen.high[cell] if by > 0 else seen.low[cell]
        if abs(by) <= SLACK or abs(have - reader.values[cell]) >= abs(by) - SLACK:
            return
        near = (self.block == self.block[cell]) | self.hidden
        for active in (near, np.ones(near.size, dtype=bool)):
            cost = np.where(self.hidden, 0.0, self.cost)
            up = np.where(active, np.maximum(reader.most - reader.values, 0), 0.0)
            moved = self.moves.cheapest(cell, by, cost, up, np.where(active, np.maximum(reader.values, 0), 0.0))
            if moved is not None:
                self.hide(np.flatnonzero(np.abs(moved) > SLACK))
                seen.low[:] = np.minimum(seen.low, reader.values + moved)
                seen.high[:] = np.maximum(seen.high, reader.values + moved)
                return
