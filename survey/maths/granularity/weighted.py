"""Which printed shares and means respondents of known weights can give: interval arithmetic on sums of weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.arrays import Array
from survey.maths.granularity.printed import Cutting, ends_of, units_of


def reachable_weighted(
    printed: Sequence[str | float],
    weights: ArrayLike,
    *,
    span: int = 1,
    low: float = 0.0,
    percent: bool = False,
    decimals: int | None = None,
    rounding: Cutting = "nearest",
) -> NDArray[np.bool_]:
    """Whether the weights leave room for each figure; False is certain, True is not (no subset of them is tried).

    A share is ``Σ_S w / Σ w``, a mean of whole numbers from ``low`` to ``low + span`` is ``low + Σ w y / Σ w``. Of
    whatever ``m`` steps all answers are made, ``Σ w y`` lies between the ``m`` lightest and the ``m`` heaviest of the
    steps, each respondent having ``span`` of them: the union of these intervals over ``m`` holds every sum there is.
    """
    units = units_of(printed, decimals)
    ends = ends_of(units.value, rounding)
    unit = 2 * 10.0**units.decimals * (100.0 if percent else 1.0)
    least, most = ends.low / unit - low, ends.high / unit - low
    bottom, top = sums(weights, span)
    slack = 1e-12 * max(span, 1)
    # the greatest m whose lightest steps do not pass the figure has the heaviest sums of all that do not
    at = np.searchsorted(bottom, most + slack, side="right") - 1
    return np.asarray((at >= 0) & (top[np.maximum(at, 0)] >= least - slack) & (most >= -slack))


def sums(weights: ArrayLike, span: int = 1) -> tuple[Array, Array]:
    """The least and the greatest ``Σ w y / Σ w`` of ``m = 0, 1, … n · span`` steps."""
    ordered = np.repeat(np.sort(np.asarray(weights, dtype=float)), span)
    total = ordered.sum() / span
    zero = np.zeros(1)
    lightest = np.concatenate([zero, np.cumsum(ordered)]) / total
    heaviest = np.concatenate([zero, np.cumsum(ordered[::-1])]) / total
    return lightest, heaviest
