"""Statistics under a policy of disclosure: which are refused, and how many digits are left to the others.

Thresholds and the (n,k) and p% rules are those of tables; at least ten residual degrees of freedom of a model, and no
minimum and maximum, are of ACRO and the SDAP handbook (2019), chapters 5 and 6.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.definitions.policy import policy_of
from survey.definitions.records.presenting.banner import INSIDE
from survey.definitions.records.presenting.disclosure import Disclosure
from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.estimation.core.respondents import respondents
from survey.estimation.models.model import Model
from survey.estimation.result.estimates import Estimates
from survey.estimation.result.tested import TestResult
from survey.inside import ADVICE
from survey.maths.rules.coarse import error_unit
from survey.maths.rules.dominance import dominated
from survey.studies.few_respondents import refuse_few, refuse_words, small_groups
from survey.tables.crosstab import crosstab
from survey.tables.finding import PERCENT, Finding
from survey.tables.numeric import has_mean
from survey.tables.rules.coarsened import rounded_record, rounded_records, rounded_to
from survey.tables.rules.rule_of import ruled
from survey.tables.topline import topline
from survey.wording.few import without_few

MEANS = ("mean", "total", "ratio", "variance", "deviation")  # which a few answers may make
QUANTILES = ("quantile", "median")
FREEDOM = 10  # residual degrees of freedom of a model, at least


def guarded(
    study: Study,
    sample: SampleData,
    asked: Sequence[str],
    by: Sequence[str],
    made: Sequence[Finding],
    statistic: str,
    options: dict[str, Any],
) -> list[Finding]:
    """``made`` as far as the study's policy of disclosure shows it, rounded; ``SurveyError`` for figures of too few
    respondents, which differ from one that is shown by too few, which a few answers make, or which are an answer."""
    refuse_few(study, made, by)
    refuse_words(sample, [*(asked if statistic in ("share", "test") else ()), *by])
    policy = policy_of(study)
    if policy is None:
        return list(made)
    for question in asked:
        if statistic == "share" or (statistic == "total" and not has_mean(sample.question(question))):
            _refuse_suppressed(study, sample, question, by, options)
    if statistic in QUANTILES:
        _refuse_extremes(policy, made, options.get("probabilities", (0.25, 0.5, 0.75)))
    if statistic in MEANS:
        refuse_dominated(policy, sample, asked, by)
    if statistic == "test":
        _refuse_small_groups(policy, sample, asked, by)
    return [_rounded(one, policy) for one in made]


def refuse_model_words(sample: SampleData, formula: str) -> None:
    """``refuse_words`` of what a formula takes as groups: columns of texts, and those within ``C(…)``."""
    for name in dict.fromkeys((*sample.questions, *sample.engine.columns)):
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", formula):
            refuse_words(sample, [name], numbers=f"C({name}" in formula)


def refuse_model(study: Study | None, model: Model) -> None:
    """``SurveyError`` for a model with too few degrees of freedom, and for a coefficient of too few respondents."""
    policy, fit = policy_of(study), model.fit
    if policy is None or fit is None:
        return
    x = fit.data.x
    freedom = x.shape[0] - x.shape[1]
    if freedom < FREEDOM:
        said = f"{freedom} residual degrees of freedom, fewer than {FREEDOM}: the model tells answers"
        raise SurveyError(said, where=model.formula, fix=f"Take terms out; {ADVICE}")
    few = [
        name
        for name, column in zip(fit.data.columns, x.T, strict=True)
        if 0 < min(np.count_nonzero(column), np.count_nonzero(column == 0) or x.shape[0]) < policy.least
    ]
    if model.outcomes != ("",):
        y = fit.data.y
        chosen = (y > 0).sum(axis=0) if y.ndim == 2 else np.unique(y, return_counts=True)[1]
        few += ["the outcome"] if chosen.min() < policy.least else []
    if few:
        said = f"{', '.join(few[:5])}: of fewer than {policy.least} respondents, whose answers a model would tell"
        raise SurveyError(said, where=model.formula, fix=f"Join options; {ADVICE}")


def _refuse_suppressed(
    study: Study, sample: SampleData, question: str, by: Sequence[str], options: dict[str, Any]
) -> None:
    base = options.get("base")
    table = crosstab(sample, question, [INSIDE.join(by)], base=base) if by else topline(sample, question, base=base)
    (shown,) = ruled(study, [table])
    gone = 0 if shown.presentation is None else int(shown.presentation.all("suppress").sum())
    if gone:
        said = f"{gone} of {table.estimate.size} cells tell of few respondents, or could tell those that do"
        raise SurveyError(said, where=question, fix=f"survey crosstab and survey topline show the others; {ADVICE}")


def _refuse_extremes(policy: Disclosure, made: Sequence[Finding], probabilities: Any) -> None:
    """A quantile is somebody's answer; with few beyond it, of somebody at the end."""
    for one in made:
        p = np.atleast_1d(np.asarray(probabilities, dtype=float)) if one.statistic == "quantile" else np.array([0.5])
        n = float(np.nanmin([record["n"] for record in one.records if record["n"] > 0], initial=np.inf))
        if (np.minimum(p, 1 - p) * n < policy.least / 2).any():
            half = -(-policy.least // 2)
            said = f"fewer than {half} respondents are beyond a quantile, which is one of their answers"
            raise SurveyError(said, where=one.question, fix=f"Ask for one nearer to the median; {ADVICE}")


def refuse_dominated(policy: Disclosure, sample: SampleData, asked: Sequence[str], by: Sequence[str]) -> None:
    """``SurveyError`` where a few answers make a mean or total of a number that is asked for."""
    limits = policy.limits
    numbers = [name for name in asked if has_mean(sample.question(name))]
    if limits is None or not numbers:
        return
    for name in numbers:
        who = respondents(sample, (name,), tuple(by))
        for place, levels in enumerate(who.domains):
            inside = (who.domain == place) & (who.weight != 0)
            broken = dominated(who.numbers[inside, 0], limits.n, limits.k, limits.p)
            if broken:
                rule = f"the largest is known to within {limits.p:g} % from the second largest"
                if broken == "n_k":
                    rule = f"the largest {limits.n} make more than {limits.k:g} % of it"
                where = ", ".join((name, *levels))
                raise SurveyError(f"few answers make the figure: {rule}", where=where, fix=f"Join groups; {ADVICE}")


def _refuse_small_groups(policy: Disclosure, sample: SampleData, asked: Sequence[str], by: Sequence[str]) -> None:
    for name in (*asked, *by):
        if not sample.question(name).options:
            continue
        few = small_groups(sample, name, policy.least)
        if few:
            said = f"{few} groups are of fewer than {policy.least} respondents, of whom a test would tell"
            raise SurveyError(said, where=name, fix=f"Join options; {ADVICE}")


def _rounded(one: Finding, policy: Disclosure) -> Finding:
    one = replace(one, notes=tuple(replace(note, text=without_few(note.text, policy.least)) for note in one.notes))
    one = replace(one, tests=tuple(_rounded_test(test, policy) for test in one.tests))
    made = one.estimates
    if made is None:
        units = [float(error_unit(np.array(test.std_error))) for test in one.tests]
        rows = [rounded_record(row, unit, policy) for row, unit in zip(one.records, units, strict=True)]
        return replace(one, records=tuple(rows))
    share = one.statistic in PERCENT
    unit = np.full(len(made), policy.round.percents / 100) if share else error_unit(made.std_error)
    records = rounded_records(one.records, np.asarray(unit, dtype=float), policy)
    return replace(one, estimates=_coarse(made, unit, float(policy.round.counts)), records=records)


def _rounded_test(test: TestResult, policy: Disclosure) -> TestResult:
    unit = float(error_unit(np.array(test.std_error)))
    names = ("statistic", "p_value", "estimate", "std_error", "conf_low", "conf_high", "n_weighted")
    figures = rounded_record({name: getattr(test, name) for name in names}, unit, policy)
    notes = tuple(without_few(note, policy.least) for note in test.notes)
    df = tuple(round(one) if one > 2 else one for one in test.df)
    return replace(test, **figures, n=round(rounded_record({"n": test.n}, unit, policy)["n"]), df=df, notes=notes)


def _coarse(made: Estimates, unit: Any, step: float) -> Estimates:
    figures: dict[str, Any] = {
        name: rounded_to(getattr(made, name), unit) for name in ("estimate", "std_error", "conf_low", "conf_high")
    }
    sizes: dict[str, Any] = {name: rounded_to(getattr(made, name), step) for name in ("n", "n_weighted", "count")}
    return replace(made, **figures, **sizes)
