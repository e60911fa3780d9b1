"""Other values of cells that agree with all that is shown: the cheapest move of one cell, and of what moves along."""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Array = NDArray[np.float64]
LEAST_COST = 1e-9  # of a cell that moves freely, so that none moves without need


class Moves:
    """Moves that keep every relation, ``matrix @ move = 0``: a linear programme of a part up and a part down of each
    cell, of which there is one model for all cells and all readers, solved by HiGHS's simplex.

    Each programme starts anew (``clearSolver``), so that its answer does not depend on those before it. SciPy's
    ``linprog`` gives the same, but checks and copies the relations each time, which takes longer than to solve it.
    """

    def __init__(self, matrix: sparse.csc_array) -> None:
        relations, self._cells = matrix.shape
        sides = sparse.csc_array(sparse.hstack([matrix, -matrix]))
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
        free = cost == 0  # one part is enough for what costs nothing
        low = np.concatenate([np.where(free, -down, 0.0), np.zeros(self._cells)])
        high = np.concatenate([up, np.where(free, 0.0, down)])
        low[cell] = high[cell] = by
        low[self._cells + cell] = high[self._cells + cell] = 0.0
        return self._solved(np.concatenate([cost, cost]), low, high)

    def furthest(self, cell: int, way: int, up: Array, down: Array) -> Array | None:
        """The move of all cells that moves ``cell`` as far as can be, up (``way`` 1) or down (-1)."""
        high = np.concatenate([up, down])
        high[cell if way < 0 else self._cells + cell] = 0.0
        cost = np.full(high.size, LEAST_COST)
        cost[cell if way > 0 else self._cells + cell] = -1.0
        return self._solved(cost, np.zeros(high.size), high)

    def _solved(self, cost: Array, low: Array, high: Array) -> Array | None:
        self._solver.changeColsCost(cost.size, self._places, cost)
        self._solver.changeColsBounds(low.size, self._places, low, high)
        self._solver.clearSolver()
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        moved = np.array(self._solver.getSolution().col_value)
        return moved[: self._cells] - moved[self._cells :]
