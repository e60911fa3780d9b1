"""Mean of a scale or of a number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.cells.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.covariance import Layer, totals
from survey.estimation.domains import Crossing, crossing
from survey.estimation.estimates import Estimates, Method
from survey.maths.intervals import wald_interval


def option_numbers(cross: Crossing, question: str) -> np.ndarray:
    """The number each cell stands for; ``EstimationError`` when a substantive option has none."""
    number = dict(zip(cross.encoding.levels, cross.encoding.numbers, strict=True))
    without = [option for option in cross.options if np.isnan(number[option])]
    if without:
        raise EstimationError(
            f"options without a value: {', '.join(without[:5])}{' …' if len(without) > 5 else ''}",
            where=question,
            fix="Give each option a value, or mark it as missing.",
        )
    return np.array([number[option] for option in cross.options])


def mean(
    sample: SampleData,
    question: str,
    by: str | Sequence[str] = (),
    *,
    level: float = 0.95,
    df: str = "domain",
) -> Estimates:
    """Weighted mean of the options' values, one row a domain, with a t interval (R: ``svymean``, ``svyby``).

    ``Σ w y / Σ w`` over those with a substantive answer; the gradient on the two totals is ``(1, -mean) / Σ
    w``. In the unit of the question. ``deff`` against simple random sampling with replacement (variance with
    divisor n - 1, over n). Raises ``EstimationError`` when an option has no value. """
    cross = crossing(sample, question, by, "valid")
    numbers = option_numbers(cross, question)
    domains = len(cross.domains)
    inside = (cross.option >= 0) & (cross.domain >= 0)
    where = np.where(inside, cross.domain, -1)
    value = np.where(inside, numbers[np.maximum(cross.option, 0)], 0.0)
    layers = [Layer(where, value), Layer(np.where(inside, cross.domain + domains, -1), np.ones(cross.size))]
    made = totals(sample, cross.keys, layers, 2 * domains)

    def by_domain(sums: np.ndarray, times: np.ndarray | None = None) -> np.ndarray:
        cells = made.per_cell(sums, cross.size)
        return np.bincount(where[inside], (cells if times is None else cells * times)[inside], minlength=domains)

    n, weighted, squares = (by_domain(sums) for sums in (made.table.n, made.table.sum_w, made.table.sum_w2))
    top, under = made.estimate[:domains], made.estimate[domains:]
    with np.errstate(divide="ignore", invalid="ignore"):
        m = np.where(under > 0, top / under, np.nan)
        gradient = np.concatenate([np.diag(1 / under), np.diag(-m / under)], axis=1)
    covariance = np.full((domains, domains), np.nan)
    live = np.flatnonzero(~np.isnan(m))
    both = np.concatenate([live, live + domains])
    g = gradient[np.ix_(live, both)]
    covariance[np.ix_(live, live)] = g @ made.covariance[np.ix_(both, both)] @ g.T
    variance = np.maximum(np.diag(covariance), 0.0)
    variance = np.where(np.isnan(m), np.nan, variance)
    std_error = np.sqrt(variance)
    if df == "design":
        degrees = np.full(domains, made.degrees(np.zeros(cross.size, dtype=np.int64), 1)[0])
    else:
        degrees = made.degrees(where, domains)
    spread = by_domain(made.table.sum_w, value**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = (spread / under - m**2) / (n - 1)
        deff = np.where((n > 1) & (simple > 0), variance / simple, np.nan)
        n_eff = np.where(deff > 0, n / deff, np.where(squares > 0, weighted**2 / squares, 0.0))
    low, high = wald_interval(m, std_error, degrees, level)
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
        deff=deff,
        count=n,
        n=n,
        n_weighted=weighted,
        n_eff=n_eff,
        df=degrees,
        covariance=covariance,
        method=Method(
            statistic="mean",
            base="valid",
            interval="wald",
            level=level,
            df_rule=df,
            weight=sample.weight or "",
            calibration=sample.calibration.text if sample.calibration is not None else "",
            lonely_psu=sample.design.lonely_psu,
        ),
        counts=cross.counts,
    )
