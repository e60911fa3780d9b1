"""The risk that a respondent is told: the individual risk of Benedetti and Franconi."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def individual_risk(f: NDArray[np.int64], population: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each row the expectation of 1/F_k given f_k, F_k (people with the combination) being negative binomial, as
    ``f`` rows of the sample have the combination and their weights say that ``population`` people have.

    With p = f/F: (p/q)·ln(1/p) for f = 1 and p/q − (p/q)²·ln(1/p) for f = 2, q = 1 − p, which is exact; p/(f − q) for
    more, the approximation of Franconi and Polettini (2004), which sdcMicro's ``indivRisk`` takes too (``method =
    "approx"``). 1/f where the sample has everybody with the combination (F ≤ f).
    """
    size = f.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = size / population
        q = 1 - p
        log, odds = np.log(1 / p), p / q
        risk = np.where(f == 1, odds * log, np.where(f == 2, odds - odds**2 * log, p / (size - q)))
    near = (q < 1e-4) & (f <= 2)  # the difference of two large numbers: its limit
    risk = np.where(near, np.where(f == 1, 1 - q / 2, 0.5 - q / 6), risk)
    return np.where(population <= size, 1 / size, risk)
