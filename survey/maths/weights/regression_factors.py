"""Linear calibration where the spread of the answers differs from unit to unit."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array
from survey.maths.weights.calibration import TOLERANCE, Calibrated


def regression_factors(auxiliaries: Array, weights: Array, totals: Array, spread: Array) -> Calibrated:
    """Factors ``g = 1 + x'λ/v`` with ``Σ w g x = totals``: those of the regression estimator with residual variances
    in proportion to ``v`` (R: ``calibrate(calfun = "linear", variance =)``; Särndal, Swensson & Wretman 1992, Model
    Assisted Survey Sampling, 6.5). With one ``x`` that is ``v``, and no intercept, every factor is ``total/Σ w x``: the
    ratio estimator.

    ``auxiliaries``: (cells, variables), columns may depend on each other; ``spread``: (cells,), above 0.
    """
    size = np.maximum(np.abs(totals), weights @ np.abs(auxiliaries))
    x = auxiliaries / np.where(size > 0, size, 1.0)
    wanted = totals / np.where(size > 0, size, 1.0)
    factor, gap = np.ones(len(weights)), wanted - weights @ x
    for _ in range(2):  # the second takes off what rounding left
        step = np.linalg.lstsq((x * (weights / spread)[:, None]).T @ x, gap, rcond=1e-12)[0]
        factor = factor + (x @ step) / spread
        gap = wanted - (weights * factor) @ x
    left = np.abs(gap)
    return Calibrated(factor, 1, left, bool(left.max() <= 10 * TOLERANCE))
