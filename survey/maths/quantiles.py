"""Quantiles of weighted numbers, by the twelve rules in use."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.arrays import Array

RULES = ("math", "school", "shahvaish", *(f"hf{i}" for i in range(1, 10)))


def weighted_quantiles(values: ArrayLike, weights: ArrayLike, probabilities: ArrayLike, rule: str = "math") -> Array:
    """Quantiles of ``values`` (n,) at ``probabilities`` (0-1, any number), in the unit of the values.

    With the values in order, ``W_k`` the sum of the first ``k`` weights and ``W`` of all:

    * ``math``, ``hf1``: the least value with ``W_k / W ≥ p``;
    * ``school``, ``hf2``: the same, but halfway to the next value where ``W_k / W = p``;
    * ``hf3``: equal values put together, the ``k``-th where ``W_k / W = p`` and ``k`` is even, else the next;
    * ``hf4`` to ``hf9``: the straight line through the points ``(p_k, x_k)``, flat outside them, with ``p_k`` =
      ``W_k / W`` (4), ``(W_k - w_k/2) / W`` (5), ``W_k / (W + w_n)`` (6), ``W_{k-1} / W_{n-1}`` (7),
      ``(W_{k-1}/3 + 2 W_k/3) / (W + w_n/3)`` (8), ``(3 W_{k-1}/8 + 5 W_k/8) / (W + w_n/4)`` (9);
    * ``shahvaish``: the last value with ``(W_k n/W + 1/2 - w_k/2) / (n + 1) ≤ p``. As in R, ``w_k`` is not divided by
      the mean weight there, so this rule depends on the unit of the weights: they should have mean 1.

    R: ``svyquantile(qrule=)`` since survey 4.1, to the last bit: where ``W_k / W`` and ``p`` are equal in theory, as
    for deciles of equal weights, rounding decides in rules 1 to 3 whether they are equal, and another unit of the
    weights may give the neighbouring value. Below the first ``W_k / W`` R gives the second value in rules 1 to 4; here
    it is the first. Weights of 0 do not count; NaN where all are. Sources: Hyndman & Fan (1996), The American
    Statistician 50, 361-365; Shah & Vaish (2006), Proc. ASA Survey Research Methods Section.
    """
    if rule not in RULES:
        raise ValueError(f"unknown quantile rule {rule!r}")
    p = np.atleast_1d(np.asarray(probabilities, dtype=float))
    x, w = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    x, w = x[w != 0], w[w != 0]
    if not len(x):
        return np.full(len(p), np.nan)
    total = float(w.sum(dtype=np.longdouble))
    order = np.argsort(x, kind="stable")
    x, w = x[order], w[order]
    if rule == "hf3":
        x, first = np.unique(x, return_index=True)
        w = np.add.reduceat(w, first)
    upto = _sums(w)
    if rule in ("math", "hf1", "school", "hf2", "hf3", "hf4"):
        return _step(x, upto, total, p, rule)
    knots = _knots(w, upto, rule)
    if (np.diff(knots) < 0).any():  # negative weights, or the unit of shahvaish
        order = np.argsort(knots, kind="stable")
        x, knots = x[order], knots[order]
    place = _last(knots, p)
    low, up = np.maximum(place, 0), np.minimum(place + 1, len(x) - 1)
    if rule == "shahvaish":
        return np.asarray(x[low])
    apart = knots[up] - knots[low]
    part = np.divide(p - knots[low], apart, out=np.zeros_like(p), where=(apart > 0) & (place >= 0))
    return np.asarray(x[low] + (x[up] - x[low]) * part)


def _step(x: Array, upto: Array, total: float, p: Array, rule: str) -> Array:
    """Rules that stay at one value or between two neighbours."""
    place = _last(upto, p * total)
    low, up = np.maximum(place, 0), np.minimum(place + 1, len(x) - 1)
    above = p - upto[low] / total  # as R takes it
    if rule == "hf4":
        gap = np.maximum(upto[up] / total - p + above, 0.0)
        part = np.divide(above, gap, out=np.zeros_like(p), where=(gap > 0) & (place >= 0))
        return np.asarray(np.clip(x[low] * (1 - part) + x[up] * part, x[low], x[up]))  # equal ones give themselves
    met = (place >= 0) & (above == 0)
    if rule in ("school", "hf2"):
        return np.asarray(np.where(met, (x[low] + x[up]) / 2, x[up]))
    if rule == "hf3":
        met &= place % 2 == 1  # counted from 0
    return np.asarray(np.where(met, x[low], x[up]))


def _sums(w: Array) -> Array:
    """``W_k``, added with more digits than kept: R does so too, and long sums of doubles drift."""
    return np.cumsum(w, dtype=np.longdouble).astype(float)


def _last(known: Array, wanted: Array) -> NDArray[np.int64]:
    """The last place that is not above each of ``wanted``, -1 where there is none."""
    if (np.diff(known) >= 0).all():
        return np.asarray(np.searchsorted(known, wanted, side="right") - 1)
    return np.array([np.flatnonzero(known <= one).max(initial=-1) for one in wanted], dtype=np.int64)


def _knots(w: Array, upto: Array, rule: str) -> Array:
    """``p_k`` of the rules that draw lines, with the operations in R's order."""
    before, total, last = np.concatenate([[0.0], upto[:-1]]), upto[-1], w[-1]
    if rule == "shahvaish":
        return np.asarray((_sums(w / float(w.mean(dtype=np.longdouble))) + 0.5 - w / 2) / (len(w) + 1))
    if rule == "hf5":
        return np.asarray((upto - w / 2) / total)
    if rule == "hf6":
        return np.asarray(upto / (total + last))
    if rule == "hf7":
        return np.asarray(before / upto[-2]) if len(w) > 1 else np.zeros(1)
    if rule == "hf8":
        return np.asarray((before * 1 / 3 + upto * 2 / 3) / (total + last / 3))
    return np.asarray((before * 3 / 8 + upto * 5 / 8) / (total + last / 4))
