"""A random walk at unequal steps: its precision is tridiagonal, so that everything costs as much as there are days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve_banded, cholesky_banded

from survey.arrays import Array


@dataclass(frozen=True)
class Walk:
    """Days in order, and the level of those on which it is known (``nan`` elsewhere)."""

    days: Array
    known: Array

    @property
    def free(self) -> NDArray[np.bool_]:
        """Days on which the level is estimated."""
        return np.isnan(self.known)

    @property
    def anchored(self) -> bool:
        """Whether the level is known on any day; without, it is diffuse."""
        return bool((~self.free).any())


@dataclass(frozen=True)
class Prior:
    """What a walk of some step says of the free days: ``diagonal`` and ``beside`` of its precision, what the known
    levels add on the right (``pull``), and twice the constant of its log density."""

    diagonal: Array
    beside: Array
    pull: Array
    constant: float


def walk_prior(walk: Walk, sd: float) -> Prior:
    """The density of the levels, given the known ones and these among themselves: each step is N(0, sd² · days).

    Known levels leave the unknowns as numbers: their steps to each other stay in the constant, so that the way from one
    election to the next tells of ``sd`` too."""
    weight = 1 / (sd**2 * np.diff(walk.days))
    free, level = walk.free, np.nan_to_num(walk.known)
    diagonal = np.zeros(len(free))
    diagonal[:-1] += weight
    diagonal[1:] += weight
    pull = np.zeros(len(free))
    pull[:-1] += weight * level[1:]
    pull[1:] += weight * level[:-1]
    both = free[:-1] & free[1:]
    fixed = np.where(free[:-1], 0, level[:-1]) ** 2 + np.where(free[1:], 0, level[1:]) ** 2
    square = weight * np.where(~free[:-1] & ~free[1:], (level[1:] - level[:-1]) ** 2, fixed)
    beside = np.where(both, -weight, 0.0)[free[:-1]]
    return Prior(diagonal[free], beside, pull[free], float(np.log(weight).sum() - square.sum()))


class Factor:
    """Cholesky factor of a tridiagonal precision."""

    def __init__(self, diagonal: Array, beside: Array) -> None:
        band = np.zeros((2, len(diagonal)))
        band[0] = diagonal
        band[1, :-1] = beside[: len(diagonal) - 1]
        self._band = cholesky_banded(band, lower=True, check_finite=False)

    @property
    def log_determinant(self) -> float:
        """Of the precision."""
        return float(2 * np.log(self._band[0]).sum())

    def solve(self, right: Array) -> Array:
        """The precision's inverse times ``right``."""
        return np.asarray(cho_solve_banded((self._band, True), right, check_finite=False))

    def variances(self) -> Array:
        """Diagonal of the inverse, from the last day to the first (Takahashi's recursion)."""
        main, below = self._band
        ratio = (below / main) ** 2
        found = 1 / main**2
        for at in range(len(found) - 2, -1, -1):
            found[at] += ratio[at] * found[at + 1]
        return found
