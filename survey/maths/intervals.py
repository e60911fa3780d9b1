"""Confidence intervals of shares and of other estimates."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from survey.arrays import Array
from survey.maths import normal
from survey.maths.logit_interval import logit_interval
from survey.maths.profile import interpolated_limits, likelihood_limits
from survey.maths.special import betaincinv, expit, logit, stdtrit
from survey.words import INTERVALS


def t_quantile(level: float, df: ArrayLike) -> Array:
    """Two-sided Student quantile; the normal one for infinite ``df``, NaN where ``df`` ≤ 0."""
    df = np.asarray(df, dtype=float)
    if np.isposinf(df).all():
        return np.full(df.shape, normal.normal_quantile(level))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(df > 0, stdtrit(np.where(df > 0, df, 1.0), (1 + level) / 2), np.nan))


def wald_interval(estimate: ArrayLike, std_error: ArrayLike, df: ArrayLike, level: float = 0.95) -> tuple[Array, Array]:
    """``estimate ± t · std_error`` (R: ``confint`` with ``df``); NaN where ``df`` ≤ 0."""
    estimate, std_error = np.asarray(estimate, dtype=float), np.asarray(std_error, dtype=float)
    half = t_quantile(level, df) * std_error
    return estimate - half, estimate + half


def share_interval(
    method: str,
    estimate: ArrayLike,
    std_error: ArrayLike,
    n: ArrayLike,
    df: ArrayLike,
    level: float = 0.95,
    n_eff: ArrayLike | None = None,
) -> tuple[Array, Array]:
    """Lower and upper limit of shares (proportions, 0-1), element by element.

    ``method``:

    * ``logit``: ``expit(logit(p) ± t·se / (p(1-p)))`` (R: ``svyciprop(method="xlogit")``; SUDAAN, SPSS, Stata
      ``citype(logit)``). R's ``method="logit"`` is this interval too: in a quasi-binomial model with an intercept only
      the coefficient is ``logit(p)`` and its design-based standard error ``se / (p(1-p))``; R iterates to it, and
      stops some 1e-9 away;
    * ``wald``: ``p ± t·se`` (R: ``"mean"``; SAS's default), not cut at 0 and 1;
    * ``wilson``: Wilson (1927) with ``n_eff = p(1-p)/se²`` and t in place of z (R survey 4.5: ``"wilson"``);
    * ``korn_graubard``: exact limits with ``n_eff = p(1-p)/se² · (t_{n-1}/t_df)²`` (R: ``"beta"``;
      Korn & Graubard 1998, Survey Methodology 24, 193-201), not capped at ``n``;
    * ``nchs``: the same with ``n_eff`` at most ``n`` (Parker et al. 2017, NCHS Series 2 No. 175; R surveytable, Stata
      ``kg_nchs``);
    * ``jeffreys``: quantiles of ``Beta(p·n_eff + ½, (1-p)·n_eff + ½)``, ``n_eff`` as for ``korn_graubard`` (Brown, Cai
      & DasGupta 2001, Statistical Science 16, 101-133; Stata ``citype(jeffreys)``), widened to the share where the
      prior draws them past it (hardly one respondent behind it);
    * ``likelihood``: where ``2 (n-1) [p log(p/θ) + (1-p) log((1-p)/(1-θ))] = t² · n se² / (p(1-p))``, the likelihood
      ratio scaled as Rao and Scott (1984) do (R: ``"likelihood"``), interpolated as R does it, some 1e-5 of the limit
      from the solution and 1e-3 for rare answers in designs with few degrees of freedom (``maths.profile``);
    * ``likelihood_exact``: the solution of the same equation;
    * ``asin``: ``sin²(asin √p ± t·se / (2 √(p(1-p))))`` (R: ``"asin"``), cut at 0 and 1, where R's limit turns back.

    ``n``: respondents in the base. ``df``: degrees of freedom; infinite gives the normal quantile, ≤ 0 gives NaN.
    Where ``p`` is 0 or 1 no method above is defined by its formula, as ``p(1-p)/se²`` is 0/0: with every method the
    limits are those of ``edge_limits``. ``n_eff``: of the weights (Kish), for them; ``n`` where it is not given. A zero
    standard error with 0 < p < 1 gives the point itself (the share is known, not estimated).
    """
    if method not in INTERVALS:
        raise ValueError(f"unknown interval method {method!r}")
    p, se, n, df = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in (estimate, std_error, n, df)))
    t = t_quantile(level, df)
    edge = (p <= 0) | (p >= 1)
    fixed = (se == 0) & ~edge
    if method == "logit" and p.ndim == 0 and np.isposinf(df) and not edge and se > 0 and n > 0:
        one = logit_interval(float(p), float(se), float(t))
        return np.asarray(one[0]), np.asarray(one[1])
    with np.errstate(all="ignore"):
        low, high = _inside(method, p, se, n, t, level)
        exact_low, exact_high = edge_limits(p, n, df, level, n_eff) if edge.any() else (low, high)
    gone = np.isnan(t) | np.isnan(p) | ~(n > 0)
    if not (edge.any() or fixed.any() or gone.any()):
        return np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    low = np.where(edge, np.where(gone, np.nan, exact_low), np.where(fixed, np.where(gone, np.nan, p), low))
    high = np.where(edge, np.where(gone, np.nan, exact_high), np.where(fixed, np.where(gone, np.nan, p), high))
    return np.asarray(low, dtype=float), np.asarray(high, dtype=float)


def edge_limits(
    p: ArrayLike, n: ArrayLike, df: ArrayLike, level: float = 0.95, n_eff: ArrayLike | None = None
) -> tuple[Array, Array]:
    """Limits of shares of 0 and 1: Clopper-Pearson with the base ``n_eff · (t_{n-1}/t_df)²``, at most ``n_eff``.

    No variance is left that could tell the design effect, so the one of the weights is taken, ``n_eff = (Σw)²/Σw²``
    (``n`` where it is not given), and few degrees of freedom make the base smaller as they do for other shares: at 0 of
    100 in 6 PSUs the upper limit is 0.0600, the root of ``(1-u)^59.6 = 0.025``. Korn & Graubard (1998), Survey
    Methodology 24, 193-201; NCHS 2017, Series 2 No. 175."""
    p, n, df = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in (p, n, df)))
    size = n if n_eff is None else np.minimum(np.asarray(n_eff, dtype=float), n)
    with np.errstate(all="ignore"):
        part = (t_quantile(level, n - 1) / t_quantile(level, df)) ** 2
        return _exact(p, size * np.where(n > 1, np.minimum(part, 1.0), 1.0), level)


def _inside(method: str, p: Array, se: Array, n: Array, t: Array, level: float) -> tuple[Array, Array]:
    """The formulas, for 0 < p < 1 and se > 0."""
    spread = p * (1 - p)
    if method == "wald":
        return p - t * se, p + t * se
    if method == "logit":
        middle, half = logit(np.clip(p, 0, 1)), t * se / spread
        return expit(middle - half), expit(middle + half)
    if method == "asin":
        middle, half = np.arcsin(np.sqrt(np.clip(p, 0, 1))), t * se / (2 * np.sqrt(spread))
        return np.sin(np.maximum(middle - half, 0)) ** 2, np.sin(np.minimum(middle + half, np.pi / 2)) ** 2
    if method == "likelihood":
        return interpolated_limits(p, se, n, t)
    if method == "likelihood_exact":
        return likelihood_limits(p, se, n, t)
    if method == "wilson":
        n_eff = spread / se**2
        centre = (p + t**2 / (2 * n_eff)) / (1 + t**2 / n_eff)
        half = t / (1 + t**2 / n_eff) * np.sqrt(spread / n_eff + t**2 / (4 * n_eff**2))
        return centre - half, centre + half
    n_eff = spread / se**2 * (t_quantile(level, n - 1) / t) ** 2
    if method == "jeffreys":
        tail, yes, no = (1 - level) / 2, p * n_eff + 0.5, (1 - p) * n_eff + 0.5
        return np.minimum(betaincinv(yes, no, tail), p), np.maximum(betaincinv(yes, no, 1 - tail), p)
    return _exact(p, np.minimum(n_eff, n) if method == "nchs" else n_eff, level)


def _exact(p: Array, n_eff: Array, level: float) -> tuple[Array, Array]:
    """Clopper-Pearson limits with a base that need not be whole."""
    tail = (1 - level) / 2
    yes, no = p * n_eff, (1 - p) * n_eff
    low = np.where(p <= 0, 0.0, betaincinv(np.maximum(yes, 1e-300), no + 1, tail))
    high = np.where(p >= 1, 1.0, betaincinv(yes + 1, np.maximum(no, 1e-300), 1 - tail))
    return low, high
