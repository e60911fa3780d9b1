"""Covariance of estimates from their values in replicates of the sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def replicate_covariance(values: Array, full: Array, scale: float, rscales: ArrayLike, *, mse: bool = False) -> Array:
    """``scale · Σ_r rscales_r (θ_r - centre)(θ_r - centre)'`` (R survey: ``svrVar``).

    ``values``: (replicates, statistics), the estimates in each replicate; ``full``: (statistics,) the estimates from
    the full sample. The centre is ``full`` where ``mse``, else the mean of the replicates that count (``rscales`` > 0).
    """
    weights = np.broadcast_to(np.asarray(rscales, dtype=float), (len(values),))
    centre = full if mse else values[weights > 0].mean(axis=0)
    apart = (values - centre) * np.sqrt(weights)[:, None]
    return np.asarray(scale * (apart.T @ apart))
