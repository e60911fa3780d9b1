"""What unequal weights cost: Kish's design effect, the effective sample size, the margin of error."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from survey.maths.normal import normal_quantile


def kish_deff(weights: ArrayLike) -> float:
    """Design effect of unequal weights, ``n Σw² / (Σw)²``, ``n`` counting the positive weights.

    Kish, L. (1992), Weighting for unequal Pi, Journal of Official Statistics 8(2), 183-200.
    ``weights``: one per respondent, any unit. NaN when no weight is positive.
    """
    w = np.asarray(weights, dtype=float)
    n = np.count_nonzero(w > 0)
    return float(n * np.dot(w, w) / np.square(w.sum())) if n else float("nan")


def effective_n(weights: ArrayLike) -> float:
    """Effective sample size ``(Σw)² / Σw²`` (Kish 1992); 0 when no weight is positive."""
    w = np.asarray(weights, dtype=float)
    squares = float(np.dot(w, w))
    return float(np.square(w.sum()) / squares) if squares else 0.0


def margin_of_error(n_eff: float, p: float = 0.5, level: float = 0.95) -> float:
    """Half-width of a normal interval for a share ``p`` on ``n_eff`` respondents, as a proportion.

    ``z √(p (1 - p) / n_eff)``; with the default ``p`` it is the largest a share can have. NaN when
    ``n_eff`` is not positive.
    """
    if not n_eff > 0:
        return float("nan")
    return float(normal_quantile(level) * np.sqrt(p * (1 - p) / n_eff))
