"""Likelihood-ratio limits of shares: solved, and interpolated as R does it."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array
from survey.maths.special import expit, log_expit, logit, ndtr, stdtrit, xlogy

STEPS = 9  # points of a profile on each side at most (R: ``maxsteps = 10``)


def likelihood_limits(p: Array, se: Array, n: Array, t: Array) -> tuple[Array, Array]:
    """Where ``2 (n-1) [p log(p/θ) + (1-p) log((1-p)/(1-θ))] = t² λ``, ``λ = n se² / (p (1-p))``.

    The left side is the deviance over Pearson's dispersion, λ the design effect of the model's coefficient (Rao & Scott
    1984, Annals of Statistics 12, 46-60). Solved to the last digits; NaN where n is 1 or less."""
    return solved_limits(p, np.where(n > 1, t**2 * n * se**2 / ((n - 1) * p * (1 - p)), np.nan))


def interpolated_limits(p: Array, se: Array, n: Array, t: Array) -> tuple[Array, Array]:
    """``likelihood_limits`` as R finds them (``svyciprop(method="likelihood")``, survey 4.1).

    R evaluates the signed root of the deviance at steps of ``z_max / 5`` standard errors on the logit, draws the spline
    of Forsythe, Malcolm & Moler (1977) through them and goes straight between three points a step. That is some 1e-5 of
    the limit from the solution; more for rare answers in few clusters (1 of 32 in four: 0.2373 for 0.2376).
    Where its steps do not reach a limit, or ``t √λ`` is above 38 and the tail behind it no number, R has none and the
    solution is given; so are both limits where the curve of a handful of respondents turns back and misses the share.
    As in R, small tails are never taken from 1, which would lose them above 8.
    """
    found = np.stack(likelihood_limits(p, se, n, t))
    for at in np.ndindex(p.shape):
        if np.isfinite(found[(slice(None), *at)]).all():
            limits = _interpolated(float(p[at]), float(se[at]), float(n[at]), float(t[at]))
            limits = np.where(np.isnan(limits), found[(slice(None), *at)], limits)
            if limits[0] <= p[at] <= limits[1]:
                found[(slice(None), *at)] = limits
    return found[0], found[1]


def _interpolated(p: float, se: float, n: float, t: float) -> Array:
    from scipy.interpolate import make_interp_spline

    middle, error = float(logit(p)), se / (p * (1 - p))
    cut = t * np.sqrt(n * se**2 / (p * (1 - p)))
    farthest = -stdtrit(n - 1, ndtr(-cut) / 4)
    step = farthest / 5 * error
    sides = []
    for side in (-1, 1):
        eta = middle + side * step * np.arange(1, STEPS + 1)
        z = side * np.sqrt(np.maximum((n - 1) * _twice(p, eta), 0))
        short = int(np.argmax(np.abs(z) >= farthest)) + 1 if (np.abs(z) >= farthest).any() else STEPS
        sides.append((eta[:short], z[:short]))
    x = np.concatenate([sides[0][0][::-1], [middle], sides[1][0]])
    y = np.concatenate([sides[0][1][::-1], [0.0], sides[1][1]])
    if len(x) < 4 or not np.isfinite(y).all() or not step > 0:
        return np.full(2, np.nan)
    bends = [np.diff(part, 3)[0] / step**3 for part in (y[:4], y[-4:])]  # of the cubic through four points at each end
    try:
        spline = make_interp_spline(x, y, k=3, bc_type=([(3, bends[0])], [(3, bends[1])]))
    except np.linalg.LinAlgError:  # steps of so few clusters span more than a double can tell apart
        return np.full(2, np.nan)
    fine = np.linspace(x[0], x[-1], 3 * len(x))
    height = spline(fine)
    order = np.argsort(height)
    return np.asarray(expit(np.interp([-cut, cut], height[order], fine[order], left=np.nan, right=np.nan)))


def solved_limits(p: Array, distance: Array) -> tuple[Array, Array]:
    """The two θ around ``p`` where ``2 [p log(p/θ) + (1-p) log((1-p)/(1-θ))]`` is ``distance``, by halving on the
    logit."""
    middle = logit(np.clip(p, 0, 1))
    found = []
    for side, share in ((-1, p), (1, 1 - p)):  # at the far end log θ alone makes the distance larger
        near, far = middle, side * (distance / 2 + np.log(2)) / share
        for _ in range(100):
            half = (near + far) / 2
            short = _twice(p, half) < distance
            near, far = np.where(short, half, near), np.where(short, far, half)
        found.append(np.where(np.isnan(distance), np.nan, expit(far)))
    return found[0], found[1]


def _twice(p: Array | float, eta: Array) -> Array:
    own = xlogy(p, p) + xlogy(1 - p, 1 - p)
    return np.asarray(2 * (own - p * log_expit(eta) - (1 - p) * log_expit(-eta)))
