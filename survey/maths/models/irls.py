"""Iterated weighted least squares as R's ``glm.fit`` does it, with its rule for stopping."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array
from survey.maths.models.regression import Family, Poisson


def irls(
    family: Family, x: Array, y: Array, w: Array, start: Array | None = None, *, epsilon: float = 1e-8, rounds: int = 25
) -> tuple[Array, Array, Array]:
    """Coefficients of a logistic or Poisson model; each respondent's working weight by unit of ``w``; and its score.

    Stops when the deviance changes by less than ``epsilon`` of itself. R's standard errors take the working weights of
    the last step, which are those of the coefficients *before* it; they are up to 1e-4 off those at the maximum.
    ``w``: weights in R's scale (mean 1), which the start depends on; ``start``: coefficients to start from. Raises
    ``ValueError`` where it does not converge. Source: R ``stats::glm.fit``, ``survey::svyglm``.
    """
    counts = isinstance(family, Poisson)
    if start is not None:
        eta = x @ start
    elif counts:
        eta = np.log(y + 0.1)
    else:
        mean = (w * y + 0.5) / (w + 1)
        eta = np.log(mean / (1 - mean))
    before = _deviance(counts, eta, y, w)
    for _ in range(rounds):
        mean = np.exp(eta) if counts else 1 / (1 + np.exp(-eta))
        slope = mean if counts else mean * (1 - mean)  # of the mean by eta, which is also the variance
        root = np.sqrt(w * slope)
        beta = np.linalg.lstsq(root[:, None] * x, root * (eta + (y - mean) / slope), rcond=None)[0]
        eta = x @ beta
        now = _deviance(counts, eta, y, w)
        if abs(now - before) / (abs(now) + 0.1) < epsilon:
            mean = np.exp(eta) if counts else 1 / (1 + np.exp(-eta))
            after = mean if counts else mean * (1 - mean)
            return np.asarray(beta), slope, np.asarray(((y - mean) / after * slope)[:, None] * x)
        if not np.isfinite(now):
            break
        before = now
    raise ValueError(f"not converged after {rounds} rounds")


def _deviance(counts: bool, eta: Array, y: Array, w: Array) -> float:
    if counts:
        best = np.where(y > 0, y * np.log(np.where(y > 0, y, 1)) - y, 0)
        return float(2 * np.dot(w, best - y * eta + np.exp(eta)))
    inside = (y > 0) & (y < 1)
    p = np.where(inside, y, 0.5)
    best = np.where(inside, p * np.log(p) + (1 - p) * np.log(1 - p), 0)
    return float(2 * np.dot(w, best - y * eta + np.logaddexp(0, eta)))
