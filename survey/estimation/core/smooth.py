"""One figure a domain that is a smooth function of totals over its respondents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.errors import UndefinedWarning, warn
from survey.estimation.core.options import (
    check_options,
    degrees,
    design_degrees,
    design_effect,
    made_by,
    reference,
    settled,
)
from survey.estimation.core.respondents import Respondents
from survey.estimation.core.rows import row_totals
from survey.estimation.result.estimates import Estimates
from survey.maths.intervals import wald_interval

Array = NDArray[np.float64]
Limits = Callable[[Array, Array, Array, float], tuple[Array, Array]]


def smooth(
    sample: SampleData,
    who: Respondents,
    scores: Sequence[Array],
    value: Callable[[Array], Array],
    slope: Callable[[Array], Array],
    defined: NDArray[np.bool_],
    *,
    statistic: str,
    question: str,
    undefined: str,
    interval: str = "wald",
    limits: Limits = wald_interval,
    level: float = 0.95,
    df: str | float = "domain",
    deff: str = "with replacement",
) -> Estimates:
    """Estimates ``value(t)``, one a domain, of the totals ``t_k = Σ w z_k`` of ``scores`` (each: respondents).

    ``value`` takes (scores, domains) to (domains,), ``slope`` to its derivatives (scores, domains), both of domains
    that are ``defined`` only; the others are NaN, with a warning that says ``undefined`` where they have members. The
    value must not change with the unit of the weights: then ``u_i = Σ_k slope_k z_ki`` is a respondent's part of it,
    and the design effect is ``V`` over ``Σw · Σ w u² / (n - 1)``, what simple random sampling with replacement gives
    (R: ``svyratio(deff="replace")`` for ratios). ``limits``: estimate, standard error, df and level to an interval.
    """
    check_options(level, df, deff)
    domains, known = len(who.domains), len(scores)
    spread = np.concatenate([who.spread(np.where(who.inside, z, 0.0)) for z in scores], axis=1)
    made = row_totals(sample, spread, who.columns(known))
    n = who.n
    live = np.flatnonzero(defined & (n > 0))
    places = np.arange(known)[:, None] * domains + live

    def of(totals: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return value(totals[places])

    steps = np.zeros((known, domains))
    steps[:, live] = slope(made.estimate[places])
    gradient = np.zeros((len(live), known * domains))
    for k in range(known):
        gradient[np.arange(len(live)), places[k]] = steps[k, live]
    estimate = np.full(domains, np.nan)
    estimate[live] = of(made.estimate)
    covariance = np.full((domains, domains), np.nan)
    covariance[np.ix_(live, live)] = made.covariance_of(of, gradient)
    terms = np.stack([steps[k, who.domain] * z for k, z in enumerate(scores)])
    part = terms.sum(axis=0)
    weighted = who.by_domain(who.weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = weighted * who.by_domain(who.weight * part**2) / (n - 1)
        rounding = 1e-12 * weighted * who.by_domain(who.weight * np.abs(terms).sum(axis=0) ** 2) / (n - 1)
        simple = np.where(simple < 1e-12 * rounding, 0.0, simple)  # the terms cancel: a ratio of constants
        variance = settled(np.maximum(np.diag(covariance), 0.0), np.fmax(simple, rounding))
        variance = np.where(np.isfinite(estimate) & ~steps.any(axis=0), 0.0, variance)
    effect = design_effect(variance, simple, n)
    std_error = np.sqrt(variance)
    freedom = degrees(made, df, who.domain, domains)
    low, high = limits(estimate, std_error, freedom, level)
    lost = np.flatnonzero(~np.isfinite(estimate) & (n > 0))
    notes: tuple[str, ...] = ()
    if len(lost):
        named = ", ".join(" × ".join(who.domains[i]) for i in lost[:5] if who.domains[i])
        notes = (f"{statistic} not defined{f' in {len(lost)} domain(s) ({named})' if named else ''}: {undefined}",)
        warn(UndefinedWarning, f"{question}: {notes[0]}", stacklevel=5)
    return Estimates(
        study=sample.name,
        question=question,
        option=(statistic,) * domains,
        domains=who.names,
        domain_levels=who.domains,
        estimate=estimate,
        std_error=std_error,
        conf_low=np.asarray(low),
        conf_high=np.asarray(high),
        deff=effect / reference(deff, n, weighted),
        count=n,
        n=n,
        n_weighted=weighted,
        df=freedom,
        covariance=covariance,
        method=made_by(sample, made.variance, statistic, interval, level, df, deff),
        counts=who.counts,
        notes=notes,
        design_df=design_degrees(made),
        synthetic=sample.synthetic,
    )
