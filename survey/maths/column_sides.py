"""What a test of two columns takes and gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.arrays import Array
from survey.maths.special import stdtr


@dataclass(frozen=True)
class Side:
    """One side of each comparison: ``value`` (shares, or means), ``weighted`` W, ``effective`` e, and of means the
    ``variance`` v."""

    value: Array
    weighted: Array
    effective: Array
    variance: Array | None = None


@dataclass(frozen=True)
class Differences:
    """A difference a comparison, its standard error and degrees of freedom (infinite: normal)."""

    difference: Array
    std_error: Array
    df: Array

    @property
    def p_value(self) -> Array:
        """``P(|T| > |difference / std_error|)``; NaN without a standard error above 0 or degrees of freedom."""
        known = (self.std_error > 0) & (self.df > 0) & np.isfinite(self.difference)
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.where(known, np.abs(self.difference / self.std_error), 0.0)
        return np.where(known, 2 * stdtr(np.where(known, self.df, 1.0), -t), np.nan)
