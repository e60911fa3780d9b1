"""Statistics of two-way tables and of one distribution against another, on a covariance of the survey's design."""

from __future__ import annotations

import math

import numpy as np

from survey.arrays import Array


def pearson(shares: Array, n: float) -> float:
    """Pearson's ``X² = n Σ (p_rc - p_r p_c)²/(p_r p_c)``. ``shares``: (rows, columns), adding to 1, no empty margin."""
    expected = shares.sum(axis=1, keepdims=True) * shares.sum(axis=0, keepdims=True)
    return float(n * ((shares - expected) ** 2 / expected).sum())


def likelihood_ratio(shares: Array, n: float) -> float:
    """``G² = 2 n Σ p_rc log(p_rc/(p_r p_c))``, the likelihood-ratio statistic of independence; an empty cell adds 0."""
    expected = shares.sum(axis=1, keepdims=True) * shares.sum(axis=0, keepdims=True)
    ratio = np.where(shares > 0, shares / expected, 1.0)
    return float(2 * n * (shares * np.log(ratio)).sum())


def association_deffs(shares: Array, covariance: Array, n: float) -> Array:
    """Generalized design effects of the contrasts that stand for association: eigenvalues of ``Δ``.

    ``Δ = (C'D⁻¹C/n)⁻¹ C'D⁻¹ V D⁻¹ C`` with ``D`` the diagonal of the shares (0 for an empty cell), ``V`` their
    covariance (rows × columns, the column varying fastest) and ``C`` orthogonal to rows and columns. Under
    independence ``X²`` is the sum of these times independent chi-squares of one degree of freedom.
    ``shares``: (rows, columns). Result: ((rows-1)(columns-1),), descending; NaN where empty cells leave fewer
    contrasts than that. Rao & Scott (1984), Annals of Statistics 12, 46-60; R: ``svychisq``.
    """
    rows, columns = shares.shape
    p = shares.ravel()
    inverse = np.divide(1.0, p, out=np.zeros_like(p), where=p > 0)
    c = np.kron(np.eye(rows)[:, 1:] - 1 / rows, np.eye(columns)[:, 1:] - 1 / columns)
    scaled = c * inverse[:, None]
    return _deffs(scaled.T @ covariance @ scaled, scaled.T @ c / n)


def _deffs(above: Array, below: Array) -> Array:
    """Eigenvalues of ``below⁻¹ above``, both symmetric; NaN where ``below`` is singular, which is asked of its
    eigenvalues: whether a factorization fails hangs on the last digit."""
    from scipy.linalg import LinAlgError, eigh

    below = (below + below.T) / 2
    size = np.sqrt(np.maximum(np.diag(below), 0.0))
    if not (size > 0).all() or np.linalg.eigvalsh(below / np.outer(size, size))[0] < 1e-10:
        return np.full(len(above), math.nan)
    try:
        values = eigh((above + above.T) / 2, below, eigvals_only=True)
    except LinAlgError:
        return np.full(len(above), math.nan)
    return np.asarray(np.maximum(values[::-1], 0.0))


def independence_wald(counts: Array, covariance: Array) -> float:
    """Koch, Freeman & Freeman's (1975) ``W = Y'V_Y⁻¹Y`` with ``Y_rc = t_rc - t_r t_c / t`` over all rows and columns
    but the first (Int. Statistical Review 43, 59-78; R: ``svychisq(statistic="Wald")``).

    ``counts``: (rows, columns), weighted totals; ``covariance``: of them. NaN where ``V_Y`` is singular: there are
    fewer degrees of freedom than contrasts, or empty cells.
    """
    rows, columns = counts.shape
    row, column, total = counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    apart = counts - np.outer(row, column) / total
    of_row, of_column = np.kron(np.eye(rows), np.ones(columns)), np.kron(np.ones(rows), np.eye(columns))
    # d(t_r t_c / t), one line a cell
    product = (
        np.repeat(of_row, columns, axis=0) * np.tile(column, rows)[:, None]
        + np.tile(of_column, (rows, 1)) * np.repeat(row, columns)[:, None]
    ) / total - (np.outer(row, column) / total**2).ravel()[:, None]
    gradient = np.eye(rows * columns) - product
    kept = np.arange(rows * columns).reshape(rows, columns)[1:, 1:].ravel()
    return quadratic_form(apart.ravel()[kept], (gradient @ covariance @ gradient.T)[np.ix_(kept, kept)])


def quadratic_form(values: Array, covariance: Array) -> float:
    """``y'V⁻¹y``; NaN where ``V`` is singular or not finite."""
    from scipy.linalg import solve

    spread = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    if not np.isfinite(covariance).all() or (spread <= 0).any():
        return math.nan
    correlation = covariance / np.outer(spread, spread)
    if np.linalg.eigvalsh(correlation)[0] < 1e-10:
        return math.nan
    scaled = values / spread
    return float(scaled @ solve(correlation, scaled, assume_a="sym"))


def fit(counts: Array, covariance: Array, shares: Array, n: float) -> tuple[float, Array]:
    """``X² = n Σ (p_i - π_i)²/π_i`` against given shares ``π`` and the weights of the chi-squares it is a sum of.

    ``counts``: weighted totals ``t``, ``covariance`` of them, ``shares``: all above 0, adding to 1. The weights are the
    eigenvalues of the covariance of ``(t_i - π_i t)/√(π_i t)``, on the scale of ``n`` (R: ``svygofchisq``, whose
    ``X²`` is on that of ``Σw``). Rao & Scott (1981), JASA 76, 221-230.
    """
    total = float(counts.sum())
    expected = shares * total
    root = np.sqrt(expected)
    # of (t_i - e_i)/√e_i, with e_i = π_i Σ t
    along = -(1 / root + (counts - expected) / (2 * expected * root)) * shares
    gradient = np.diag(1 / root) + along[:, None]
    spread = gradient @ covariance @ gradient.T * (n / total)
    values = np.linalg.eigvalsh((spread + spread.T) / 2)[::-1]
    return float(n / total * ((counts - expected) ** 2 / expected).sum()), np.maximum(values, 0.0)
