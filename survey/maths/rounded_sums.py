"""How far the printed shares of one question can be from 100 by rounding alone, and how improbable that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import comb, factorial


def rounding_probability(decimals: Sequence[int], gap: float) -> float:
    """Probability that shares rounded to ``decimals`` digits make 100 by ``gap`` points or more too many or too few.

    True shares make 100, so the printed sum is off by a whole number ``m`` of units of the last digit. The error of
    one share (the finest printed) is decided by the others', which are independent and uniform within half a unit, so

        P(m) = P(m - 1/2 < S < m + 1/2),    S the sum of the others' errors

    (Mosteller, Youtz & Zahn 1967, Demography 4, 850-858). ``S`` is exact here, by the formula for sums of uniform
    variables with rational arithmetic. 1 where ``gap`` is less than one unit.
    """
    finest = max(decimals)
    unit = Fraction(1, 10**finest)
    steps = round(Fraction(gap).limit_denominator(10**6) / unit)
    if steps < 1:
        return 1.0
    widths = [Fraction(1, 10**one) for one in decimals]
    widths.remove(unit)
    return min(1.0, 2 * float(_above((steps - Fraction(1, 2)) * unit, widths)))


def _above(value: Fraction, widths: Sequence[Fraction]) -> Fraction:
    """P(S > value) for independent errors, uniform within half of each width (inclusion and exclusion)."""
    count = len(widths)
    if not count:
        return Fraction(int(value < 0))
    room = sum(widths, Fraction(0)) / 2 - value  # by symmetry P(S > v) = P(S < -v)
    sizes = sorted(Counter(widths).items())
    total, volume = Fraction(0), Fraction(factorial(count))
    for width, times in sizes:
        volume *= width**times
    for taken in product(*(range(times + 1) for _, times in sizes)):
        left = room - sum((at * width for at, (width, _) in zip(taken, sizes, strict=True)), Fraction(0))
        if left > 0:
            ways = Fraction((-1) ** sum(taken))
            for at, (_, times) in zip(taken, sizes, strict=True):
                ways *= comb(times, at)
            total += ways * left**count
    return total / volume
