"""One figure a domain that is a smooth function of totals over its respondents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.errors import UndefinedWarning, warn
from survey.estimation.core.finished import Asked, Rows, finished
from survey.estimation.core.options import degrees, design_effect, settled
from survey.estimation.core.respondents import Respondents
from survey.estimation.core.rows import row_totals
from survey.estimation.core.totals import Totals
from survey.estimation.result.estimates import Estimates
from survey.maths.intervals import wald_interval
from survey.wording.message import message
from survey.words import Text

Limits = Callable[[Array, Array, Array, float], tuple[Array, Array]]


@dataclass(frozen=True)
class Function:
    """``value`` takes totals (scores, domains) to (domains,), ``slope`` to its derivatives (scores, domains), both of
    domains that are ``defined`` only; ``undefined`` says why the others are not. The value must not change with the
    unit of the weights."""

    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    defined: NDArray[np.bool_]
    undefined: Text


def smooth(
    sample: SampleData,
    who: Respondents,
    scores: Sequence[Array],
    function: Function,
    asked: Asked,
    question: str,
    limits: Limits = wald_interval,
) -> Estimates:
    """Estimates ``value(t)``, one a domain, of the totals ``t_k = Σ w z_k`` of ``scores`` (each: respondents).

    Domains where the function is not defined are NaN, with a warning where they have members. As the value does not
    change with the unit of the weights, ``u_i = Σ_k slope_k z_ki`` is a respondent's part of it, and the design effect
    is ``V`` over ``Σw · Σ w u² / (n - 1)``, what simple random sampling with replacement gives (R:
    ``svyratio(deff="replace")`` for ratios). ``limits``: estimate, standard error, df and level to an interval.
    """
    domains = len(who.domains)
    spread = np.concatenate([who.spread(np.where(who.inside, z, 0.0)) for z in scores], axis=1)
    made = row_totals(sample, spread, who.columns(len(scores)))
    live = np.flatnonzero(function.defined & (who.n > 0))
    estimate, covariance, steps = _of_totals(made, function, live, len(scores), domains)
    variance, simple = _variances(who, scores, steps, np.diag(covariance), estimate)
    std_error = np.sqrt(variance)
    freedom = degrees(made, asked.df, who.domain, domains)
    lost = np.flatnonzero(~np.isfinite(estimate) & (who.n > 0))
    notes: tuple[Text, ...] = ()
    if len(lost):
        named = ", ".join(" × ".join(who.domains[i]) for i in lost[:5] if who.domains[i])
        where = message("estimation.in_domains", count=len(lost), names=named) if named else ""
        said = message(f"estimation.undefined_{asked.statistic}", where=where, why=function.undefined)
        notes = (said,)
        warn(UndefinedWarning, f"{question}: {said}")
    low, high = limits(estimate, std_error, freedom, asked.level)
    rows = Rows(
        option=(asked.statistic,) * domains,
        domains=who.names,
        levels=who.domains,
        estimate=estimate,
        std_error=std_error,
        limits=(np.asarray(low), np.asarray(high)),
        effect=design_effect(variance, simple, who.n),
        count=who.n,
        n=who.n,
        weighted=who.by_domain(who.weight),
        df=freedom,
        covariance=covariance,
    )
    return finished(sample, made, question, asked, rows, who.counts, notes=notes)


def _of_totals(
    made: Totals, function: Function, live: NDArray[np.intp], known: int, domains: int
) -> tuple[Array, Array, Array]:
    """Estimates and their covariance, NaN in domains that are not ``live``; the derivatives by score and domain."""
    places = np.arange(known)[:, None] * domains + live

    def of(totals: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return function.value(totals[places])

    steps = np.zeros((known, domains))
    steps[:, live] = function.slope(made.estimate[places])
    gradient = np.zeros((len(live), known * domains))
    for k in range(known):
        gradient[np.arange(len(live)), places[k]] = steps[k, live]
    estimate = np.full(domains, np.nan)
    estimate[live] = of(made.estimate)
    covariance = np.full((domains, domains), np.nan)
    covariance[np.ix_(live, live)] = made.covariance_of(of, gradient)
    return estimate, covariance, steps


def _variances(
    who: Respondents, scores: Sequence[Array], steps: Array, variance: Array, estimate: Array
) -> tuple[Array, Array]:
    """The variance without the rounding that is left of zero, and that of simple random sampling."""
    terms = np.stack([steps[k, who.domain] * z for k, z in enumerate(scores)])
    part = terms.sum(axis=0)
    weighted = who.by_domain(who.weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = weighted * who.by_domain(who.weight * part**2) / (who.n - 1)
        rounding = 1e-12 * weighted * who.by_domain(who.weight * np.abs(terms).sum(axis=0) ** 2) / (who.n - 1)
        simple = np.where(simple < 1e-12 * rounding, 0.0, simple)  # the terms cancel: a ratio of constants
        variance = settled(np.maximum(variance, 0.0), np.fmax(simple, rounding))
        variance = np.where(np.isfinite(estimate) & ~steps.any(axis=0), 0.0, variance)
    return variance, simple
