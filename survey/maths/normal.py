"""The normal distribution for single numbers, without NumPy and SciPy: what published figures need is soon loaded."""

from __future__ import annotations

import math

_QUANTILES = {0.95: 1.959963984540054}  # SciPy's value of the level that nearly everybody asks for


def normal_quantile(level: float = 0.95) -> float:
    """Two-sided normal quantile: 1.96 for 0.95."""
    if level in _QUANTILES:
        return _QUANTILES[level]
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))


def logit(share: float) -> float:
    """``log(p / (1 - p))`` of a share above 0 and below 1; near one half by ``log1p``, which loses no digits there."""
    if 0.3 <= share <= 0.65:
        half = 2 * (share - 0.5)
        return math.log1p(half) - math.log1p(-half)
    return math.log(share / (1 - share))


def expit(x: float) -> float:
    """``1 / (1 + exp(-x))``, the share whose logit is ``x``."""
    return 1 / (1 + math.exp(-x)) if x > -700 else math.exp(x)
