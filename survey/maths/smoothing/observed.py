"""Polls as arrays, and the spreads of a line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from survey.arrays import Array


@dataclass(frozen=True)
class Leanings:
    """Houses and modes: which of them each poll is of (``of``, a column each), the free directions of their effects
    (``basis``: all of them, or those that sum to zero), and which directions are ``random``."""

    of: csr_array
    basis: Array
    random: NDArray[np.bool_]


@dataclass(frozen=True)
class Observed:
    """Polls: day, share, its sampling variance, and the ``part`` of each that no other poll counts too (1: all)."""

    day: Array
    share: Array
    variance: Array
    part: Array
    leanings: Leanings


@dataclass(frozen=True)
class Spread:
    """Standard deviations: of the walk in a day, of what polls err beyond sampling, of random houses."""

    walk: float
    extra: float
    house: float = np.nan
