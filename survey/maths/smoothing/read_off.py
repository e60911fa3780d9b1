"""What follows from a solved line: other zeros of the houses, and polls foretold from the others."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array
from survey.maths.smoothing.local_level import Solved
from survey.maths.smoothing.observed import Observed


def _spread_of(lean: Array, covariance: Array) -> Array:
    """Variance of each row of ``lean`` times the leanings."""
    return np.asarray(((lean @ covariance) * lean).sum(axis=1))


def shifted(solved: Solved, by: Array) -> tuple[Array, Array]:
    """Level and variance of ``level + by · leanings``: the line of another zero of the houses."""
    lean = by[None, :] - solved.through
    return solved.level + by @ solved.leaning, solved.own + _spread_of(lean, solved.covariance)


def left_out(observed: Observed, solved: Solved) -> tuple[Array, Array]:
    """How far each poll is from what all the others say of it, and the standard error of that; ``nan`` for a poll that
    is the only one of its house.

    With ``h`` the part of a poll's own weight in its fitted value, ``(y - fitted) / (1 - h)`` and ``Var e / (1 - h)``.
    """
    of = observed.leanings.of.toarray()
    lean = of - solved.through[solved.seen]
    fitted = solved.level[solved.seen] + of @ solved.leaning
    variance = solved.own[solved.seen] + _spread_of(lean, solved.covariance)
    rest = 1 - observed.part * solved.weight * variance
    rest = np.where(rest > 1e-9, rest, np.nan)
    return (observed.share - fitted) / rest, np.sqrt(1 / (solved.weight * rest))
