"""Non-response by a model: weights divided by the estimated propensity to respond, or by its rate in strata."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import number_question
from survey.definitions.records.question import Question
from survey.errors import WeightingError, WeightingWarning, warn
from survey.maths.models.newton import maximize
from survey.maths.models.regression import Binomial
from survey.maths.weights.propensity_strata import discrimination, propensity_strata, representativity
from survey.weighting.before.classes import MISSING, Classes, stop_at_missing
from survey.weighting.before.dispositions import Options, dispositions, listed, responded_of
from survey.weighting.before.nonresponse import refuse_empty
from survey.weighting.before.sampling_weight import with_sampling_weight
from survey.weighting.calibrating.rake import base_of

Array = NDArray[np.float64]
Index = NDArray[np.int64]
Predictor = str | Sequence[str]
CERTAIN = 1e-6  # a propensity so near to 0 or 1 means that the model separates
WIDE = 5.0  # a factor so many times the mean one gets a warning


def propensity(
    sample: SampleData,
    response: str,
    predictors: Predictor | Sequence[Predictor],
    *,
    responded: Options | None = None,
    numbers: str | Sequence[str] = (),
    strata: int | None = None,
    missing: str = "stop",
    base_weight: str | None = None,
    name: str | None = None,
) -> SampleData:
    """The sample with weights ``w / p`` for those who responded and 0 for the others, ``p`` by a logistic regression of
    response on ``predictors``, weighted by ``w`` (Little 1986, Int. Stat. Review 54, 139-157; R: ``glm(family =
    quasibinomial, weights = w)``).

    ``response``, ``responded``: as for ``nonresponse``. ``predictors``: questions known of both kinds; their options
    are predictors, those of several questions crossed where a predictor is a list of them. Questions of type number
    without ranges, and columns named in ``numbers``, are straight lines on the logit scale. ``strata``: in
    place of ``1/p`` the inverse of the weighted response rate in so many strata of propensity, of about equal weight (5
    is usual), which leans less on the model and keeps the sum of the weights. ``missing``: ``stop``, or a ``class`` of
    its own (an option more; for options only).

    The model is fitted to combinations of answers, not rows; numbers of very many values each (7 of 1,000, say) make
    more of them than can be told apart, which is an error. In replicates it is fitted anew, and strata are cut anew,
    so that the variance has the part due to estimated propensities; linearization takes the weights as given. Warns
    where response is predicted without error and where factors are more than 5 times the mean one. Raises
    ``WeightingError``.
    """
    base = base_of(sample, base_weight)
    question = sample.question(response)
    terms = [tuple(str(part) for part in listed(term)) for term in listed(predictors)]
    options = responded_of(sample, question, responded)
    _check(terms, response, strata, missing)
    keys, lines = _keys(sample, terms, listed(numbers))
    cells = sample.engine.collapse([*keys.values(), question], weight=base)
    groups = {"responded": options, "not responded": ()}
    did = dispositions(sample, question, cells, groups, others="not responded") == 0
    live = cells.respondents > 0
    if missing == "stop":
        stop_at_missing(list(keys.values()), cells)
    if not (live & did).any() or not (live & ~did).any():
        raise WeightingError(
            "everybody has responded" if (live & did).any() else "nobody has responded",
            where=response,
            fix="There is nothing to model; leave the step out, or name other options as responded.",
        )
    model = _Model(*_matrix(sample, terms, keys, lines, cells), did, live, strata)

    def fit(sums: Array, start: _Fit) -> _Fit:
        try:
            return model.fit(sums, start)
        except ValueError as error:
            raise _no_maximum(str(error), response) from None

    first = fit(cells.sum_w, model.start(cells.sum_w))
    factor = model.factor(cells.sum_w, first)
    p = model.propensities(first)
    details = model.figures(cells.sum_w, p)
    counted = cells.respondents
    sure = int(counted[live & (model.of_cells(np.minimum(p, 1 - p)) < CERTAIN)].sum())
    mean = float((cells.sum_w * factor)[did].sum() / cells.sum_w[did].sum())
    wide = int(counted[live & did & (factor > WIDE * mean)].sum())
    if sure:
        said = f"the model predicts the response of {sure} respondent(s) or non-respondent(s) without error"
        warn(WeightingWarning, f"{response}: {said}; join options or leave a predictor out")
    if wide:
        said = f"{wide} respondent(s) get more than {WIDE:g} times the mean factor, {mean:.3g}"
        warn(WeightingWarning, f"{response}: {said}; use strata, or trim")
    named = ", ".join(" × ".join(term) for term in terms)
    rates = model.rates(cells.sum_w, first)
    how = f"rates in {len(rates)} strata of propensity" if strata else "propensities"
    text = f"non-response: weights divided by {how} from a logistic regression on {named}"
    text += f" (response rate {details['response rate']:.1%}, propensities {p.min():.3f} to {p.max():.3f}"
    text += f", AUC {details['AUC']:.3f}, pseudo-R² {details['pseudo-R2']:.3f})"
    if strata:
        text += f"; response rates from the lowest stratum: {', '.join(f'{rate:.1%}' for rate in rates)}"
    return with_sampling_weight(
        sample,
        "propensity",
        [*keys.values(), question],
        cells,
        factor,
        lambda sums: model.factor(sums, fit(sums, first)),
        base=base,
        name=name,
        text=text,
        options={
            "response": response,
            "predictors": [term[0] if len(term) == 1 else [*term] for term in terms],
            "responded": [*options],
            "numbers": [*listed(numbers)],
            "strata": strata,
            "missing": missing,
        },
        counts={
            "responded": int(counted[did].sum()),
            "did not respond": int(counted[live & ~did].sum()),
            "predicted without error": sure,
            "wide factors": wide,
        },
        details={
            **details,
            "largest factor": float(factor.max()),
            **{f"response rate: stratum {k}": float(rate) for k, rate in enumerate(rates, start=1) if strata},
        },
    )


@dataclass(frozen=True)
class _Fit:
    """Coefficients of the columns of the model that could be estimated, and which these are."""

    beta: Array
    columns: Index


@dataclass(frozen=True)
class _Model:
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

    def start(self, sums: Array) -> _Fit:
        """Where the full sample's fit starts from: statsmodels' coefficients, or none."""
        import statsmodels.api as sm

        answered, everybody = self.sums(sums)
        at = everybody > 0
        columns = _independent(self.x[at])
        x, y, w = self.x[np.ix_(at, columns)], answered[at] / everybody[at], everybody[at]
        none = _Fit(Binomial().null(x, y, w), columns)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # separation is looked for in the propensities
            try:
                made = sm.GLM(y, x, family=sm.families.Binomial(), var_weights=w / w.mean()).fit(maxiter=50)
            except (ValueError, np.linalg.LinAlgError):
                return none
        found = np.asarray(made.params, dtype=float)
        near = np.isfinite(found).all() and np.abs(x @ found).max() < 20  # else from the middle
        return _Fit(found, columns) if near else none

    def fit(self, sums: Array, start: _Fit) -> _Fit:
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
            return _Fit(maximize(Binomial(), begin, x, y, everybody[at]), columns)
        except ValueError:  # an option of which everybody responded, or nobody: its coefficient has no end
            return _Fit(_near_maximum(x, y, everybody[at]), columns)

    def propensities(self, fit: _Fit) -> Array:
        """One for each profile."""
        return Binomial().expected(fit.beta, self.x[:, fit.columns])[:, 0]

    def of_cells(self, values: Array) -> Array:
        return np.asarray(values[self.profile])

    def classes(self, sums: Array, fit: _Fit) -> Classes:
        """The strata of propensity as weighting classes."""
        stratum = propensity_strata(self.propensities(fit), self.sums(sums)[1], self.strata or 1)
        count = int(stratum.max()) + 1
        names = tuple(f"stratum {k} of {count}, from the lowest propensity" for k in range(1, count + 1))
        return Classes(np.where(self.live, stratum[self.profile], -1), names)

    def rates(self, sums: Array, fit: _Fit) -> Array:
        """The weighted response rate of each stratum."""
        made = self.classes(sums, fit)
        return made.sums(sums, self.did) / made.sums(sums, self.live)

    def factor(self, sums: Array, fit: _Fit) -> Array:
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


def _check(terms: Sequence[Sequence[str]], response: str, strata: int | None, missing: str) -> None:
    problems = []
    if not terms:
        problems.append("a propensity needs predictors; without any, use nonresponse")
    if any(response in term for term in terms):
        problems.append(f"'{response}' cannot predict itself")
    if strata is not None and strata < 2:
        problems.append(f"{strata} stratum(s) of propensity; there must be 2 or more")
    if missing not in MISSING:
        problems.append(f"unknown rule '{missing}' for missing answers; known: {', '.join(MISSING)}")
    if problems:
        raise WeightingError("\n".join(problems), where="propensity", fix="Correct these arguments.")


def _keys(
    sample: SampleData, terms: Sequence[Sequence[str]], numbers: Sequence[str]
) -> tuple[dict[str, Question], set[str]]:
    """The questions of the model, and which of them are straight lines, without ranges."""
    names = list(dict.fromkeys(part for term in terms for part in term))
    stray = [number for number in numbers if number not in names]
    if stray:
        said = f"{', '.join(stray)} named in numbers, but not among the predictors"
        raise WeightingError(said, where="numbers", fix="Name them there too.")
    found, lines = {}, set()
    for name in names:
        question = sample.question(name)
        ranges = any(option.range for option in question.options.values())
        if name in numbers or (question.type == "number" and not ranges):
            lines.add(name)
            question = number_question(question)
        found[name] = question
    crossed = sorted(lines & {part for term in terms if len(term) > 1 for part in term})
    if crossed:
        said = f"numbers cannot be crossed with other predictors: {', '.join(crossed)}"
        raise WeightingError(said, where="predictors", fix="Cut them into ranges, or name them alone.")
    return found, lines


def _matrix(
    sample: SampleData, terms: Sequence[Sequence[str]], keys: dict[str, Question], lines: set[str], cells: CellTable
) -> tuple[Array, Index]:
    """(profiles, columns) with an intercept, and the profile of each cell."""
    at = {name: cells.keys.index(question.question) for name, question in keys.items()}
    codes, profile = np.unique(cells.codes[:, list(at.values())], axis=0, return_inverse=True)
    place = {name: codes[:, k] for k, name in enumerate(at)}
    columns = [np.ones((len(codes), 1))]
    for term in terms:
        if term[0] in lines:
            columns.append(_line(sample, term[0], keys[term[0]], place[term[0]], cells)[:, None])
            continue
        flat = np.zeros(len(codes), dtype=np.int64)
        for part in term:
            flat = flat * len(cells.levels[at[part]]) + place[part]
        levels = np.unique(flat)
        columns.append((flat[:, None] == levels[None, 1:]).astype(float))
    return np.concatenate(columns, axis=1), np.asarray(profile).reshape(-1)


def _line(sample: SampleData, name: str, question: Question, place: Index, cells: CellTable) -> Array:
    """A number in standard units, which makes the same propensities and an easier fit."""
    numbers = np.array(sample.engine.encoding(question).numbers)
    value = numbers[place]
    mine = numbers[cells.key(question.question)]
    without = int(cells.respondents[~np.isfinite(mine)].sum())
    if without:
        raise WeightingError(f"{without} respondent(s) gave no number", where=name, fix="Impute, or cut into ranges.")
    known = np.isfinite(value)
    spread = float(value[known].std())
    return np.where(known, (value - value[known].mean()) / (spread if spread > 0 else 1.0), 0.0)


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


def _no_maximum(why: str, response: str) -> WeightingError:
    return WeightingError(
        f"the propensities cannot be estimated: {why}",
        where=response,
        fix="Join options of the predictors, or leave one out.",
    )
