"""From p-values to the letters of columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


def letter(place: int) -> str:
    """The letter of the column at ``place`` (from 0): A … Z, AA, AB …"""
    made = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        made = chr(ord("A") + rest) + made
    return made


def strength(p: ArrayLike, cutoffs: Sequence[float]) -> NDArray[np.int64]:
    """Below how many of ``cutoffs`` each p-value lies; 0 where it is NaN."""
    given = np.asarray(p, dtype=float)
    found = np.zeros(given.shape, dtype=np.int64)
    with np.errstate(invalid="ignore"):
        for cutoff in cutoffs:
            found += given < cutoff
    return found


def cased(mark: str, strength: int, cutoffs: int) -> str:
    """``mark`` in upper case where it lies below all cutoffs, in lower case where below the looser of two."""
    return mark.upper() if strength == cutoffs else mark.lower()
