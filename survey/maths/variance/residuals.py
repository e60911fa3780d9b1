"""Regression of cell indicators on margin dummies, from pairwise tables alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.arrays import Array


def regression_coefficients(gram: Array, cross: Array) -> Array:
    """``B`` with ``(X'WX) B = X'WZ``: one regression on all margin dummies (R: ``calibrate``, ``postStratify``).

    ``gram``: (dummies, dummies) of Σw x x'; ``cross``: (dummies, statistics) of Σw x z'. The margins' dummies all
    add to one, so ``gram`` is singular by design; the shortest solution gives the same residuals as any other.
    """
    scale = 1 / np.sqrt(np.maximum(np.diag(gram), 1e-300))
    live = np.diag(gram) > 0
    scale = np.where(live, scale, 0.0)
    values, vectors = np.linalg.eigh(gram * scale[:, None] * scale[None, :])
    keep = values > values.max(initial=0.0) * 1e-10
    inverse = np.where(keep, 1 / np.where(keep, values, 1.0), 0.0)
    inner = vectors * inverse @ (vectors.T @ (scale[:, None] * cross))
    return np.asarray(scale[:, None] * inner)


def cell_mean_coefficients(gram: Array, cross: Array, margins: Sequence[slice], rounds: int = 10) -> Array:
    """``B`` by ten rounds of unweighted cell means over the margins in turn (R: ``rake``).

    ``gram`` and ``cross`` hold *counts* of respondents in place of weights; ``margins`` says which rows belong to
    which margin. One margin needs one round and is exact.
    """
    b = np.zeros_like(cross)
    for _ in range(rounds if len(margins) > 1 else 1):
        for part in margins:
            count = np.diag(gram)[part]
            left = cross[part] - gram[part] @ b
            b[part] += np.divide(left, count[:, None], out=np.zeros_like(left), where=count[:, None] > 0)
    return b
