"""Figures without the digits by which differences of them would tell single respondents."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array


def to_multiples(values: Array, unit: float | Array) -> Array:
    """``values`` to the nearest multiple of ``unit`` (> 0), halves away from zero: plain rounding, each by itself."""
    scaled = np.abs(values) / unit
    whole = np.floor(scaled + 0.5 + 1e-9 * np.maximum(scaled, 1.0))
    return np.asarray(np.copysign(whole * unit, values))


def error_unit(std_error: Array) -> Array:
    """A tenth of the place of the first digit of a standard error: 0.01 for 0.95, 100 for 1200; 0 where there is none.

    Further digits say nothing of the population. Of a mean of ``n`` a respondent with an answer one standard deviation
    away moves it by ``se/sqrt(n)``, so that with this unit, ``se/10`` to ``se/100``, the difference of two such means
    tells a single answer to within ``sqrt(n)/100`` to ``sqrt(n)/10`` standard deviations.
    """
    known = np.isfinite(std_error) & (std_error > 0)
    place = np.floor(np.log10(np.where(known, std_error, 1.0)))
    return np.asarray(np.where(known, 10.0 ** (place - 1), 0.0))
