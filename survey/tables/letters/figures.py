"""Both sides of every comparison: figures of columns, and of everybody or of all others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.maths.column_sides import Side

NOBODY = 1e-9  # of the whole: others who weigh less are none
ROUNDING = 1e-12  # what a subtraction leaves of nothing


@dataclass(frozen=True)
class Figures:
    """``value`` (rows, columns) of shares or means; ``n`` respondents, ``weighted`` Σw and ``squares`` Σw² of each
    column; ``variance`` (rows, columns) of the answers, of means; ``shared`` (columns, columns): the effective base of
    who are in two columns, None where nobody is."""

    value: Array
    n: Array
    weighted: Array
    squares: Array
    variance: Array | None = None
    shared: Array | None = None

    @property
    def effective(self) -> Array:
        """``(Σw)²/Σw²``."""
        return np.divide(self.weighted**2, self.squares, out=np.zeros_like(self.weighted), where=self.squares > 0)

    @property
    def spread(self) -> Array:
        """The variance of the answers behind each figure; 0 where all agree."""
        return self.value * (1 - self.value) if self.variance is None else self.variance

    def at(self, places: NDArray[np.int64]) -> Figures:
        """The columns at ``places``."""
        variance = None if self.variance is None else self.variance[:, places]
        return Figures(self.value[:, places], self.n[places], self.weighted[places], self.squares[places], variance)

    def without(self, part: Figures) -> Figures:
        """All of these but ``part``, which is some of them: sums are subtracted."""
        left = self.weighted - part.weighted
        there = left > NOBODY * self.weighted
        weighted = np.where(there, left, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(there, (self.weighted * self.value - part.weighted * part.value) / weighted, np.nan)
            variance = None
            if self.variance is not None and part.variance is not None:
                squares = self.weighted * self.variance  # about the mean of the whole
                squares = squares - part.weighted * (part.variance + (part.value - self.value) ** 2)
                variance = squares / weighted - (value - self.value) ** 2
                variance = np.where(variance < ROUNDING * self.variance, 0.0, variance)
        value = value if variance is not None else np.clip(_settled(value), 0.0, 1.0)
        return Figures(value, self.n - part.n, weighted, np.where(there, self.squares - part.squares, 0.0), variance)

    def side(self, scale: float = 1.0) -> Side:
        """For a test by bases alone; weights times ``scale``."""
        return Side(self.value, self.weighted * scale, self.effective, self.variance)


def _settled(share: Array) -> Array:
    """Shares without the rounding of a subtraction that leaves nobody, or everybody, in an option."""
    share = np.where(np.abs(share) < ROUNDING, 0.0, share)
    return np.where(np.abs(share - 1) < ROUNDING, 1.0, share)
