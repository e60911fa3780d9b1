"""Trimming of weights with the excess given to the others."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.arrays import Array

Spread = Literal["evenly", "proportionally"]
SPREADS: tuple[str, ...] = get_args(Spread)


def trim_weights(
    weights: ArrayLike,
    lower: float = -np.inf,
    upper: float = np.inf,
    *,
    count: ArrayLike | None = None,
    spread: Spread = "evenly",
    strict: bool = True,
    rounds: int = 1000,
) -> tuple[Array, NDArray[np.bool_]]:
    """Weights cut to [``lower``, ``upper``] with the same sum, and which were cut (R: ``trimWeights``).

    What is cut off goes to the weights that were not cut: ``evenly`` in equal amounts (R: ``trimWeights``),
    ``proportionally`` by one factor on all of them (pewmethods, balance). ``strict`` repeats this until
    nothing is outside; a weight once cut receives nothing later (the rule of R survey since 4.4). ``count[i]``:
    how many respondents have weight ``weights[i]`` (1 each by default), so cells may be trimmed in place of rows.

    Where that rule cuts everybody though weights inside the limits with the same sum exist, the constant (the factor)
    that all weights need is found in its place: ``min(max(w + c, lower), upper)`` (``w·c``) with the same sum, in which
    a weight once cut may come back inside. Weights of 0 take no part in a factor. Raises ``ValueError`` where no
    weights inside the limits have that sum: their mean lies outside.
    """
    w = np.array(weights, dtype=float)
    times = np.ones_like(w) if count is None else np.asarray(count, dtype=float)
    if strict:
        _check_mean(w, times, lower, upper)
    return _by_rounds(w, times, lower, upper, spread, strict, rounds)


def _check_mean(w: Array, times: Array, lower: float, upper: float) -> None:
    mean = float(times @ w / times.sum()) if times.sum() > 0 else np.nan
    near = 1e-12 * abs(mean)
    if mean < lower - near or mean > upper + near:
        end, limit = ("lower", lower) if mean < lower else ("upper", upper)
        raise ValueError(
            f"the {end} limit {limit:.6g} lies {'above' if mean < lower else 'below'} the mean weight {mean:.6g}, "
            "which stays as it is, so nobody is left to take the excess"
        )


def _by_rounds(
    w: Array, times: Array, lower: float, upper: float, spread: Spread, strict: bool, rounds: int
) -> tuple[Array, NDArray[np.bool_]]:
    start = w
    cut = np.zeros(len(w), dtype=bool)
    for _ in range(rounds):
        outside = ((w < lower) | (w > upper)) & ~cut if strict else (w < lower) | (w > upper)
        if not outside.any():
            return w, cut
        cut |= outside
        kept = np.clip(w, lower, upper)
        excess = float((times * (w - kept))[outside].sum())
        free = float((times if spread == "evenly" else times * w)[~cut].sum())
        if free <= 0:
            if strict:
                return _by_level(start, times, lower, upper, spread)
            raise ValueError("every weight is cut, so nobody is left to take the excess")
        given = w + excess / free if spread == "evenly" else w * (1 + excess / free)
        w = np.where(outside, kept, np.where(cut, w, given))
        if not strict:
            return w, cut
    raise ValueError(f"limits not met after {rounds} rounds")


def _by_level(w: Array, times: Array, lower: float, upper: float, spread: Spread) -> tuple[Array, NDArray[np.bool_]]:
    """The weights ``min(max(w + c, lower), upper)``, or ``w·c``, of the same sum. Their sum never falls as ``c`` grows
    and is a line between the places where a weight meets a limit, so that ``c`` is found exactly."""
    live = (times > 0) & ((w > 0) | (spread == "evenly"))
    x, t = w[live], times[live]
    wanted = float(t @ x)
    ends = np.array([end for end in (lower, upper) if np.isfinite(end)])
    knots = np.unique((ends[:, None] - x if spread == "evenly" else ends[:, None] / x).ravel())

    def at(c: float) -> Array:
        return np.asarray(np.clip(x + c if spread == "evenly" else x * c, lower, upper))

    sums = np.array([float(t @ at(c)) for c in knots])
    k = int(np.clip(np.searchsorted(sums, wanted), 1, len(knots) - 1)) if len(knots) > 1 else 0
    rise = sums[k] - sums[k - 1]
    part = (wanted - sums[k - 1]) / rise if rise > 0 else 0.0
    made = w.copy()
    made[live] = at(float(knots[k - 1] + part * (knots[k] - knots[k - 1])))
    if abs(float(t @ made[live]) - wanted) > 1e-9 * abs(wanted):
        raise ValueError("every weight is cut, so nobody is left to take the excess")
    return made, (made <= lower) & live | (made >= upper) & live


def counted_quantiles(values: Array, count: Array, probabilities: ArrayLike) -> Array:
    """Quantiles of ``values`` that occur ``count`` times each (R: ``quantile``, type 7; pewmethods).

    The quantile ``p`` of ``n`` sorted values lies at place ``1 + (n - 1) p``, between two of them in proportion.
    """
    order = np.argsort(values, kind="stable")
    ends = np.cumsum(np.asarray(count)[order])
    place = (ends[-1] - 1) * np.asarray(probabilities, dtype=float)
    below = np.floor(place)
    sorted_ = np.asarray(values, dtype=float)[order]

    def at(rank: Array) -> Array:  # of the rank-th value, from 0
        return np.asarray(sorted_[np.minimum(np.searchsorted(ends, rank, side="right"), len(ends) - 1)])

    low, high = at(below), at(np.minimum(below + 1, ends[-1] - 1))
    return np.asarray(low + (high - low) * (place - below))


def ratio_limits(values: Array, count: Array, ratio: float) -> tuple[float, float]:
    """Limits of which the upper is ``ratio`` times the lower, as near as can be to cutting nothing.

    With ``m`` the median weight: [m/√ratio, m·√ratio]. Where all weights are above the lower of these, the least weight
    takes its place and the upper limit rises with it; likewise at the other end.
    """
    median = float(counted_quantiles(values, count, [0.5])[0])
    least, most = float(values.min()), float(values.max())
    low, high = median / np.sqrt(ratio), median * np.sqrt(ratio)
    if least >= low:
        return least, least * ratio
    if most <= high:
        return most / ratio, most
    return float(low), float(high)
