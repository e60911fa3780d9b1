"""Regression by maximum weighted likelihood: scores, information and expected answers of each family.

A family is a few formulas on arrays. ``x``: (n, p) model matrix; ``y``: the answers as the family wants them; ``beta``:
(parameters,).
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from survey.arrays import Array
from survey.maths.special import expit


class Family(Protocol):
    """How answers depend on ``x``."""

    def null(self, x: Array, y: Array, w: Array) -> Array:
        """Parameters of the model in which nothing depends on ``x``, as a start; 0 where there is no intercept."""

    def scores(self, beta: Array, x: Array, y: Array) -> Array:
        """(n, parameters): derivative of each respondent's log-likelihood."""

    def information(self, beta: Array, x: Array, y: Array, w: Array) -> Array:
        """(parameters, parameters): minus the second derivative of the weighted log-likelihood."""

    def log_likelihood(self, beta: Array, x: Array, y: Array, w: Array) -> float:
        """Σ w log f, up to a constant; minus infinity where ``beta`` is not allowed."""

    def expected(self, beta: Array, x: Array) -> Array:
        """(n, outcomes): expected answer, or the probability of each option."""

    def slope(self, beta: Array, x: Array, w: Array) -> Array:
        """(outcomes, parameters): derivative of ``Σ w expected`` by ``beta``."""


class Gaussian:
    """``E y = x b`` (R: ``gaussian()``)."""

    def null(self, x: Array, y: Array, w: Array) -> Array:
        return intercept(x, float(np.average(y, weights=w)))

    def scores(self, beta: Array, x: Array, y: Array) -> Array:
        return np.asarray((y - x @ beta)[:, None] * x)

    def information(self, beta: Array, x: Array, y: Array, w: Array) -> Array:
        return np.asarray((x * w[:, None]).T @ x)

    def log_likelihood(self, beta: Array, x: Array, y: Array, w: Array) -> float:
        return float(-0.5 * np.dot(w, (y - x @ beta) ** 2))

    def expected(self, beta: Array, x: Array) -> Array:
        return np.asarray(x @ beta)[:, None]

    def slope(self, beta: Array, x: Array, w: Array) -> Array:
        return np.asarray(w @ x)[None, :]


class Binomial:
    """``logit P(y = 1) = x b`` (R: ``quasibinomial()``)."""

    def null(self, x: Array, y: Array, w: Array) -> Array:
        p = float(np.average(y, weights=w))
        return intercept(x, float(np.log(p / (1 - p))))

    def scores(self, beta: Array, x: Array, y: Array) -> Array:
        return np.asarray((y - self.expected(beta, x)[:, 0])[:, None] * x)

    def information(self, beta: Array, x: Array, y: Array, w: Array) -> Array:
        p = self.expected(beta, x)[:, 0]
        return np.asarray((x * (w * p * (1 - p))[:, None]).T @ x)

    def log_likelihood(self, beta: Array, x: Array, y: Array, w: Array) -> float:
        eta = x @ beta
        return float(np.dot(w, y * eta - np.logaddexp(0, eta)))

    def expected(self, beta: Array, x: Array) -> Array:
        return np.asarray(expit(x @ beta))[:, None]

    def slope(self, beta: Array, x: Array, w: Array) -> Array:
        p = self.expected(beta, x)[:, 0]
        return np.asarray((w * p * (1 - p)) @ x)[None, :]


class Poisson:
    """``log E y = x b`` (R: ``quasipoisson()``)."""

    def null(self, x: Array, y: Array, w: Array) -> Array:
        return intercept(x, float(np.log(np.average(y, weights=w))))

    def scores(self, beta: Array, x: Array, y: Array) -> Array:
        return np.asarray((y - np.exp(x @ beta))[:, None] * x)

    def information(self, beta: Array, x: Array, y: Array, w: Array) -> Array:
        return np.asarray((x * (w * np.exp(x @ beta))[:, None]).T @ x)

    def log_likelihood(self, beta: Array, x: Array, y: Array, w: Array) -> float:
        eta = x @ beta
        with np.errstate(over="ignore"):
            return float(np.dot(w, y * eta - np.exp(eta)))

    def expected(self, beta: Array, x: Array) -> Array:
        return np.asarray(np.exp(x @ beta))[:, None]

    def slope(self, beta: Array, x: Array, w: Array) -> Array:
        return np.asarray((w * np.exp(x @ beta)) @ x)[None, :]


def intercept(x: Array, value: float) -> Array:
    """``value`` for the first column of ones, 0 elsewhere and where there is none."""
    found = np.zeros(x.shape[1])
    ones = np.flatnonzero((x == 1).all(axis=0))
    found[ones[:1]] = value
    return found
