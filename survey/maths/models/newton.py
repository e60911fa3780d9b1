"""The maximum of a weighted likelihood."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array
from survey.maths.models.regression import Family


def maximize(family: Family, start: Array, x: Array, y: Array, w: Array, *, rounds: int = 60) -> Array:
    """Parameters at which the weighted scores are zero, by Newton's method with steps halved as needed.

    Stops when the next step would raise the log-likelihood (weights of mean 1) by less than 1e-18 a respondent. Raises
    ``ValueError`` where that is not reached or the information is singular.
    """
    w = w / abs(w.sum()) * len(w)
    beta, value = np.asarray(start, dtype=float), family.log_likelihood(start, x, y, w)
    for _ in range(rounds):
        slope = w @ family.scores(beta, x, y)
        try:
            step = np.linalg.solve(family.information(beta, x, y, w), slope)
        except np.linalg.LinAlgError:
            raise ValueError("the information is singular") from None
        if not np.isfinite(step).all():
            raise ValueError("the information is singular")
        gain = float(slope @ step)
        if abs(gain) <= 1e-18 * len(w):
            return beta + step
        part = 1.0
        while part > 1e-6:
            trial = family.log_likelihood(beta + part * step, x, y, w)
            if trial >= value - 1e-12 * (1 + abs(value)):
                break
            part /= 2
        else:
            raise ValueError("no step raises the likelihood")
        beta, value = beta + part * step, trial
    raise ValueError(f"not converged after {rounds} rounds")


def flatness(information: Array, reference: Array) -> float:
    """The least that ``information`` is of ``reference`` in any direction: near 0 where the likelihood is flat because
    some answer is predicted without error."""
    lower = np.linalg.cholesky(reference)
    half = np.linalg.solve(lower, information)
    return float(np.linalg.eigvalsh(np.linalg.solve(lower, half.T))[0])
