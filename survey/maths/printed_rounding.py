"""Whether a printed figure is what rounding makes of a value, by the rules that publishers round by."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

RULES = ("any", "half_up", "half_even", "cut")
SLACK = 1e-9  # of the last digit: a value made in binary is no farther from its decimal


def rounded(values: ArrayLike, decimals: ArrayLike, rule: str) -> NDArray[np.float64]:
    """``values`` with ``decimals``: halves away from zero (``half_up``), to the even digit (``half_even``), or digits
    ``cut`` off. A value within ``SLACK`` of a half or of a digit is taken to be on it."""
    scale = 10.0 ** np.asarray(decimals, dtype=float)
    scaled = np.asarray(values, dtype=float) * scale
    near = np.round(2 * scaled) / 2
    scaled = np.where(np.abs(scaled - near) <= SLACK * np.maximum(np.abs(scaled), 1.0), near, scaled)
    if rule == "cut":
        made = np.trunc(scaled)
    elif rule == "half_even":
        made = np.round(scaled)
    else:
        made = np.sign(scaled) * np.floor(np.abs(scaled) + 0.5)
    return np.asarray(made / scale)


def rounds_to(values: ArrayLike, printed: ArrayLike, decimals: ArrayLike, rule: str) -> NDArray[np.bool_]:
    """Whether each value is printed as ``printed``; under ``any`` a half may have gone either way: 61.5 to 62.5 is 62.

    NaN is printed as nothing."""
    values, printed = np.asarray(values, dtype=float), np.asarray(printed, dtype=float)
    unit = 10.0 ** -np.asarray(decimals, dtype=float)
    with np.errstate(invalid="ignore"):
        if rule == "any":
            return np.asarray(np.abs(values - printed) <= unit / 2 + SLACK * np.maximum(np.abs(printed), 1.0))
        return np.asarray(np.abs(rounded(values, decimals, rule) - printed) < unit / 4)
