"""Mean of a scale or of a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.estimation.core.covariance import Layer, Totals, totals
from survey.estimation.core.domains import check_one_answer, crossing
from survey.estimation.core.finished import Asked, Rows, finished
from survey.estimation.core.layout import domain_degrees, domain_groups
from survey.estimation.core.numbers import check_counted, counted_as, option_numbers
from survey.estimation.core.options import design_effect, left_out, settled
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
    asked = Asked("mean", level, df, deff)
    check_one_answer(sample.question(question))
    check_counted(sample, question)
    sample, counted = counted_as(sample, question)
    cross = crossing(sample, counted, by, "valid", several=True)
    numbers = option_numbers(cross, question)
    domains, inside = len(cross.domains), cross.inside
    middle = float(np.median(numbers))  # the variance of years or prices would drown in the square of their size
    value = np.where(inside, numbers[np.maximum(cross.option, 0)] - middle, 0.0)
    one, places = np.ones(cross.size), cross.placed
    layers = [Layer(place, value) for place in places]
    layers += [Layer(np.where(place >= 0, place + domains, -1), one) for place in places]
    made = totals(sample, cross.keys, layers, 2 * domains, domain_groups(cross, 2 * domains), cross.known)

    def by_domain(sums: NDArray[Any], times: Array | float = 1.0) -> Array:
        return cross.domain_sums(made.per_cell(sums, cross.size) * times)

    n, weighted = by_domain(made.table.respondents), by_domain(made.table.sum_w)
    apart = _Apart.of(made, domains)
    covariance = apart.covariance(made)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = (by_domain(made.table.sum_w, value**2) / apart.under - apart.mean**2) / (n - 1)
        variance = settled(np.maximum(np.diag(covariance), 0.0), simple)
    m, std_error, freedom = middle + apart.mean, np.sqrt(variance), domain_degrees(made, df, cross)
    rows = Rows(
        option=("mean",) * domains,
        domains=cross.names,
        levels=cross.domains,
        estimate=m,
        std_error=std_error,
        limits=wald_interval(m, std_error, freedom, level),
        effect=design_effect(variance, simple, n),
        count=n,
        n=n,
        weighted=weighted,
        df=freedom,
        covariance=covariance,
    )
    scores = made.scores(apart.means, apart.gradient, apart.live, domains)
    return finished(sample, made, question, asked, rows, left_out(cross, made), scores=scores)


@dataclass(frozen=True)
class _Apart:
    """Means as ratios of the totals ``Σ w y`` of each domain, then ``Σ w``; ``live``: domains with somebody."""

    mean: Array
    under: Array
    live: NDArray[np.int64]
    gradient: Array  # (live domains, totals)

    @classmethod
    def of(cls, made: Totals, domains: int) -> _Apart:
        top, under = made.estimate[:domains], made.estimate[domains:]
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.where(under > 0, top / under, np.nan)
            whole = np.concatenate([np.diag(1 / under), np.diag(-mean / under)], axis=1)
        live = np.flatnonzero(~np.isnan(mean))
        both = np.concatenate([live, live + domains])
        gradient = np.zeros((len(live), 2 * domains))
        gradient[:, both] = whole[np.ix_(live, both)]
        return cls(mean, under, live, gradient)

    def means(self, t: Array) -> Array:
        """The means of the live domains from other totals."""
        return np.asarray(t[self.live] / t[self.live + len(self.mean)])

    def covariance(self, made: Totals) -> Array:
        """Of all domains, NaN where nobody is."""
        found = np.full((len(self.mean),) * 2, np.nan)
        found[np.ix_(self.live, self.live)] = made.covariance_of(self.means, self.gradient)
        return found
