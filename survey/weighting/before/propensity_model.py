"""The logistic regression behind propensities: its fit, and what follows for weights."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.maths.models.newton import maximize
from survey.maths.models.regression import Binomial
from survey.maths.weights.propensity_strata import discrimination, propensity_strata, representativity
from survey.weighting.before.classes import Classes
from survey.weighting.before.nonresponse import refuse_empty


@dataclass(frozen=True)
class Fit:
    """Coefficients of the columns of the model that could be estimated, and which these are."""

    beta: Array
    columns: Index


@dataclass(frozen=True)
class Model:
    """``x``: one row a profile, a combination of predictors; ``profile``: that of each cell; ``did``: cells of those
    who responded; ``live``: cells in which somebody counts; ``strata``: how many are wanted, if any."""

    x: Array
    profile: Index
    did: NDArray[np.bool_]
    live: NDArray[np.bool_]
    strata: int | None

    def sums(self, sums: Array) -> tuple[Array, Array]:
        """Weight of respondents and of everybody in each profile."""
        size = len(self.x)
        made = (np.bincount(self.profile[at], sums[at], minlength=size) for at in (self.live & self.did, self.live))
        answered, everybody = (part.astype(float) for part in made)
        return answered, everybody

    def start(self, sums: Array) -> Fit:
        """Where the full sample's fit starts from: statsmodels' coefficients, or none."""
        import statsmodels.api as sm

        answered, everybody = self.sums(sums)
        at = everybody > 0
        columns = _independent(self.x[at])
        x, y, w = self.x[np.ix_(at, columns)], answered[at] / everybody[at], everybody[at]
        none = Fit(Binomial().null(x, y, w), columns)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # separation is looked for in the propensities
            try:
                made = sm.GLM(y, x, family=sm.families.Binomial(), var_weights=w / w.mean()).fit(maxiter=50)
            except (ValueError, np.linalg.LinAlgError):
                return none
        found = np.asarray(made.params, dtype=float)
        near = np.isfinite(found).all() and np.abs(x @ found).max() < 20  # else from the middle
        return Fit(found, columns) if near else none

    def fit(self, sums: Array, start: Fit) -> Fit:
        """The maximum of the likelihood weighted by ``sums``. Columns that the profiles with weight do not tell apart
        are left out, which changes no propensity. Raises ``ValueError`` where there is none."""
        answered, everybody = self.sums(sums)
        at = everybody > 0
        columns = _independent(self.x[at])
        begin = np.zeros(len(columns))
        if np.array_equal(columns, start.columns):
            begin = start.beta
        x, y = self.x[np.ix_(at, columns)], np.clip(answered[at] / everybody[at], 0.0, 1.0)
        try:
            return Fit(maximize(Binomial(), begin, x, y, everybody[at]), columns)
        except ValueError:  # an option of which everybody responded, or nobody: its coefficient has no end
            return Fit(_near_maximum(x, y, everybody[at]), columns)

    def propensities(self, fit: Fit) -> Array:
        """One for each profile."""
        return Binomial().expected(fit.beta, self.x[:, fit.columns])[:, 0]

    def of_cells(self, values: Array) -> Array:
        return np.asarray(values[self.profile])

    def classes(self, sums: Array, fit: Fit) -> Classes:
        """The strata of propensity as weighting classes."""
        stratum = propensity_strata(self.propensities(fit), self.sums(sums)[1], self.strata or 1)
        count = int(stratum.max()) + 1
        names = tuple(f"stratum {k} of {count}, from the lowest propensity" for k in range(1, count + 1))
        return Classes(np.where(self.live, stratum[self.profile], -1), names)

    def rates(self, sums: Array, fit: Fit) -> Array:
        """The weighted response rate of each stratum."""
        made = self.classes(sums, fit)
        return made.sums(sums, self.did) / made.sums(sums, self.live)

    def factor(self, sums: Array, fit: Fit) -> Array:
        """Of each cell: ``1/p``, or the inverse rate of its stratum; 0 for those who did not respond."""
        answers = self.live & self.did
        if self.strata is None:
            p = np.where(answers, self.of_cells(self.propensities(fit)), 1.0)
            return np.where(answers, 1 / np.maximum(p, 1e-300), 0.0)
        made = self.classes(sums, fit)
        answered, everybody = made.sums(sums, self.did), made.sums(sums, self.live)
        refuse_empty(made, answered, everybody, "strata")
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(answers, made.of_cells(np.where(answered > 0, everybody / answered, 0.0)), 0.0)

    def figures(self, sums: Array, p: Array) -> dict[str, float]:
        """How well the model tells both kinds apart, and how far from even response is."""
        answered, everybody = self.sums(sums)
        at = everybody > 0
        mean = float(answered.sum() / everybody.sum())
        p, answered, everybody = p[at], answered[at], everybody[at]
        with np.errstate(divide="ignore", invalid="ignore"):
            terms = np.where(answered > 0, answered * np.log(p), 0.0)
            terms = terms + np.where(everybody > answered, (everybody - answered) * np.log1p(-p), 0.0)
        null = everybody.sum() * (mean * np.log(mean) + (1 - mean) * np.log(1 - mean))
        return {
            "response rate": mean,
            "lowest propensity": float(p.min()),
            "highest propensity": float(p.max()),
            "AUC": discrimination(p, answered, everybody - answered),
            "pseudo-R2": float(1 - terms.sum() / null),
            "R-indicator": representativity(p, everybody),
        }


def _near_maximum(x: Array, y: Array, w: Array, rounds: int = 100) -> Array:
    """Coefficients at which all scores are below 1e-9 of the weight, which they can be although there is no maximum:
    propensities go to 0 or 1 while coefficients grow. Raises ``ValueError`` where that is not reached."""
    model, w = Binomial(), w / w.sum()
    beta = np.zeros(x.shape[1])
    value = model.log_likelihood(beta, x, y, w)
    for _ in range(rounds):
        slope = w @ model.scores(beta, x, y)
        if np.abs(slope).max() < 1e-9:
            return beta
        step = np.linalg.lstsq(model.information(beta, x, y, w), slope, rcond=None)[0]
        part = 1.0
        while part > 1e-6 and not model.log_likelihood(beta + part * step, x, y, w) > value:
            part /= 2
        beta = beta + part * step
        value = model.log_likelihood(beta, x, y, w)
    raise ValueError("the likelihood has no maximum")


def _independent(x: Array) -> Index:
    """Columns of ``x`` none of which follows from those before it."""
    from scipy.linalg import qr

    if not len(x):
        raise ValueError("nobody has weight")
    r = np.abs(np.diag(np.linalg.qr(x, mode="r"))) if len(x) >= x.shape[1] else np.zeros(0)
    if len(r) and r.min() > 1e-9 * r.max():
        return np.arange(x.shape[1])
    _, r, order = qr(x, mode="economic", pivoting=True)
    size = np.abs(np.diag(r))
    rank = int((size > 1e-9 * size[0]).sum())
    return np.sort(order[:rank])
