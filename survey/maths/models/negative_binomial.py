"""Counts that spread more than Poisson's: the negative binomial model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.arrays import Array
from survey.maths.models.regression import intercept
from survey.maths.special import digamma, gammaln, polygamma


@dataclass(frozen=True)
class NegativeBinomial:
    """``log E y = x b + offset``, variance ``μ + α μ²`` (NB2; Stata: ``nbreg``; R: ``MASS::glm.nb``, ``sjstats::
    svyglm.nb``). Parameters are ``b``, then ``log α``, estimated with them by maximum likelihood; the information is
    the observed one (Cameron & Trivedi 2013, Regression Analysis of Count Data, 3.3)."""

    offset: Array | float = 0.0

    def null(self, x: Array, y: Array, w: Array) -> Array:
        mean = float(np.average(y, weights=w))
        apart = float(np.average((y - mean) ** 2, weights=w)) - mean
        start = float(np.log(np.clip(apart / mean**2, 0.05, 20.0)))
        shift = float(np.average(np.broadcast_to(self.offset, len(y)), weights=w))
        return np.append(intercept(x, float(np.log(mean)) - shift), start)

    def scores(self, beta: Array, x: Array, y: Array) -> Array:
        mean, m = self._parts(beta, x)
        own = (m * (y - mean) / (m + mean))[:, None] * x
        return np.concatenate([own, -m * self._by_m(mean, m, y)[:, None]], axis=1)

    def information(self, beta: Array, x: Array, y: Array, w: Array) -> Array:
        mean, m = self._parts(beta, x)
        own = m * mean * (m + y) / (m + mean) ** 2
        cross = m * (y - mean) * mean / (m + mean) ** 2
        twice = polygamma(1, y + m) - polygamma(1, m) + 1 / m - 1 / (m + mean) - (mean - y) / (m + mean) ** 2
        last = -(m**2 * twice + m * self._by_m(mean, m, y))
        top = (x * (w * own)[:, None]).T @ x
        side = (x * (w * cross)[:, None]).sum(axis=0)
        return np.block([[top, side[:, None]], [side[None, :], np.array([[w @ last]])]])

    def log_likelihood(self, beta: Array, x: Array, y: Array, w: Array) -> float:
        mean, m = self._parts(beta, x)
        if not (np.isfinite(mean).all() and np.isfinite(m) and m > 0):
            return -np.inf
        rest = gammaln(y + m) - gammaln(m) - gammaln(y + 1)
        return float(np.dot(w, rest - m * np.log1p(mean / m) + y * (np.log(mean) - np.log(m + mean))))

    def expected(self, beta: Array, x: Array) -> Array:
        return self._parts(beta, x)[0][:, None]

    def slope(self, beta: Array, x: Array, w: Array) -> Array:
        return np.append((w * self._parts(beta, x)[0]) @ x, 0.0)[None, :]

    def _parts(self, beta: Array, x: Array) -> tuple[Array, float]:
        """Means, and ``1/α``."""
        with np.errstate(over="ignore"):
            return np.exp(x @ beta[:-1] + self.offset), float(np.exp(-beta[-1]))

    def _by_m(self, mean: Array, m: float, y: Array) -> Array:
        """Derivative of the log-likelihood by ``1/α``."""
        return np.asarray(digamma(y + m) - digamma(m) - np.log1p(mean / m) + 1 - (m + y) / (m + mean))
