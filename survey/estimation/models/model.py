"""Regression with design-based standard errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.options import check_options, known
from survey.estimation.models.model_data import Levels, ModelData, model_data
from survey.estimation.models.model_family import NAMES, parts_of
from survey.estimation.models.model_fit import Fit, fit_model
from survey.estimation.models.model_means import Part, Setting, effect_parts, means_of_parts, prediction_parts
from survey.estimation.models.model_tests import likelihood_ratio, wald
from survey.estimation.result.choices import Df, Family, Solver, TermTest
from survey.estimation.result.estimates import Estimates, Method
from survey.estimation.result.tested import TestResult, of_sample
from survey.maths.intervals import wald_interval
from survey.shown import Shown
from survey.wording.formatted import formatted
from survey.wording.lists import either
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text, say

_RATIO = {  # what the exponential of a coefficient is
    **dict.fromkeys(("binomial", "multinomial", "ordinal"), "ratio of odds"),
    **dict.fromkeys(("poisson", "negative_binomial"), "ratio of rates"),
    **dict.fromkeys(("binomial(cloglog)", "ordinal(cloglog)"), "ratio of hazards"),
    "gamma(log)": "ratio of means",
}


@dataclass(frozen=True, repr=False)
class Model(Shown):
    """A fitted model (R: a ``svyglm``).

    ``coefficients`` has one row a coefficient, with their covariance; in a multinomial model ``option: term`` for each
    option but the first, in an ordinal one the thresholds ``low|high`` last. ``terms``: name of a term -> rows.
    ``outcomes``: what is expected: the answer, the event, or the options. ``deviance`` and ``null_deviance`` are with
    weights of mean 1. ``domain``: of whom it is, if not of all; ``unused``: options that nobody in it chose.
    """

    formula: str
    family: str
    outcomes: tuple[str, ...]
    coefficients: Estimates
    terms: Mapping[str, tuple[int, ...]]
    df: float
    deviance: float
    null_deviance: float
    notes: tuple[Text, ...] = ()
    domain: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    fit: Fit | None = field(default=None, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.coefficients)

    @property
    def r_squared(self) -> float:
        """``1 - deviance / null deviance``: R² of a linear model, McFadden's of the others but Poisson."""
        return 1 - self.deviance / self.null_deviance if self.null_deviance > 0 else float("nan")

    @property
    def statistic(self) -> Array:
        """t of each coefficient."""
        return self.coefficients.statistic

    @property
    def p_value(self) -> Array:
        """Two-sided, by Student's t with ``df``; NaN where ``df`` ≤ 0."""
        return self.coefficients.p_value

    def ratios(self) -> Estimates:
        """``exp`` of the coefficients (odds ratios, rate ratios), with the exponentials of their limits.

        R: ``exp(coef(m))``, ``exp(confint(m))``; Stata: ``or``, ``irr``, ``rrr``. The standard error is
        ``exp(b) · se(b)``."""
        known("family", self.family, tuple(_RATIO))
        b = self.coefficients
        grown = np.exp(b.estimate)
        return replace(
            b,
            estimate=grown,
            std_error=grown * b.std_error,
            conf_low=np.exp(b.conf_low),
            conf_high=np.exp(b.conf_high),
            covariance=b.covariance * np.outer(grown, grown),
            method=replace(b.method, statistic=_RATIO[self.family]),
        )

    def test(self, *terms: str, method: TermTest = "Wald") -> TestResult:
        """Test that all coefficients of ``terms`` (of all terms, if none are named) are 0.

        ``Wald``: ``F = b' V⁻¹ b / q`` with ``q`` and ``df`` degrees of freedom (R: ``regTermTest(method="Wald")``;
        Stata: ``test`` with ``nosvyadjust``). ``LRT``: the working likelihood ratio of Rao and Scott, by the exact tail
        of its distribution; ``LRT saddlepoint``: by R's approximation of it (R: ``regTermTest(method="LRT")``,
        ``anova``): see ``survey.estimation.models.model_tests``. Raises ``EstimationError`` for a term that the model
        has not."""
        for term in terms:
            known("term", term, tuple(self.terms))
        known("method", method, get_args(TermTest))
        named, fit = terms or tuple(self.terms), self._fitted()
        at = [row for term in named for row in self.terms[term]]
        if not at:
            raise EstimationError("the model has no terms to test", where=f"formula '{self.formula}'")
        columns = [place for term in named for place in fit.data.terms[term]]
        if method == "Wald":
            made, name = wald(fit, at), "F"
            said = message(f"estimation.wald_{parts_of(self.family)[0]}")
        else:
            tail = "saddlepoint" if method.endswith("saddlepoint") else "exact"
            made, name = likelihood_ratio(fit, self.family, at, columns, tail), "2 log LR"
            said = message("estimation.working_likelihood_ratio")
        return TestResult(
            name=name,
            statistic=made.statistic,
            df=(float(len(at)), self.df),
            p_value=made.p_value,
            question=self.coefficients.question,
            by=" + ".join(named),
            n=int(self.coefficients.n[0]),
            notes=() if made.defined else (message("estimation.model_df_too_few"),),
            n_weighted=float(self.coefficients.n_weighted[0]),
            **of_sample(fit.sample, said),
        )

    def effects(self, *questions: str) -> Estimates:
        """Average marginal effects: by how much the expected answer differs, on the average of the respondents.

        Of a number, the derivative; of options, what each makes in place of the first, all else as it is. One row an
        effect and, for multinomial and ordinal models, option of the answer. In units of the answer, or of probability.
        ``m = Σ w m_i(b) / Σ w``; both ``b`` and the respondents vary: the influence of a respondent is
        ``(m_i - m) / Σ w`` plus ``∂m/∂b`` times that on ``b`` (Stata: ``margins, dydx(*) vce(unconditional)``; R:
        ``marginaleffects::avg_slopes`` takes the respondents as fixed). Raises ``EstimationError``."""
        fit = self._fitted()
        for name in questions:
            known("question", name, _questions(fit.data))
        parts = effect_parts(fit.data, questions or _questions(fit.data))
        if not parts:
            raise EstimationError("the model has no questions", where=f"formula '{self.formula}'")
        return self._means(parts, "marginal effect", (), [()] * len(parts))

    def predictions(self, question: str, at: Sequence[float] = ()) -> Estimates:
        """Expected answer if everybody had given each answer to ``question``, all else as it is (predictive margins).

        ``at``: values of a question of numbers. ``Σ w E(y_i | b, question = value) / Σ w``, its standard error as in
        ``effects`` (R: ``svypredmeans``, which takes coefficients and respondents as independent; Stata: ``margins``
        with ``vce(unconditional)``; Graubard & Korn 1999, Biometrics 55, 652-659). Rows are options of the answer ×
        values, the value varying fastest."""
        fit = self._fitted()
        known("question", question, _questions(fit.data))
        parts = prediction_parts(fit.data, question, at)
        made = self._means(parts, "prediction", (question,), [(part.label,) for part in parts])
        many = len(self.outcomes)
        return made.take([row * many + outcome for outcome in range(many) for row in range(len(parts))])

    def _fitted(self) -> Fit:
        if self.fit is None:
            raise EstimationError("the model has no data with it", where=f"formula '{self.formula}'")
        return self.fit

    def _means(
        self, parts: Sequence[Part], statistic: str, domains: tuple[str, ...], levels: Sequence[tuple[str, ...]]
    ) -> Estimates:
        found, covariance = means_of_parts(self._fitted(), parts)
        many = len(self.outcomes) > 1
        names = [
            "" if not many and domains else outcome if domains else f"{outcome}: {part.label}" if many else part.label
            for part in parts
            for outcome in self.outcomes
        ]
        rows = [level for level in levels for _ in self.outcomes]
        labels = [name or self.outcomes[0] for name in names]
        method = replace(self.coefficients.method, statistic=statistic)
        named = _Names(self.coefficients.question, tuple(labels), domains, tuple(rows))
        return _estimates(self._fitted(), named, found, covariance, method)

    def __repr__(self) -> str:
        b = self.coefficients
        level = f"{100 * b.method.level:g}%"
        heads = ("", "estimate", "std error", "t", "p", f"{level} low", f"{level} high")
        columns = (b.estimate, b.std_error, self.statistic, self.p_value, b.conf_low, b.conf_high)
        lines = [heads] + [
            (option, *(f"{float(column[row]):.4g}" for column in columns)) for row, option in enumerate(b.option)
        ]
        first, *wide = (max(len(line[place]) for line in lines) for place in range(len(heads)))
        table = [
            "  ".join([name.ljust(first), *(cell.rjust(width) for cell, width in zip(cells, wide, strict=True))])
            for name, *cells in lines
        ]
        head = f"Model: {self.formula} ({self.family}); n = {b.n[0]:.0f}, df = {self.df:g}, R² = {self.r_squared:.4f}"
        return "\n".join([head, *table, *map(say, self.notes)])


def model(
    sample: SampleData,
    formula: str,
    family: Family = "gaussian",
    *,
    domain: Mapping[str, Levels] | None = None,
    level: float = 0.95,
    df: Df = "domain",
    solver: Solver = "newton",
) -> Model:
    """Regression of an answer on others, with standard errors of the design (R: ``svyglm``, ``svyolr``; Stata:
    ``svy: regress``, ``logit``, ``poisson``, ``mlogit``, ``ologit``; SAS: ``SURVEYREG``, ``SURVEYLOGISTIC``).

    ``formula``: ``api00 ~ ell + meals``, ``vote == 'red' ~ sex * age``; ``C(trust)`` takes the options of a scale,
    ``C(sex, Treatment('female'))`` another reference. ``family``: ``gaussian``, ``binomial`` (logit), ``poisson``
    (log), ``gamma`` (inverse; ``gamma(log)``), ``negative_binomial`` (log; its ``log(alpha)`` is estimated with the
    coefficients), ``multinomial`` (logits against the first option) or ``ordinal`` (proportional odds); other links in
    brackets: ``binomial(probit)``, ``binomial(cloglog)``, ``ordinal(probit)``, ``ordinal(cloglog)``. A term
    ``offset(log(persons))`` has the coefficient 1. ``domain``: question ->
    options of those whom the model is of; all others stay in the design.

    Coefficients ``b`` solve ``Σ w s_i(b) = 0``, with the scores ``s`` of the likelihood. Their covariance is that of
    the totals of ``A⁻¹ s_i``, ``A`` the weighted information (Binder 1983, International Statistical Review 51,
    279-292), with strata, clusters, finite population and calibration as for every total; with replicate weights, that
    of ``b`` fitted in each.

    t with PSUs minus strata of those in the model (``df="design"``: of everybody) plus 1 minus the columns of the model
    (R), where thresholds of an ordinal model, and the equations of a multinomial one, count once; Stata does not take
    the columns off; a number is itself. ``solver``: ``newton`` goes on to the maximum; ``irls`` stops logistic and
    Poisson models where R does by default, whose standard errors are up to 1e-4 of themselves off.

    Who lacks an answer is left out and counted. Raises ``EstimationError`` for a formula that cannot be read, terms
    that repeat each other, and a likelihood without a maximum.
    """
    known("family", family, NAMES)
    known("solver", solver, ("newton", "irls"))
    check_options(level, df, "with replacement")
    data = model_data(sample, formula, family, domain)
    fit = fit_model(sample, data, family, df, solver)
    method = Method(
        statistic="coefficient",
        base="valid",
        variance=fit.variance,
        interval="wald",
        level=level,
        df_rule=str(df),
        weight=sample.weight or "",
        calibration=sample.calibration.said if sample.calibration is not None else "",
        lonely_psu=sample.design.lonely_psu,
    )
    labels = _labels(data, family)
    named = _Names(formula.partition("~")[0].strip(), tuple(labels), (), ((),) * len(labels))
    within = {
        name: (levels,) if isinstance(levels, str) else tuple(str(level) for level in levels)
        for name, levels in (domain or {}).items()
    }
    return Model(
        formula=formula,
        family=family,
        outcomes=data.outcomes,
        coefficients=_estimates(fit, named, fit.beta, fit.covariance, method),
        terms=_terms(data, family),
        df=fit.df,
        deviance=fit.deviance,
        null_deviance=fit.null_deviance,
        notes=_notes(fit, family, within, solver),
        domain=within,
        unused=data.unused,
        fit=fit,
    )


def _notes(fit: Fit, family: str, within: Mapping[str, tuple[str, ...]], solver: str) -> tuple[Text, ...]:
    """What is to be known of the model. ``within``: its domain."""
    data = fit.data
    notes: list[Text] = []
    if within:
        inside = joined([joined([name, " = ", either(levels)]) for name, levels in within.items()], ", ")
        notes.append(message("estimation.in_domain", domain=inside))
    if data.unused:
        notes.append(message("estimation.nobody_chose", options=", ".join(data.unused)))
    if fit.df <= 0:
        notes.append(message("estimation.no_interval_no_test", df=formatted(fit.df)))
    kind, link = parts_of(family)
    if kind == "binomial":
        notes.append(message(f"estimation.outcome_{link}", outcome=data.outcomes[0]))
    if kind == "multinomial":
        notes.append(message("estimation.logits_against", outcome=data.outcomes[0]))
    if solver == "irls" and family in ("binomial", "poisson"):
        notes.append(message("estimation.stopped_by_r"))
    return tuple(notes)


def _labels(data: ModelData, family: str) -> list[str]:
    if family == "multinomial":
        return [f"{outcome}: {column}" for outcome in data.outcomes[1:] for column in data.columns]
    if family == "negative_binomial":
        return [*data.columns, "log(alpha)"]
    if family.startswith("ordinal"):
        return [*data.columns, *(f"{low}|{high}" for low, high in zip(data.outcomes, data.outcomes[1:], strict=False))]
    return list(data.columns)


def _terms(data: ModelData, family: str) -> dict[str, tuple[int, ...]]:
    equations = range(len(data.outcomes) - 1) if family == "multinomial" else range(1)
    width = len(data.columns)
    return {
        term: tuple(equation * width + place for equation in equations for place in places)
        for term, places in data.terms.items()
    }


def _questions(data: ModelData) -> tuple[str, ...]:
    """Questions that the answer depends on."""
    return tuple(dict.fromkeys(setting.question for setting in Setting.all_of(data)))


@dataclass(frozen=True)
class _Names:
    """What tells rows apart: the answer, their labels, and the levels of domains."""

    question: str
    labels: tuple[str, ...]
    domains: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]


def _estimates(fit: Fit, named: _Names, estimate: Array, covariance: Array, method: Method) -> Estimates:
    rows, w = len(named.labels), fit.data.weights
    error = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    low, high = wald_interval(estimate, error, fit.df, method.level)
    every: dict[str, Any] = {
        name: np.full(rows, value)
        for name, value in (
            ("deff", np.nan),
            ("count", float(len(w))),
            ("n", float(len(w))),
            ("n_weighted", float(w.sum())),
            ("df", fit.df),
        )
    }
    return Estimates(
        study=fit.sample.name,
        question=named.question,
        option=named.labels,
        domains=named.domains,
        domain_levels=named.levels,
        estimate=np.asarray(estimate, dtype=float),
        std_error=error,
        conf_low=low,
        conf_high=high,
        covariance=covariance,
        method=method,
        counts=dict(fit.data.counts),
        design_df=fit.design_df,
        synthetic=fit.sample.synthetic,
        **every,
    )
