"""Difference between two estimates of one call: two options of a question, or two domains."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from survey.errors import EstimationError
from survey.estimation.estimates import Estimates
from survey.maths.intervals import wald_interval


def difference(estimates: Estimates, i: int, j: int, *, df: float | None = None) -> Estimates:
    """Row ``i`` minus row ``j``, with ``V_ii + V_jj - 2 V_ij`` (R: ``svycontrast``) and a t interval, as one row.

    Two shares of the same question fall together, so their covariance is not left out. ``df``: degrees of
    freedom; the larger of the two rows' by default. ``n`` is the base of row ``i`` where both rows have the
    same base, else the sum of both. ``deff`` and ``n_eff`` are not defined for a difference (NaN). Raises
    ``EstimationError`` for rows that do not exist."""
    size = len(estimates)
    if not (0 <= i < size and 0 <= j < size) or i == j:
        raise EstimationError(f"rows {i} and {j} of {size} cannot be compared", where=estimates.question)
    v = estimates.covariance
    variance = max(float(v[i, i] + v[j, j] - 2 * v[i, j]), 0.0) if np.isfinite(v[[i, j], [i, j]]).all() else np.nan
    estimate = float(estimates.estimate[i] - estimates.estimate[j])
    degrees = float(max(estimates.df[i], estimates.df[j])) if df is None else df
    low, high = wald_interval(estimate, np.sqrt(variance), degrees, estimates.method.level)
    same = estimates.domain_levels[i] == estimates.domain_levels[j]
    together = [
        float(getattr(estimates, name)[i] if same else getattr(estimates, name)[i] + getattr(estimates, name)[j])
        for name in ("n", "n_weighted")
    ]
    first, second = estimates.option[i], estimates.option[j]
    return Estimates(
        study=estimates.study,
        question=estimates.question,
        option=(first if first == second else f"{first} - {second}",),
        domains=estimates.domains,
        domain_levels=(
            tuple(
                a if a == b else f"{a} - {b}"
                for a, b in zip(estimates.domain_levels[i], estimates.domain_levels[j], strict=True)
            ),
        ),
        estimate=np.array([estimate]),
        std_error=np.array([np.sqrt(variance)]),
        conf_low=np.array([low]),
        conf_high=np.array([high]),
        deff=np.array([np.nan]),
        count=np.array([float(estimates.count[i] + estimates.count[j])]),
        n=np.array([together[0]]),
        n_weighted=np.array([together[1]]),
        n_eff=np.array([np.nan]),
        df=np.array([degrees]),
        covariance=np.array([[variance]]),
        method=replace(estimates.method, statistic="difference", interval="wald", fallback=""),
        counts=estimates.counts,
    )
