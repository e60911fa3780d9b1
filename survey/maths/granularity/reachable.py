"""Which printed shares and means ``n`` respondents can give (GRIM): a mean of whole numbers is a whole number over n.

Brown & Heathers (2017), *Social Psychological and Personality Science* 8, 363-369, for means; a percentage is 100 times
a mean of zeros and ones. Exact: whole numbers only, nothing is computed in floating point.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.maths.granularity.printed import Cutting, ends_of, units_of


def reachable(
    printed: Sequence[str | float],
    n: int,
    *,
    items: int = 1,
    percent: bool = False,
    decimals: int | None = None,
    rounding: Cutting = "nearest",
) -> NDArray[np.bool_]:
    """Whether some ``k / (n · items)`` is printed as each figure; of ``percent``, ``100 k / (n · items)``, ``k ≤ n ·
    items``.

    ``items``: how many whole-number answers each respondent's score averages. A figure ``V`` units of ``10^-d`` is
    reached where a whole ``k`` lies between ``(2V - 1) N`` and ``(2V + 1) N`` over ``2 · 10^d`` (times 100 of percent),
    with the ends that ``ends_of`` keeps.
    """
    units = units_of(printed, decimals)
    ends = ends_of(units.value, rounding)
    whole, scale = int(n) * int(items), 2 * 10**units.decimals * (100 if percent else 1)
    least, most = ends.low * whole, ends.high * whole  # of k · scale
    first = np.where(ends.with_low, -(-least // scale), least // scale + 1)
    last = np.where(ends.with_high, most // scale, -(-most // scale) - 1)
    if percent:
        first, last = np.maximum(first, 0), np.minimum(last, whole)
    return np.asarray(first <= last)


def rounded_up(printed: str, n: int) -> bool:
    """Whether some share of ``n`` respondents lies less than a unit of the last digit below a percentage: tables that
    are made to be 100 round some shares up (33.3 to 34 beside 33 and 33)."""
    units = units_of([printed])
    value, whole = int(units.value[0]), 100 * 10**units.decimals
    return value * n // whole * whole > (value - 1) * n


def steps(n: int, decimals: int, *, items: int = 1, percent: bool = False) -> float:
    """The part of all figures of so many digits that can be reached at all, where the digits are finer than ``n``
    respondents; 1 where each is (no figure tells anything then)."""
    return min(1.0, n * items / ((100 if percent else 1) * 10.0**decimals))
