"""Tests of terms of a model: Wald's, and the working likelihood ratio of Rao and Scott."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from survey.errors import EstimationError
from survey.estimation.models.model_family import parts_of
from survey.estimation.models.model_fit import Fit
from survey.maths.mixtures import mixture_tail
from survey.maths.models.newton import maximize
from survey.maths.tails import f_tail


@dataclass(frozen=True)
class Tested:
    """``statistic`` with its p-value; NaN where it is not ``defined``."""

    statistic: float
    p_value: float
    defined: bool


def wald(fit: Fit, at: list[int]) -> Tested:
    """``F = b'V⁻¹b / q`` against F(q, df)."""
    b, v = fit.beta[at], fit.covariance[np.ix_(at, at)]
    # with as many coefficients as units the covariance is singular, and the statistic is not defined
    defined = bool(np.isfinite(v).all()) and np.linalg.matrix_rank(v, hermitian=True) == len(at) and fit.df > 0
    f = float(b @ np.linalg.solve(v, b)) / len(at) if defined else math.nan
    return Tested(f, f_tail(f, len(at), fit.df), bool(defined))


def likelihood_ratio(fit: Fit, name: str, at: list[int], columns: list[int], tail: str = "exact") -> Tested:
    """``2 log L`` of the model less that of the model without the ``columns`` (whose coefficients are ``at``), weights
    of mean 1, over the mean of λ; against ``Σ λ χ²_1 / (χ²_df/df)``, λ the eigenvalues of ``V₀⁻¹ V`` with ``V₀`` the
    block of the inverse information, what the covariance would be without a design (R: ``regTermTest(method =
    "LRT")``, ``anova.svyglm``; Lumley & Scott 2014, Australian & New Zealand J. Statistics 56, 1-14). ``tail``:
    ``exact``, or ``saddlepoint`` as R. Raises ``EstimationError`` where the smaller model has no maximum."""
    data = fit.data
    w = data.weights / data.weights.mean()
    less = np.delete(data.x, columns, axis=1)
    if not less.shape[1] and parts_of(name)[0] != "ordinal":
        raise EstimationError("without these terms nothing is left to compare with", where="test")
    try:
        null = maximize(fit.family, fit.family.null(less, data.y, w), less, data.y, w)
    except (ValueError, np.linalg.LinAlgError) as error:
        said = f"the likelihood of the model without these terms has no maximum ({error})"
        raise EstimationError(said, where="test") from None
    of_all = fit.family.log_likelihood(fit.beta, data.x, data.y, w)
    ratio = 2 * (of_all - fit.family.log_likelihood(null, less, data.y, w))
    plain = np.linalg.inv(fit.family.information(fit.beta, data.x, data.y, w))[np.ix_(at, at)]
    v = fit.covariance[np.ix_(at, at)]
    if not np.isfinite(v).all() or not fit.df > 0:
        return Tested(math.nan, math.nan, False)
    deffs = np.maximum(np.linalg.eigvals(np.linalg.solve(plain, v)).real, 0.0)
    if not deffs.sum() > 0:
        return Tested(math.nan, math.nan, False)
    return Tested(float(ratio / deffs.mean()), mixture_tail(ratio, deffs, fit.df, method=tail), True)
