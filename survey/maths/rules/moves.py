"""Other values of cells that agree with all that is shown: the cheapest move of one cell, and of what moves along."""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from survey.arrays import Array

LEAST_COST = 1e-9  # of a cell that moves freely, so that none moves without need


class Moves:
    """Moves that keep every relation, ``matrix @ move = 0``: a linear programme of a part up and a part down of each
    cell, of which there is one model for all cells and all readers, solved by HiGHS's simplex.

    Each programme starts where the one before it ended, so that they are to be asked in one order. SciPy's ``linprog``
    gives as cheap ones, but checks and copies the relations each time, which takes longer than to solve it.
    """

    def __init__(self, matrix: sparse.csc_array) -> None:
        self._joined = np.flatnonzero(np.diff(matrix.indptr) > 0)  # the others move with none
        relations, self._cells = matrix.shape[0], self._joined.size
        joined = matrix[:, self._joined]
        sides = sparse.csc_array(sparse.hstack([joined, -joined]))
        nothing = np.zeros(2 * self._cells)
        programme = highspy.HighsLp()
        programme.num_col_, programme.num_row_ = nothing.size, relations
        programme.col_cost_ = programme.col_lower_ = programme.col_upper_ = nothing
        programme.row_lower_ = programme.row_upper_ = np.zeros(relations)
        programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        programme.a_matrix_.start_, programme.a_matrix_.index_ = sides.indptr, sides.indices
        programme.a_matrix_.value_ = sides.data
        self._places = np.arange(nothing.size, dtype=np.int32)
        self._solver = highspy.Highs()
        self._solver.silent()
        for name, value in (("threads", 1), ("solver", "simplex"), ("presolve", "off")):  # they are small
            self._solver.setOptionValue(name, value)
        self._solver.passModel(programme)

    def cheapest(self, cell: int, by: float, cost: Array, up: Array, down: Array) -> Array | None:
        """The move of all cells that moves ``cell`` by ``by`` at the least sum of ``cost`` times its size, each by at
        most ``up`` or ``down``; None where there is none."""
        at = self._place(cell)
        if at is None:
            return _alone(cell, by, up.size) if -down[cell] <= by <= up[cell] else None
        size, up, down, cost = up.size, up[self._joined], down[self._joined], cost[self._joined]
        free = cost == 0  # one part is enough for what costs nothing
        low = np.concatenate([np.where(free, -down, 0.0), np.zeros(self._cells)])
        high = np.concatenate([up, np.where(free, 0.0, down)])
        low[at] = high[at] = by
        low[self._cells + at] = high[self._cells + at] = 0.0
        return self._solved(np.concatenate([cost, cost]), low, high, size)

    def furthest(self, cell: int, way: int, up: Array, down: Array) -> Array | None:
        """The move of all cells that moves ``cell`` as far as can be, up (``way`` 1) or down (-1)."""
        at = self._place(cell)
        if at is None:
            return _alone(cell, up[cell] if way > 0 else -down[cell], up.size)
        high = np.concatenate([up[self._joined], down[self._joined]])
        high[at if way < 0 else self._cells + at] = 0.0
        cost = np.full(high.size, LEAST_COST)
        cost[at if way > 0 else self._cells + at] = -1.0
        return self._solved(cost, np.zeros(high.size), high, up.size)

    def _place(self, cell: int) -> int | None:
        at = int(np.searchsorted(self._joined, cell))
        return at if at < self._cells and self._joined[at] == cell else None

    def _solved(self, cost: Array, low: Array, high: Array, size: int) -> Array | None:
        self._solver.changeColsCost(cost.size, self._places, cost)
        self._solver.changeColsBounds(low.size, self._places, low, high)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found, moved = np.array(self._solver.getSolution().col_value), np.zeros(size)
        moved[self._joined] = found[: self._cells] - found[self._cells :]
        return moved


def _alone(cell: int, by: float, size: int) -> Array:
    """The move of a cell that no relation joins to others."""
    moved = np.zeros(size)
    moved[cell] = by
    return moved
