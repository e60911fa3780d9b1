"""A model fitted: its coefficients, and how any function of them and of the respondents varies."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.options import degrees, design_degrees
from survey.estimation.core.rows import row_totals
from survey.estimation.core.totals import Domains, Totals
from survey.estimation.models.model_data import ModelData
from survey.estimation.models.model_family import family_of, parts_of, saturated, start_of
from survey.maths.models.irls import irls
from survey.maths.models.newton import flatness, maximize
from survey.maths.models.regression import Binomial, Family, Poisson
from survey.maths.variance.replication import replicate_covariance

Value = Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Fit:
    """``beta`` (parameters,), ``influence`` (inside, parameters): what a unit of a respondent's weight moves them by.
    ``replicates`` (replicates, parameters) are their values in each replicate; ``df`` residual degrees of freedom."""

    sample: SampleData
    data: ModelData
    family: Family
    beta: Array
    influence: Array
    replicates: Array | None
    df: float
    deviance: float
    null_deviance: float
    covariance: Array
    variance: str  # how it was made
    design_df: float

    def mean_of(self, value: Value, slope: Value) -> tuple[Array, Array]:
        """Weighted means of ``value(beta, w)`` (inside, results) over those in the model, and their covariance, in
        which both the coefficients and the respondents vary. ``slope(beta, w)`` (results, parameters): derivative of
        the sums ``w @ value`` by the coefficients."""
        w = self.data.weights
        found = w @ value(self.beta, w) / w.sum()
        reps = self.sample.replicates
        if self.replicates is not None and reps is not None:
            drawn = zip(self.replicates, reps.weights[self.data.inside].T, strict=True)
            each = np.array([weights @ value(beta, weights) / weights.sum() for beta, weights in drawn])
            return found, replicate_covariance(each, found, reps.scale, reps.rscales, mse=reps.mse)
        own = value(self.beta, w) - found + self.influence * w.sum() @ (slope(self.beta, w) / w.sum()).T
        return found, _row_totals(self.sample, self.data, own / w.sum()).own_covariance


def whole(data: ModelData, inside: Array) -> Array:
    """Rows of those in the model among zeros for all others, who stay in the design."""
    found = np.zeros((len(data.inside), inside.shape[1]))
    found[data.inside] = inside
    return found


def _row_totals(sample: SampleData, data: ModelData, inside: Array) -> Totals:
    """Totals of the scores of those in the model, who are its domain."""
    return row_totals(sample, whole(data, inside), Domains.one(data.inside, inside.shape[1]))


def fit_model(sample: SampleData, data: ModelData, name: str, df: str | float, solver: str = "newton") -> Fit:
    """Maximum weighted likelihood. ``df``: ``domain``, ``design`` or a number; ``solver``: ``newton`` or ``irls``; see
    ``survey.estimation.models.model.model``.

    GLMs start from statsmodels; multinomial and ordinal models, for which it takes no weights, from the shares of the
    options. Both are then brought to the zero of the weighted scores by Newton's method. Raises ``EstimationError``
    where the likelihood has no maximum.
    """
    kind, where = parts_of(name)[0], f"formula '{data.formula.text}'"
    family = family_of(name, data.offset, where)
    x, y, w = data.x, data.y, data.weights
    null = family.null(x, y, w)
    try:
        beta = maximize(family, _start(name, data, null), x, y, w)
        information, scores = family.information(beta, x, y, w), family.scores(beta, x, y)
        flat = kind != "gaussian" and flatness(information, family.information(null, x, y, w)) < 1e-8
    except (ValueError, np.linalg.LinAlgError) as error:
        raise _no_maximum(f"the likelihood has no maximum ({error})", where) from None
    if flat:
        raise _no_maximum("the likelihood has no maximum", where)
    as_r = solver == "irls" and isinstance(family, (Binomial, Poisson))
    if as_r:
        beta, spread, scores = irls(family, x, y, w / sample.weights.mean())
        information = (x * (w * spread)[:, None]).T @ x
    influence = np.asarray(np.linalg.solve(information, scores.T).T, dtype=np.float64)
    made = _row_totals(sample, data, influence)
    covariance, values = made.own_covariance, None
    if sample.replicates is not None:
        reps = sample.replicates
        values = np.array([_refit(family, beta, data, weights, where, as_r) for weights in reps.weights.T])
        covariance = replicate_covariance(values, beta, reps.scale, reps.rscales, mse=reps.mse)
        covariance = covariance if made.targets is None else covariance + made.targets
    columns = x.shape[1] + (kind == "ordinal")  # its thresholds count as one intercept
    if isinstance(df, str):
        freedom = float(degrees(made, df, np.where(data.inside, 0, -1), 1)[0]) + 1 - columns
    else:
        freedom = float(df)
    deviance, null_deviance = _deviances(name, family, beta, data, where)
    return Fit(
        sample=sample,
        data=data,
        family=family,
        beta=beta,
        influence=influence,
        replicates=values,
        df=freedom,
        deviance=deviance,
        null_deviance=null_deviance,
        covariance=covariance,
        variance=made.variance,
        design_df=design_degrees(made),
    )


def _start(name: str, data: ModelData, null: Array) -> Array:
    made = start_of(name, data.offset)
    if made is None:
        return null
    import statsmodels.api as sm

    weights = data.weights / data.weights.mean()
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # separation and the like are looked for in fit_model
        try:
            offset = None if isinstance(data.offset, float) else data.offset
            fitted = sm.GLM(data.y, data.x, family=made, freq_weights=weights, offset=offset).fit(maxiter=50)
        except (ValueError, np.linalg.LinAlgError):  # it stops at an answer that is a constant
            return null
    found = np.asarray(fitted.params, dtype=float)
    near = np.isfinite(found).all() and (name == "gaussian" or np.abs(data.x @ found).max() < 500)
    extra = null[len(found) :]  # log α of a negative binomial model
    return np.append(found, extra) if near else null


def _refit(family: Family, beta: Array, data: ModelData, weights: Array, where: str, as_r: bool) -> Array:
    mine = weights[data.inside]
    try:
        if mine.sum() == 0:
            raise ValueError("it has nobody in the model")
        if as_r:
            return irls(family, data.x, data.y, mine / mine.sum(), beta)[0]
        return maximize(family, beta, data.x, data.y, mine)
    except ValueError as error:
        raise EstimationError(
            f"in one of the replicates the likelihood has no maximum ({error})", where=where, fix="Leave out a term."
        ) from None


def _no_maximum(what: str, where: str) -> EstimationError:
    return EstimationError(
        f"{what}: some answers are predicted without error, or a group has no answer of one kind",
        where=where,
        fix="Leave out the term, or join options; look at the crosstab of the answer by each term.",
    )


def _deviances(name: str, family: Family, beta: Array, data: ModelData, where: str) -> tuple[float, float]:
    """Deviance of the model and of the one with nothing but an intercept, weights of mean 1 (R: ``svyglm``)."""
    x, y, w = data.x, data.y, data.weights / data.weights.mean()
    kind = parts_of(name)[0]
    ones = np.ones((len(x), 0 if kind == "ordinal" else 1))
    empty = family.null(ones, y, w)
    if kind == "negative_binomial" or not isinstance(data.offset, float):  # not known without looking for it
        try:
            empty = maximize(family, empty, ones, y, w)
        except ValueError as error:
            raise _no_maximum(f"the likelihood of the intercept alone has no maximum ({error})", where) from None
    best = saturated(name, y, w)
    full = 2 * (best - family.log_likelihood(beta, x, y, w))
    return full, 2 * (best - family.log_likelihood(empty, ones, y, w))
