"""Differences of two columns of a table, all rows and all pairs at once, from the covariance of the design."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.estimation.result.arithmetic import CANCELLED, whole_design
from survey.estimation.result.estimates import Estimates
from survey.maths.column_sides import Differences


def column_differences(estimates: Estimates, pairs: Sequence[tuple[int, int]]) -> Differences:
    """``θ_i - θ_j`` of domains ``i`` and ``j``, (options, pairs), with variance ``V_ii + V_jj - 2 V_ij``: what
    ``survey.difference`` gives of each pair, in one piece.

    ``estimates``: shares or means by one variable, the domain varying fastest. The covariance knows strata, PSUs,
    replicates, weighting to margins, and persons who are in both columns. Degrees of freedom are those of
    ``difference``: of the whole design, or the number that was asked for. No standard error where both figures are
    fixed by the weighting.
    """
    domains = len(dict.fromkeys(estimates.domain_levels))
    rows = len(estimates) // domains
    shape, each = (rows, domains), np.arange(rows)
    value, error, df = (getattr(estimates, name).reshape(shape) for name in ("estimate", "std_error", "df"))
    covariance = estimates.covariance.reshape(*shape, *shape)[each, :, each, :]
    i, j = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    variance = covariance[:, i, i] + covariance[:, j, j] - 2 * covariance[:, i, j]
    terms = (error[:, i] + error[:, j]) ** 2
    variance = np.where((variance < CANCELLED * terms) | (terms == 0), 0.0, variance)
    whole = whole_design(estimates)
    freedom = np.maximum(df[:, i], df[:, j]) if np.isnan(whole) else np.full(variance.shape, whole)
    return Differences(value[:, i] - value[:, j], np.asarray(np.sqrt(variance)), freedom)
