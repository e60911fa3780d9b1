"""Non-response by a model: weights divided by the estimated propensity to respond, or by its rate in strata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.errors import WeightingError, WeightingWarning, warn
from survey.weighting.before.classes import MISSING, stop_at_missing
from survey.weighting.before.dispositions import Options, dispositions, listed, responded_of
from survey.weighting.before.propensity_model import Fit, Model
from survey.weighting.before.propensity_terms import model_keys, model_matrix
from survey.weighting.before.sampling_weight import Adjustment, with_sampling_weight
from survey.weighting.margins.one_answer import one_answer
from survey.weighting.record.weight_column import base_of
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

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
    question = one_answer(sample, response)
    terms = [tuple(str(part) for part in listed(term)) for term in listed(predictors)]
    options = responded_of(sample, question, responded)
    _check(terms, response, strata, missing)
    keys, lines = model_keys(sample, terms, listed(numbers))
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
    weighing = _Weighing(cells, Model(*model_matrix(sample, terms, keys, lines, cells), did, live, strata), response)
    asked = {
        "response": response,
        "predictors": [term[0] if len(term) == 1 else [*term] for term in terms],
        "responded": [*options],
        "numbers": [*listed(numbers)],
        "strata": strata,
        "missing": missing,
    }
    return with_sampling_weight(sample, weighing.adjustment(base, [*keys.values(), question], terms, asked), name)


@dataclass(frozen=True)
class _Weighing:
    """The model on the cells; ``where``: the question that says who responded."""

    cells: CellTable
    model: Model
    where: str

    def fit(self, sums: Array, start: Fit) -> Fit:
        try:
            return self.model.fit(sums, start)
        except ValueError as error:
            raise _no_maximum(error, self.where) from None

    def adjustment(
        self, base: str | None, keys: Sequence[Question], terms: Sequence[Sequence[str]], options: Mapping[str, Any]
    ) -> Adjustment:
        """The factors from the fit to the full sample, and what is to be told of it."""
        model, sums = self.model, self.cells.sum_w
        first = self.fit(sums, model.start(sums))
        factor = model.factor(sums, first)
        details = model.figures(sums, model.propensities(first))
        rates = model.rates(sums, first)
        by_stratum = {f"response rate: stratum {k}": float(rate) for k, rate in enumerate(rates, 1) if model.strata}
        return Adjustment(
            "propensity",
            base,
            keys,
            self.cells,
            factor,
            lambda sums: model.factor(sums, self.fit(sums, first)),
            _said(terms, details, rates if model.strata else None, model.propensities(first)),
            options,
            self._counts(factor, first),
            {**details, "largest factor": float(factor.max()), **by_stratum},
        )

    def _counts(self, factor: Array, first: Fit) -> dict[str, int]:
        """Respondents by what became of them; warns of those whom the model cannot do justice to."""
        model, counted, sums = self.model, self.cells.respondents, self.cells.sum_w
        p, did, live = model.propensities(first), model.did, model.live
        sure = int(counted[live & (model.of_cells(np.minimum(p, 1 - p)) < CERTAIN)].sum())
        mean = float((sums * factor)[did].sum() / sums[did].sum())
        wide = int(counted[live & did & (factor > WIDE * mean)].sum())
        if sure:
            said = f"the model predicts the response of {sure} respondent(s) or non-respondent(s) without error"
            warn(WeightingWarning, f"{self.where}: {said}; join options or leave a predictor out")
        if wide:
            said = f"{wide} respondent(s) get more than {WIDE:g} times the mean factor, {mean:.3g}"
            warn(WeightingWarning, f"{self.where}: {said}; use strata, or trim")
        return {
            "responded": int(counted[did].sum()),
            "did not respond": int(counted[live & ~did].sum()),
            "predicted without error": sure,
            "wide factors": wide,
        }


def _said(terms: Sequence[Sequence[str]], details: Mapping[str, float], rates: Array | None, p: Array) -> Text:
    """``rates``: of the strata of propensity, where there are some."""
    how = message("data.propensities") if rates is None else message("data.propensity_strata", count=len(rates))
    done = message(
        "data.propensity",
        how=how,
        predictors=", ".join(" × ".join(term) for term in terms),
        rate=formatted(details["response rate"], ".1%"),
        least=formatted(float(p.min()), ".3f"),
        most=formatted(float(p.max()), ".3f"),
        auc=formatted(details["AUC"], ".3f"),
        r2=formatted(details["pseudo-R2"], ".3f"),
    )
    if rates is None:
        return done
    listed_ = joined([formatted(float(rate), ".1%") for rate in rates], ", ")
    return joined([done, message("data.stratum_rates", rates=listed_)], "; ")


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


def _no_maximum(why: ValueError, response: str) -> WeightingError:
    return WeightingError(
        f"the propensities cannot be estimated: {why}",
        where=response,
        fix="Join options of the predictors, or leave one out.",
    )
