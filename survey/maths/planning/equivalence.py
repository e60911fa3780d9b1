"""Is a change so small that it does not matter: two one-sided tests."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from survey.arrays import Array


def equivalence_p(estimate: ArrayLike, std_error: ArrayLike, df: ArrayLike, margin: float) -> Array:
    """P-values of the hypothesis that a change is ``margin`` or more in one direction: the larger one of ``P(T > (θ +
    m) / s)`` and ``P(T < (θ - m) / s)``.

    Below ``1 - level`` the change is smaller than ``margin`` either way, which is so where the interval of level ``2
    level - 1`` lies inside ``±margin``. NaN without a standard error or degrees of freedom. Student's t, normal where
    ``df`` is infinite. R: ``TOSTER::tsum_TOST``. Schuirmann (1987), J. of Pharmacokinetics and Biopharmaceutics 15,
    657-680."""
    value, error, freedom = (np.asarray(one, dtype=float) for one in (estimate, std_error, df))
    with np.errstate(divide="ignore", invalid="ignore"):
        above = stdtr(np.minimum(freedom, 1e15), -(value + margin) / error)
        below = stdtr(np.minimum(freedom, 1e15), (value - margin) / error)
    found = np.maximum(above, below)
    found = np.where(error > 0, found, np.where(np.abs(value) < margin, 0.0, 1.0))
    return np.asarray(np.where(np.isfinite(value) & np.isfinite(error) & (freedom > 0), found, np.nan))
