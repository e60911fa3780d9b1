"""Generalized linear models with any link and an offset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from survey.arrays import Array
from survey.maths.models.links import LEAST, Link
from survey.maths.models.regression import intercept

Kind = Literal["gaussian", "binomial", "poisson", "gamma"]


@dataclass(frozen=True)
class Glm:
    """``E y = mean(x b + offset)``, variance in proportion to 1 (gaussian), ``μ(1-μ)`` (binomial), ``μ`` (poisson) or
    ``μ²`` (gamma). Scores are those of quasi-likelihood, ``(y - μ) μ'/V(μ) x``; the information is the expected one,
    ``Σ w μ'²/V x x'``, which is what R's ``svyglm`` takes (McCullagh & Nelder 1989, Generalized Linear Models, ch. 2
    and 9). ``offset``: (respondents,), or one number."""

    kind: Kind
    link: Link
    offset: Array | float = 0.0

    def null(self, x: Array, y: Array, w: Array) -> Array:
        """The mean of all; 0 where the offset goes beyond what one intercept can hold."""
        start = self.link.eta(float(np.average(y, weights=w)))
        return intercept(x, start - float(np.average(np.broadcast_to(self.offset, len(y)), weights=w)))

    def scores(self, beta: Array, x: Array, y: Array) -> Array:
        (mean, slope), rest = self._parts(beta, x), self._rest(beta, x)
        apart = y * rest - (1 - y) * mean if self.kind == "binomial" else y - mean
        return np.asarray((apart * slope / self._variance(mean, rest))[:, None] * x)

    def information(self, beta: Array, x: Array, y: Array, w: Array) -> Array:
        mean, slope = self._parts(beta, x)
        return np.asarray((x * (w * slope**2 / self._variance(mean, self._rest(beta, x)))[:, None]).T @ x)

    def log_likelihood(self, beta: Array, x: Array, y: Array, w: Array) -> float:
        mean, _ = self._parts(beta, x)
        return float(np.dot(w, self.log_density(mean, y, self._rest(beta, x)))) if self._allowed(mean) else -np.inf

    def log_density(self, mean: Array, y: Array, rest: Array) -> Array:
        """Quasi-likelihood of each answer, up to what does not depend on the mean."""
        if self.kind == "gaussian":
            return np.asarray(-0.5 * (y - mean) ** 2)
        if self.kind == "binomial":
            return np.asarray(y * np.log(np.maximum(mean, LEAST)) + (1 - y) * np.log(np.maximum(rest, LEAST)))
        if self.kind == "poisson":
            return np.asarray(y * np.log(np.maximum(mean, LEAST)) - mean)
        return np.asarray(-y / mean - np.log(mean))

    def expected(self, beta: Array, x: Array) -> Array:
        return self._parts(beta, x)[0][:, None]

    def slope(self, beta: Array, x: Array, w: Array) -> Array:
        return np.asarray((w * self._parts(beta, x)[1]) @ x)[None, :]

    def _parts(self, beta: Array, x: Array) -> tuple[Array, Array]:
        eta = x @ beta + self.offset
        with np.errstate(divide="ignore"):
            return self.link.mean(eta), self.link.slope(eta)

    def _rest(self, beta: Array, x: Array) -> Array:
        """``1 - mean`` of shares. Where the mean is rounded to 1 (a cloglog of 3.7) the difference would be 0, and such
        a respondent would say everything of the coefficients."""
        return self.link.rest(x @ beta + self.offset)

    def _variance(self, mean: Array, rest: Array) -> Array:
        if self.kind == "gaussian":
            return np.ones_like(mean)
        if self.kind == "binomial":
            return np.maximum(mean * rest, LEAST)
        return np.maximum(mean if self.kind == "poisson" else mean**2, LEAST)

    def _allowed(self, mean: Array) -> bool:
        return bool(np.isfinite(mean).all() and (self.kind == "gaussian" or (mean > 0).all()))
