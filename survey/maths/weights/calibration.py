"""Calibration: factors near 1 that make weighted totals of auxiliary variables equal to known ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from survey.arrays import Array
from survey.maths.special import expit

DISTANCES = ("linear", "raking", "logit")
TOLERANCE = 1e-11  # of each total: what is nearer is met
ROUNDS = 100


@dataclass(frozen=True)
class Calibrated:
    """``factor`` of each cell; ``gaps`` (auxiliaries,): what is left of each total, as a part of it."""

    factor: Array
    rounds: int
    gaps: Array
    converged: bool


class _Distance(NamedTuple):
    """``factor(u)`` with ``factor(0) = 1``; its derivative; the same as if no bound held; its integral."""

    factor: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    free_slope: Callable[[Array], Array]
    integral: Callable[[Array], Array]


def calibrate_cells(
    auxiliaries: Array,
    weights: Array,
    totals: Array,
    *,
    distance: str = "linear",
    bounds: tuple[ArrayLike, ArrayLike] | None = None,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> Calibrated:
    """Factors ``g = F(x'λ)`` with ``Σ w g x = totals`` (R survey: ``calibrate``; Deville & Särndal 1992, JASA 87).

    ``auxiliaries``: (cells, variables), columns may depend on each other; ``weights``: Σ base weight of each cell.
    ``distance``: ``linear`` F(u) = 1 + u, ``raking`` exp(u), both cut at ``bounds`` where given; ``logit`` the S-curve
    between ``bounds``, which it needs. ``bounds``: least and largest factor, of all cells or of each. Newton's method
    on the convex function whose gradient are the gaps, ``Σ w Φ(x'λ) - totals'λ`` with Φ' = F: a step that makes
    matters worse is halved, and where cut cells leave no direction the next step counts them as free. Not converged
    when the totals cannot be met within the bounds.
    """
    kind = _distance(distance, bounds)
    size = np.maximum(np.abs(totals), weights @ np.abs(auxiliaries))
    size = np.where(size > 0, size, 1.0)
    x = auxiliaries / size  # totals of one size, so that one tolerance fits all
    wanted = totals / size
    at = np.zeros(x.shape[1])

    def left(place: Array) -> Array:
        return np.asarray(wanted - (weights * kind.factor(x @ place)) @ x)

    def height(place: Array) -> float:
        return float(weights @ kind.integral(x @ place) - wanted @ place)

    def part_of(step: Array) -> float:
        """How much of the step leads nearer; 0 when none does."""
        now, start, down = float(np.linalg.norm(gap)), height(at), float(gap @ step)
        part = 1.0
        while part > 1e-6:
            place = at + part * step
            if np.linalg.norm(left(place)) < now or height(place) < start - 1e-4 * part * down:
                return part
            part /= 2
        return 0.0

    gap = left(at)
    used = 0
    while np.abs(gap).max() > tolerance and used < rounds:
        used += 1
        u = x @ at
        for slope in (kind.slope(u), kind.free_slope(u)):
            step = np.asarray(np.linalg.lstsq((x * (weights * slope)[:, None]).T @ x, gap, rcond=1e-12)[0], float)
            part = part_of(step)
            if part:
                break
        else:
            break
        at = at + part * step
        gap = left(at)
    return Calibrated(kind.factor(x @ at), used, np.abs(gap), bool(np.abs(gap).max() <= tolerance))


def _distance(name: str, bounds: tuple[ArrayLike, ArrayLike] | None) -> _Distance:
    low, high = (np.asarray(bound, dtype=float) for bound in (bounds if bounds is not None else (-np.inf, np.inf)))
    return _logit(low, high) if name == "logit" else _cut(name, low, high)


def _logit(low: Array, high: Array) -> _Distance:
    steep = (high - low) / ((high - 1) * (1 - low))
    start = (1 - low) / (high - low)  # the S-curve passes through 1 at 0
    shift = np.log(start / (1 - start))

    def curve(u: Array) -> Array:
        return np.asarray(low + (high - low) * expit(steep * u + shift))

    def slope(u: Array) -> Array:
        s = expit(steep * u + shift)
        return np.asarray((high - low) * steep * s * (1 - s))

    def integral(u: Array) -> Array:
        return np.asarray(low * u + (high - low) / steep * np.logaddexp(0, steep * u + shift))

    return _Distance(curve, slope, lambda u: np.ones_like(u), integral)


def _cut(name: str, low: Array, high: Array) -> _Distance:
    raking = name == "raking"

    def raw(u: Array) -> Array:
        return np.asarray(np.exp(np.minimum(u, 700)) if raking else 1 + u)

    def factor(u: Array) -> Array:
        return np.asarray(np.clip(raw(u), low, high))

    def free_slope(u: Array) -> Array:
        return factor(u) if raking else np.ones_like(u)

    def slope(u: Array) -> Array:
        made = raw(u)
        return np.where((made > low) & (made < high), made if raking else 1.0, 0.0)

    def integral(u: Array) -> Array:
        made = factor(u)
        if raking:
            return np.asarray(made + made * (u - np.log(np.maximum(made, 1e-300))))
        return np.asarray(made**2 / 2 + made * (1 + u - made))

    return _Distance(factor, slope, free_slope, integral)
