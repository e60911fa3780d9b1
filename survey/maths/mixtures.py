"""Tails of weighted sums of chi-squares: what a chi-square statistic follows when its cells come from a survey."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from survey.arrays import Array
from survey.maths.special import ndtr
from survey.maths.tails import chi_square_tail, f_tail

METHODS = ("exact", "saddlepoint", "satterthwaite")


def mixture_tail(x: float, weights: ArrayLike, denominator: float = math.inf, *, method: str = "exact") -> float:
    """``P(Σ_i a_i χ²_1 > x · χ²_ν/ν)`` for independent chi-squares; ``weights`` ``a_i`` ≥ 0, ``denominator`` ν.

    * ``exact``: inversion of the moment generating function (Imhof 1961, Biometrika 48, 419-426), along a line through
      its saddlepoint, which keeps the digits of small p-values; R: ``pchisqsum`` and ``pFsum`` with
      ``method="integration"``, which stop at about 1e-7;
    * ``saddlepoint``: Kuonen (1999), Biometrika 86, 929-935, as R: ν is cut to a whole number, and where the
      saddlepoint is 0 Satterthwaite's value stands in;
    * ``satterthwaite``: a multiple of one chi-square with the mean and variance of the sum.

    NaN where no weight is positive, ``x`` is NaN or ν is not positive.
    """
    if method not in METHODS:
        raise ValueError(f"unknown method {method!r}")
    a = np.asarray(weights, dtype=float).ravel()
    a = a[a > 1e-12 * a.max(initial=0.0)]
    if not len(a) or math.isnan(x) or not denominator > 0:
        return math.nan
    if x <= 0:
        return 1.0
    if method == "saddlepoint":
        found = _saddlepoint(x, a, denominator)
        return _satterthwaite(x, a, denominator) if math.isnan(found) else found
    if method == "satterthwaite":
        return _satterthwaite(x, a, denominator)
    if float(np.ptp(a)) <= 1e-14 * float(a.max()):  # one chi-square or F
        return f_tail(x / float(a.sum()), len(a), denominator)
    return _inversion(x, a, denominator)


def satterthwaite(weights: ArrayLike) -> tuple[float, float]:
    """Scale and degrees of freedom of the chi-square with the mean and variance of ``Σ a_i χ²_1``: ``Σa²/Σa`` and
    ``(Σa)²/Σa²``. Satterthwaite (1946), Biometrics Bulletin 2, 110-114. NaN where the weights add to 0."""
    a = np.asarray(weights, dtype=float)
    total, squares = float(a.sum()), float(np.dot(a, a))
    return (squares / total, total**2 / squares) if total > 0 else (math.nan, math.nan)


def _satterthwaite(x: float, a: Array, denominator: float) -> float:
    scale, df = satterthwaite(a)
    return chi_square_tail(x / scale, df) if math.isinf(denominator) else f_tail(x / scale / df, df, denominator)


def _inversion(x: float, a: Array, denominator: float) -> float:
    """``(1/2πi) ∫ M(s) e^{-sq}/s ds`` over a contour that crosses the real axis right of 0 and left of ``1/2max(a)``.

    ``q`` is ``x`` where the denominator is fixed; else it is 0 and ``M`` has both chi-squares. The contour is a
    parabola around the branch cut of ``M``, so that the integrand falls off instead of turning round; trapezoids in
    ``asinh`` of the distance converge faster than any power of the step.
    """
    a, x = a / a.max(), x / a.max()
    top = 0.5  # 1 / 2max(a)
    fixed = math.isinf(denominator)
    q, b = (x, 0.0) if fixed else (0.0, x / denominator)

    def slope(s: float) -> float:
        below = 0.0 if fixed else denominator * b / (1 + 2 * b * s)
        return float(np.sum(a / (1 - 2 * a * s))) - below - q - 1 / s

    def curve(s: float) -> float:
        below = 0.0 if fixed else 2 * denominator * (b / (1 + 2 * b * s)) ** 2
        return float(np.sum(2 * (a / (1 - 2 * a * s)) ** 2)) + below + 1 / s**2

    c = _root(slope, 1e-300, top)
    bend = 1 / (4 * (top - c))
    width = 1 / math.sqrt(curve(c))
    u = np.arange(1 / 128, 40.0, 1 / 64)  # the other half is its mirror image
    t = width * np.sinh(u)
    with np.errstate(all="ignore"):
        s = c + bend * t**2 + 1j * t
        log_m = -0.5 * np.sum(np.log(1 - 2 * a[:, None] * s), axis=0) - s * q
        if not fixed:
            log_m = log_m - denominator / 2 * np.log1p(2 * b * s)
        part = np.exp(log_m) / s * (2 * bend * t + 1j) * width * np.cosh(u)
    value = np.where(np.isfinite(part), part.imag, 0.0)
    return float(min(max(value.sum() / 64 / math.pi, 0.0), 1.0))


def _saddlepoint(x: float, a: Array, denominator: float) -> float:
    """R survey's ``saddle``: the Barndorff-Nielsen form of the Lugannani-Rice tail; NaN next to the mean."""
    counts = np.ones(len(a))
    if denominator < 1:
        return math.nan
    if not math.isinf(denominator):
        a, counts, x = np.append(a, -x / denominator), np.append(counts, math.floor(denominator)), 0.0
    scale = float(a.max())
    a, x = a / scale, x / scale

    def slope(z: float) -> float:
        return float(np.sum(counts * a / (1 - 2 * z * a))) - x

    negative = a[(a < 0) & (counts > 0)]
    low = 1 / (2 * negative.min()) if len(negative) else -float(counts.sum()) / (2 * x) - 1.0
    z = _root(slope, low, 0.5)
    if abs(z) < 1e-4:
        return math.nan
    k = -float(np.sum(counts * np.log(1 - 2 * z * a))) / 2
    bent = 2 * float(np.sum(counts * (a / (1 - 2 * z * a)) ** 2))
    w = math.copysign(math.sqrt(max(2 * (z * x - k), 0.0)), z)
    v = z * math.sqrt(bent)
    return float(ndtr(-(w + math.log(v / w) / w)))


def _root(slope: Callable[[float], float], low: float, high: float) -> float:
    """Where ``slope``, which grows from minus to plus infinity between ``low`` and ``high``, is 0."""
    from scipy.optimize import brentq

    width = high - low
    near = 0.25
    while slope(high - near * width) < 0:
        near /= 8
    far = 0.25
    while slope(low + far * width) > 0:
        far /= 8
    return float(brentq(slope, low + far * width, high - near * width, xtol=1e-300, rtol=8.9e-16, maxiter=500))
