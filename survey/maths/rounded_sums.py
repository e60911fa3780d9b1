"""How far the printed shares of one question can be from 100 by rounding alone, and how improbable that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import comb, factorial

RARE = 1e-4  # rounding is no explanation of a sum that is further from 100 than all but this part of rounded tables


EXACT_HALF = 0.1  # the part of shares exactly between two digits: that of 1 000 respondents in whole percent


COARSE = (5.0, 0.5)  # steps, in percent, that tables are rounded to beside digits


def coarse_step(percents: Sequence[float], decimals: int) -> float | None:
    """The step that all figures are multiples of, where it is coarser than their last digit: 35, 25, 40 may be rounded
    to fives, 42.5, 30.0, 27.5 to halves. None where they are not, or all are 0."""
    if not any(percents):
        return None
    for step in COARSE:
        if step > 10.0**-decimals and all(abs(one / step - round(one / step)) < 1e-9 for one in percents):
            return step
    return None


def rounding_explains(decimals: Sequence[int], gap: float) -> bool:
    """True where shares rounded to ``decimals`` digits are ``gap`` points or more from 100 often enough to be
    believed."""
    return rounding_probability(decimals, gap) >= RARE


def rounding_probability(decimals: Sequence[int], gap: float) -> float:
    """Probability that shares rounded to ``decimals`` digits make 100 by ``gap`` points or more too many or too few.

    True shares make 100, so the printed sum is off by a whole number ``m`` of units of the last digit. The error of
    one share (the finest printed) is decided by the others', which are independent and uniform within half a unit, so

        P(m) = P(m - 1/2 < S < m + 1/2),    S the sum of the others' errors

    (Mosteller, Youtz & Zahn 1967, Demography 4, 850-858). ``S`` is exact here, by the formula for sums of uniform
    variables with rational arithmetic. 1 where ``gap`` is less than one unit. As far from 100 as the half-units reach
    (two shares: 50.5 and 49.5 as 51 and 50) all shares lie exactly at a half, which those of a whole number of
    respondents can: ``EXACT_HALF`` for each but the last, whatever the sample.
    """
    finest = max(decimals)
    unit = Fraction(1, 10**finest)
    steps = round(Fraction(gap).limit_denominator(10**6) / unit)
    if steps < 1:
        return 1.0
    widths = [Fraction(1, 10**one) for one in decimals]
    at_bound = steps * unit == sum(widths) / 2
    widths.remove(unit)
    found = min(1.0, 2 * float(_above((steps - Fraction(1, 2)) * unit, widths)))
    return max(found, EXACT_HALF ** len(widths)) if at_bound else found


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
