"""Links: how the expected answer follows from ``η = x b``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from survey.arrays import Array
from survey.maths.special import expit, ndtr, ndtri

LEAST = 1e-300  # of a density, where it would be 0


@dataclass(frozen=True)
class Link:
    """``mean(η)``, its first and second derivative ``slope(η)`` and ``curve(η)``, and ``eta(mean)``."""

    mean: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    curve: Callable[[Array], Array]
    eta: Callable[[float], float]
    rest: Callable[[Array], Array] = lambda z: np.zeros_like(z)  # of a share: 1 - mean, exact near 1


def _density(z: Array) -> Array:
    return np.asarray(np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi))


def _logistic(z: Array) -> Array:
    p = expit(z)
    return np.asarray(p * (1 - p))


def _gumbel(z: Array) -> Array:
    z = np.minimum(z, 700.0)
    return np.asarray(np.exp(z - np.exp(z)))


def _grown(z: Array) -> Array:
    return np.asarray(np.exp(np.minimum(z, 700.0)))


LINKS: dict[str, Link] = {
    "identity": Link(lambda z: z, np.ones_like, np.zeros_like, lambda m: m),
    "log": Link(_grown, _grown, _grown, lambda m: float(np.log(m))),
    "inverse": Link(lambda z: 1 / z, lambda z: -1 / z**2, lambda z: 2 / z**3, lambda m: 1 / m),
    "logit": Link(
        lambda z: np.asarray(expit(z)),
        _logistic,
        lambda z: np.asarray(_logistic(z) * (1 - 2 * expit(z))),
        lambda m: float(np.log(m / (1 - m))),
        lambda z: np.asarray(expit(-z)),
    ),
    "probit": Link(
        lambda z: np.asarray(ndtr(z)),
        _density,
        lambda z: -z * _density(z),
        lambda m: float(ndtri(m)),
        lambda z: np.asarray(ndtr(-z)),
    ),
    "cloglog": Link(
        lambda z: np.asarray(-np.expm1(-_grown(z))),
        _gumbel,
        lambda z: np.asarray(_gumbel(z) * (1 - _grown(z))),
        lambda m: float(np.log(-np.log1p(-m))),
        lambda z: np.asarray(np.exp(-_grown(z))),
    ),
}
