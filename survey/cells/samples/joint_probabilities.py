"""Joint inclusion probabilities of a sample drawn with unequal probabilities and without replacement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.errors import DesignError
from survey.maths.variance.joint_inclusion import VARIANCES
from survey.words import nearest


@dataclass(frozen=True)
class JointProbabilities:
    """``matrix``: (n, n) in the order of the data, on the diagonal each respondent's own probability. ``variance``:
    Horvitz-Thompson or Yates-Grundy."""

    matrix: NDArray[np.float64]
    variance: str


def joint_probabilities(sample: SampleData, matrix: Any, variance: str = "Horvitz-Thompson") -> SampleData:
    """The sample with variances from joint inclusion probabilities in place of strata and clusters (R:
    ``svydesign(pps = ppsmat(matrix), variance = "HT" or "YG")``; Stata and SAS have no such design).

    ``matrix``: (n, n) in the order of the data. Weights stay those of the design and must be 1 over the diagonal.
    Degrees of freedom are n - 1. Raises ``DesignError``.
    """
    if variance not in VARIANCES:
        raise DesignError(f"unknown variance '{variance}'", where="variance", fix=nearest(variance, VARIANCES))
    try:
        found = np.asarray(matrix, dtype=float)
    except (TypeError, ValueError):
        said = "the joint inclusion probabilities are no numbers"
        raise DesignError(said, where="matrix", fix="Give one number a pair of respondents.") from None
    if found.shape != (sample.n, sample.n):
        raise DesignError(
            f"the matrix is {' × '.join(map(str, found.shape))} for {sample.n} respondents",
            where="joint probabilities",
            fix="Give one row and one column a respondent, in the order of the data.",
        )
    if not (np.isfinite(found).all() and (found > 0).all() and (found <= 1).all() and np.allclose(found, found.T)):
        raise DesignError(
            "probabilities must be above 0, at most 1, and the same both ways round", where="joint probabilities"
        )
    if not np.allclose(sample.weights * np.diag(found), 1, rtol=1e-6):
        raise DesignError(
            "the weights are not 1 over the probabilities on the diagonal",
            where=sample.weight or "design.weight",
            fix="Name the column of these weights in the design.",
        )
    return sample.changed(joint=JointProbabilities(found, variance))
