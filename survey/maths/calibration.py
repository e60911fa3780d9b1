"""Calibration: factors near 1 that make weighted totals of auxiliary variables equal to known ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Array = NDArray[np.float64]
DISTANCES = ("linear", "raking", "logit")


@dataclass(frozen=True)
class Calibrated:
    """``factor`` of each cell; ``gaps`` (auxiliaries,): what is left of each total, as a part of it."""

    factor: Array
    rounds: int
    gaps: Array
    converged: bool


class _Distance(NamedTuple):
    """``factor(u)`` with ``factor(0) = 1``, and its derivative."""

    factor: Callable[[Array], Array]
    slope: Callable[[Array], Array]


def calibrate_cells(
    auxiliaries: Array,
    weights: Array,
    totals: Array,
    *,
    distance: str = "linear",
    bounds: tuple[float, float] | None = None,
    tolerance: float = 1e-11,
    rounds: int = 100,
) -> Calibrated:
    """Factors ``g = F(x'λ)`` with ``Σ w g x = totals`` (R survey: ``calibrate``; Deville & Särndal 1992, JASA 87).

    ``auxiliaries``: (cells, variables), columns may depend on each other; ``weights``: Σ base weight of each cell.
    ``distance``: ``linear`` F(u) = 1 + u, ``raking`` exp(u), both cut at ``bounds`` where given; ``logit`` the S-curve
    between ``bounds``, which it needs. Newton's method; a step that makes matters worse is halved. Not converged when
    the totals cannot be met within the bounds.
    """
    kind = _distance(distance, bounds)
    size = np.maximum(np.abs(totals), weights @ np.abs(auxiliaries))
    size = np.where(size > 0, size, 1.0)
    x = auxiliaries / size  # totals of one size, so that one tolerance fits all
    wanted = totals / size
    at = np.zeros(x.shape[1])

    def left(place: Array) -> Array:
        return np.asarray(wanted - (weights * kind.factor(x @ place)) @ x)

    gap = left(at)
    used = 0
    while np.abs(gap).max() > tolerance and used < rounds:
        used += 1
        slope = weights * kind.slope(x @ at)
        step = np.linalg.lstsq((x * slope[:, None]).T @ x, gap, rcond=1e-12)[0]
        part = 1.0
        while part > 1e-6 and not np.linalg.norm(left(at + part * step)) < np.linalg.norm(gap):
            part /= 2
        if part <= 1e-6:
            break
        at = at + part * step
        gap = left(at)
    return Calibrated(kind.factor(x @ at), used, np.abs(gap), bool(np.abs(gap).max() <= tolerance))


def _distance(name: str, bounds: tuple[float, float] | None) -> _Distance:
    low, high = bounds if bounds is not None else (-np.inf, np.inf)
    if name == "logit":
        steep = (high - low) / ((high - 1) * (1 - low))
        start = (1 - low) / (high - low)  # the S-curve passes through 1 at 0
        shift = float(np.log(start / (1 - start)))

        def curve(u: Array) -> Array:
            return np.asarray(low + (high - low) * expit(steep * u + shift))

        def curve_slope(u: Array) -> Array:
            s = expit(steep * u + shift)
            return np.asarray((high - low) * steep * s * (1 - s))

        return _Distance(curve, curve_slope)
    raw: Callable[[Array], Array] = (lambda u: np.exp(np.minimum(u, 700))) if name == "raking" else (lambda u: 1 + u)

    def slope(u: Array) -> Array:
        inside = (raw(u) > low) & (raw(u) < high)
        return np.where(inside, raw(u) if name == "raking" else 1.0, 0.0)

    return _Distance(lambda u: np.clip(raw(u), low, high), slope)
