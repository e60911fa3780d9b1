"""Confidence intervals of what cannot be below 0."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from survey.arrays import Array
from survey.maths.intervals import t_quantile


def log_interval(total: ArrayLike, std_error: ArrayLike, df: ArrayLike, level: float = 0.95) -> tuple[Array, Array]:
    """``exp(log T ± t · se / T)``, for totals, which cannot be below 0 (Parker et al. 2023, NCHS Series 2 No. 200,
    equation 24; R surveytable: ``tab``, with one degree of freedom less than effective respondents).

    NaN where ``df`` ≤ 0 and where the total is not above 0."""
    total, std_error = np.asarray(total, dtype=float), np.asarray(std_error, dtype=float)
    with np.errstate(all="ignore"):
        part = np.exp(t_quantile(level, df) * std_error / np.where(total > 0, total, np.nan))
        return np.asarray(total / part), np.asarray(total * part)
