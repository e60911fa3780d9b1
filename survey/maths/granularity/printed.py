"""Printed figures as whole numbers of units of their last digit, and the exact ends of what rounds to them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

# nearest: halves either way; half_up, half_even: as named; cut: the further digits dropped; any: one of these
Cutting = Literal["nearest", "half_up", "half_even", "cut", "any"]
CUTTINGS: tuple[str, ...] = get_args(Cutting)


class Units(NamedTuple):
    """``value[i]`` times ``10 ** -decimals`` is the figure printed."""

    value: NDArray[np.int64]
    decimals: int


class Ends(NamedTuple):
    """Twice the ends of the numbers that are printed so, in units; whether each end itself is."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    with_low: NDArray[np.bool_]
    with_high: NDArray[np.bool_]


def units_of(printed: Sequence[str | float], decimals: int | None = None) -> Units:
    """Figures as they are printed: "5.20" has two digits, 5.2 one, unless ``decimals`` says how many all have.

    Raises ``ValueError`` for what is no number and for figures with more digits than ``decimals``."""
    texts = [str(one).replace("−", "-").strip() for one in printed]
    digits = max((len(text.partition(".")[2]) for text in texts), default=0) if decimals is None else decimals
    exact = [Fraction(text) * 10**digits for text in texts]
    if any(value.denominator != 1 for value in exact):
        raise ValueError(f"a figure has more than {digits} digits after the point")
    return Units(np.array([int(value) for value in exact], dtype=np.int64), digits)


def ends_of(value: NDArray[np.int64], rounding: Cutting) -> Ends:
    """Of ``value`` units: half a unit on both sides (``nearest``), the upper half left out (``half_up``) or both kept
    where the last digit is even (``half_even``); from the figure to the next one (``cut``); or the union
    of these (``any``).

    Figures below zero are not cut towards it but down; shares and means of scales have none."""
    twice, even = 2 * value, value % 2 == 0
    yes = np.ones(len(value), dtype=bool)
    if rounding == "cut":
        return Ends(twice, twice + 2, yes, ~yes)
    if rounding == "half_even":
        return Ends(twice - 1, twice + 1, even, even)
    if rounding == "nearest":
        return Ends(twice - 1, twice + 1, yes, yes)
    return Ends(twice - 1, twice + (2 if rounding == "any" else 1), yes, ~yes)
