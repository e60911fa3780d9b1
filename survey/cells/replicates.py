"""Replicate weights of a sample: for each respondent its weight in each replicate, and how the replicates add up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Replicates:
    """``weights``: (n, replicates) in the order of the data, final weights (base weight times factor).

    The covariance of estimates is ``scale · Σ_r rscales_r (θ_r - centre)(θ_r - centre)'``; the centre is the full
    sample's estimate where ``mse``, else the mean of the replicates. ``df``: degrees of freedom (rank of the replicate
    weights less one, or what the data's maker says). ``method`` is printed in the notes: "JK1", "BRR", … ``rho`` is
    Fay's, ``seed`` that of a bootstrap made here.
    """

    weights: Array
    scale: float
    rscales: Array  # (replicates,)
    df: float
    mse: bool = False
    method: str = "replicates"
    rho: float | None = None
    seed: int | None = None

    @property
    def count(self) -> int:
        """Number of replicates."""
        return int(self.weights.shape[1])
