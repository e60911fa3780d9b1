"""Covariance of totals from the probabilities that two respondents are drawn together."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array

VARIANCES = ("Horvitz-Thompson", "Yates-Grundy")


def joint_covariance(weighted: Array, joint: Array, variance: str = "Horvitz-Thompson") -> Array:
    """Covariance of totals of a sample drawn with unequal probabilities (R: ``svydesign(pps = ppsmat(joint))``).

    ``weighted``: (n, statistics), each respondent's score over its probability. ``joint``: (n, n), on the diagonal the
    probability ``π_i`` of each, elsewhere ``π_ij`` of both. With ``d_ij = 1 - π_i π_j / π_ij``: Horvitz-Thompson
    ``Σ_ij d_ij t_i t_j``; Yates-Grundy ``-½ Σ_ij d_ij (t_i - t_j)²``, for samples of a fixed size. Either can be
    negative in small samples. Sources: Horvitz & Thompson (1952), JASA 47, 663-685; Yates & Grundy (1953), JRSS B 15,
    253-261.
    """
    alone = np.diag(joint)
    apart = 1 - np.outer(alone, alone) / joint
    found = weighted.T @ apart @ weighted
    if variance == "Yates-Grundy":
        found = found - (weighted * apart.sum(axis=1)[:, None]).T @ weighted
    return np.asarray(found)
