"""Difference between two estimates of one call: two options of a question, or two domains."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from survey.errors import EstimationError
from survey.estimation.result.arithmetic import basis_of, derived
from survey.estimation.result.estimates import Estimates
from survey.estimation.result.row_names import RowNames


def difference(
    estimates: Estimates, i: Hashable, j: Hashable, *, df: str | float | None = None, level: float | None = None
) -> Estimates:
    """Row ``i`` minus row ``j``, with ``V_ii + V_jj - 2 V_ij`` (R: ``svycontrast``; Stata: ``lincom``) and a t
    interval.

    ``i``, ``j``: places or names of rows. Two shares of the same question fall together, so their covariance is not
    left out. The p-value is ``Estimates.p_value``. ``df``: of the whole design (R's rule for contrasts) by default,
    ``rows`` for the larger of the two rows', or a number. ``n`` is the base of row ``i`` where both rows have the
    same base, else the sum of both. ``deff`` and ``n_eff`` are not defined for a difference (NaN). Raises
    ``EstimationError`` for rows that do not exist."""
    from scipy import sparse

    name = RowNames(estimates)
    a, b = name(i), name(j)
    if a == b:
        raise EstimationError(f"row {i!r} cannot be compared with itself", where=estimates.question)
    basis = basis_of(estimates)
    pair = sparse.csr_matrix(([1.0, -1.0], ([0, 0], [a, b])), shape=(1, len(estimates)))
    levels = tuple(
        one if one == other else f"{one} - {other}"
        for one, other in zip(estimates.domain_levels[a], estimates.domain_levels[b], strict=True)
    )
    first, second = estimates.option[a], estimates.option[b]
    return derived(
        basis.root,
        pair @ basis.gradient,
        np.array([estimates.estimate[a] - estimates.estimate[b]]),
        [first if first == second else f"{first} - {second}"],
        [levels],
        statistic="difference",
        df=df,
        level=level,
    )
