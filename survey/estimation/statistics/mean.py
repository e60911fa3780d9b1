"""Mean of a scale or of a number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.estimation.core.covariance import Domains, Layer, totals
from survey.estimation.core.domains import crossing
from survey.estimation.core.numbers import counted_as, option_numbers
from survey.estimation.core.options import (
    check_options,
    degrees,
    design_degrees,
    design_effect,
    left_out,
    made_by,
    reference,
    settled,
)
from survey.estimation.result.choices import Deff, Df
from survey.estimation.result.estimates import Estimates
from survey.maths.intervals import wald_interval


def mean(
    sample: SampleData,
    question: str,
    by: str | Sequence[str] = (),
    *,
    level: float = 0.95,
    df: Df = "domain",
    deff: Deff = "with replacement",
) -> Estimates:
    """Weighted mean of the options' values, one row a domain, with a t interval (R: ``svymean``, ``svyby``).

    Of a number cut into ranges it is the mean of the numbers. ``Σ w y / Σ w`` over those with a substantive answer;
    the gradient on the two totals is ``(1, -mean) / Σ w``. In the unit of the question. ``deff`` against simple random
    sampling with replacement (variance with divisor n - 1, over n) or without; ``df`` and ``deff`` as for shares.
    NaN where a domain has nobody. Stata: ``svy: mean``; SAS: SURVEYMEANS ``MEAN``, whose degrees of freedom, like
    Stata's, are those of the whole design (``df="design"``). Raises ``EstimationError`` when an option has no value.
    """
    check_options(level, df, deff)
    sample, counted = counted_as(sample, question)
    cross = crossing(sample, counted, by, "valid")
    numbers = option_numbers(cross, question)
    domains = len(cross.domains)
    inside = (cross.option >= 0) & (cross.domain >= 0)
    where = np.where(inside, cross.domain, -1)
    middle = float(np.median(numbers))  # the variance of years or prices would drown in the square of their size
    value = np.where(inside, numbers[np.maximum(cross.option, 0)] - middle, 0.0)
    layers = [Layer(where, value), Layer(np.where(inside, cross.domain + domains, -1), np.ones(cross.size))]
    made = totals(sample, cross.keys, layers, 2 * domains, Domains(where, np.tile(np.arange(domains), 2), domains))

    def by_domain(sums: np.ndarray, times: np.ndarray | None = None) -> np.ndarray:
        cells = made.per_cell(sums, cross.size)
        return np.bincount(where[inside], (cells if times is None else cells * times)[inside], minlength=domains)

    n, weighted = by_domain(made.table.respondents), by_domain(made.table.sum_w)
    top, under = made.estimate[:domains], made.estimate[domains:]
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.where(under > 0, top / under, np.nan)
        gradient = np.concatenate([np.diag(1 / under), np.diag(-apart / under)], axis=1)
    m = middle + apart
    covariance = np.full((domains, domains), np.nan)
    live = np.flatnonzero(~np.isnan(m))
    both = np.concatenate([live, live + domains])
    g = np.zeros((len(live), 2 * domains))
    g[:, both] = gradient[np.ix_(live, both)]

    def means(t: np.ndarray) -> np.ndarray:
        return np.asarray(t[live] / t[live + domains])

    covariance[np.ix_(live, live)] = made.covariance_of(means, g)
    freedom = degrees(made, df, where, domains)
    spread = by_domain(made.table.sum_w, value**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = (spread / under - apart**2) / (n - 1)
        variance = settled(np.maximum(np.diag(covariance), 0.0), simple)
    effect = design_effect(variance, simple, n)
    std_error = np.sqrt(variance)
    low, high = wald_interval(m, std_error, freedom, level)
    return Estimates(
        study=sample.name,
        question=question,
        option=("mean",) * domains,
        domains=cross.names,
        domain_levels=cross.domains,
        estimate=m,
        std_error=std_error,
        conf_low=low,
        conf_high=high,
        deff=effect / reference(deff, n, weighted),
        count=n,
        n=n,
        n_weighted=weighted,
        df=freedom,
        covariance=covariance,
        method=made_by(sample, made.variance, "mean", "wald", level, df, deff),
        counts=left_out(cross, made),
        design_df=design_degrees(made),
        synthetic=sample.synthetic,
        scores=made.scores(means, g, live, domains),
    )
