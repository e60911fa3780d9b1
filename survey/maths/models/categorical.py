"""Regression of answers that are options: without an order (multinomial) and with one (ordinal)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.arrays import Array
from survey.maths.models.links import LINKS, Link
from survey.maths.models.regression import intercept
from survey.maths.special import softmax


class Multinomial:
    """``log P(y = k) / P(y = first) = x b_k`` (Stata: ``mlogit``). ``y``: (n, options) of 0 and 1; parameters are those
    of the second option, then of the third, …"""

    def null(self, x: Array, y: Array, w: Array) -> Array:
        share = w @ y / w.sum()
        return np.concatenate([intercept(x, float(np.log(p / share[0]))) for p in share[1:]])

    def scores(self, beta: Array, x: Array, y: Array) -> Array:
        apart = (y - self.expected(beta, x))[:, 1:]
        return np.asarray((apart[:, :, None] * x[:, None, :]).reshape(len(x), -1))

    def information(self, beta: Array, x: Array, y: Array, w: Array) -> Array:
        p = self.expected(beta, x)[:, 1:]
        blocks = [
            [(x * (w * p[:, i] * ((i == j) - p[:, j]))[:, None]).T @ x for j in range(p.shape[1])]
            for i in range(p.shape[1])
        ]
        return np.block(blocks)

    def log_likelihood(self, beta: Array, x: Array, y: Array, w: Array) -> float:
        eta = self._eta(beta, x)
        top = eta.max(axis=1)
        return float(np.dot(w, (y * eta).sum(axis=1) - top - np.log(np.exp(eta - top[:, None]).sum(axis=1))))

    def expected(self, beta: Array, x: Array) -> Array:
        return np.asarray(softmax(self._eta(beta, x), axis=1))

    def slope(self, beta: Array, x: Array, w: Array) -> Array:
        p = self.expected(beta, x)
        options = range(p.shape[1])
        return np.array(
            [np.concatenate([(w * p[:, k] * ((k == j) - p[:, j])) @ x for j in options if j]) for k in options]
        )

    def _eta(self, beta: Array, x: Array) -> Array:
        eta = x @ beta.reshape(-1, x.shape[1]).T
        return np.concatenate([np.zeros((len(x), 1)), eta], axis=1)


@dataclass(frozen=True)
class Ordinal:
    """``link P(y ≤ k) = c_k - x b`` (``logit``: proportional odds; R: ``polr``, ``svyolr``; Stata: ``ologit``,
    ``oprobit``). ``y``: (n, options) of 0 and 1; ``x`` has no intercept; parameters are ``b``, then the thresholds
    ``c``. Its likelihood has one maximum (Pratt 1981, JASA 76, 103-106)."""

    link: Link = LINKS["logit"]

    def null(self, x: Array, y: Array, w: Array) -> Array:
        below = np.cumsum(w @ y / w.sum())[:-1]
        return np.concatenate([np.zeros(x.shape[1]), [self.link.eta(float(share)) for share in below]])

    def scores(self, beta: Array, x: Array, y: Array) -> Array:
        p, (up, down), _ = self._parts(beta, x, y)
        upper, lower = self._matrices(x, y)
        return np.asarray(upper * (up / p)[:, None] - lower * (down / p)[:, None])

    def information(self, beta: Array, x: Array, y: Array, w: Array) -> Array:
        p, (up, down), (high, low) = self._parts(beta, x, y)
        upper, lower = self._matrices(x, y)
        first = high / p - (up / p) ** 2  # second derivatives by the upper and the lower limit
        second = -low / p - (down / p) ** 2
        both = (upper * (w * up * down / p**2)[:, None]).T @ lower
        return -((upper * (w * first)[:, None]).T @ upper + (lower * (w * second)[:, None]).T @ lower + both + both.T)

    def log_likelihood(self, beta: Array, x: Array, y: Array, w: Array) -> float:
        p = (y * self.expected(beta, x)).sum(axis=1)
        return float(np.dot(w, np.log(p))) if (p > 0).all() else -np.inf

    def expected(self, beta: Array, x: Array) -> Array:
        return np.asarray(np.diff(self.link.mean(self._eta(beta, x)), axis=1, prepend=0, append=1))

    def slope(self, beta: Array, x: Array, w: Array) -> Array:
        dense = self.link.slope(self._eta(beta, x)) * w[:, None]
        # of the probability to be below each threshold, then of the differences between neighbours
        each = np.concatenate([-(dense.T @ x), np.diag(dense.sum(axis=0))], axis=1)
        return np.asarray(np.diff(each, axis=0, prepend=0, append=0))

    def _eta(self, beta: Array, x: Array) -> Array:
        """(n, options - 1): each threshold less what depends on ``x``."""
        return np.asarray(beta[x.shape[1] :][None, :] - (x @ beta[: x.shape[1]])[:, None])

    def _parts(self, beta: Array, x: Array, y: Array) -> tuple[Array, tuple[Array, Array], tuple[Array, Array]]:
        """Probability of the answer given; density, and its slope, at its upper and its lower limit."""
        eta, at, rows = self._eta(beta, x), y.argmax(axis=1), np.arange(len(x))
        ends = np.zeros((len(x), 1))
        below = np.concatenate([ends, self.link.mean(eta), ends + 1], axis=1)
        dense, curve = (np.concatenate([ends, one(eta), ends], axis=1) for one in (self.link.slope, self.link.curve))
        p = below[rows, at + 1] - below[rows, at]
        return p, (dense[rows, at + 1], dense[rows, at]), (curve[rows, at + 1], curve[rows, at])

    def _matrices(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Derivatives of the upper and of the lower limit by the parameters."""
        return np.concatenate([-x, y[:, :-1]], axis=1), np.concatenate([-x, y[:, 1:]], axis=1)
