"""Trimming of weights with the excess given to the others."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def trim_weights(
    weights: ArrayLike,
    lower: float = -np.inf,
    upper: float = np.inf,
    *,
    count: ArrayLike | None = None,
    strict: bool = True,
    rounds: int = 1000,
) -> tuple[Array, NDArray[np.bool_]]:
    """Weights cut to [``lower``, ``upper``] with the same sum, and which were cut (R: ``trimWeights``).

    What is cut off is added in equal amounts to the weights that were not cut. ``strict`` repeats this until
    nothing is outside; a weight once cut receives nothing later (the rule of R survey since 4.4). ``count[i]``:
    how many respondents have weight ``weights[i]`` (1 each by default), so cells may be trimmed in place of rows.

    Raises ``ValueError`` when the limits leave nobody to take the excess.
    """
    w = np.array(weights, dtype=float)
    times = np.ones_like(w) if count is None else np.asarray(count, dtype=float)
    cut = np.zeros(len(w), dtype=bool)
    for _ in range(rounds):
        outside = ((w < lower) | (w > upper)) & ~cut if strict else (w < lower) | (w > upper)
        if not outside.any():
            return w, cut
        cut |= outside
        kept = np.clip(w, lower, upper)
        excess = float((times * (w - kept))[outside].sum())
        free = float(times[~cut].sum())
        if free == 0:
            raise ValueError("every weight is cut, so nobody is left to take the excess")
        w = np.where(outside, kept, np.where(cut, w, w + excess / free))
        if not strict:
            return w, cut
    raise ValueError(f"limits not met after {rounds} rounds")
