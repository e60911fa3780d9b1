"""The end of every statistic: its rows, and how they were made, as ``Estimates``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.estimation.core.options import check_options, design_degrees, made_by, reference
from survey.estimation.core.totals import Scores, Totals
from survey.estimation.result.estimates import Estimates
from survey.words import Text


@dataclass(frozen=True)
class Asked:
    """What was asked of a statistic; made once and handed down. Raises ``EstimationError`` for a level, a rule for df
    or a kind of design effect that does not exist."""

    statistic: str
    level: float
    df: str | float
    deff: str
    interval: str = "wald"
    base: str = "valid"
    percent: str = "column"
    by_delta: bool = False  # the interval has the spread of the shares, carried over, with replicate weights too

    def __post_init__(self) -> None:
        check_options(self.level, self.df, self.deff)


@dataclass(frozen=True)
class Rows:
    """Names and figures of the rows, the domain varying fastest. ``effect``: design effects against sampling with
    replacement; ``count``: respondents behind the numerators; ``n``, ``weighted``, ``df``: of the base of each row."""

    option: tuple[str, ...]
    domains: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    estimate: Array
    std_error: Array
    limits: tuple[Array, Array]
    effect: Array
    count: Array
    n: Array
    weighted: Array
    df: Array
    covariance: Array | Callable[[], Array]


def finished(
    sample: SampleData,
    made: Totals,
    question: str,
    asked: Asked,
    rows: Rows,
    counts: Mapping[str, int],
    *,
    fallback: str = "",
    notes: tuple[Text, ...] = (),
    scores: Scores | None = None,
) -> Estimates:
    """``rows`` with all that must travel with them. ``made``: the totals that they are of; ``counts``: rows of the data
    that each rule left out; ``fallback``: what replaced the interval at 0 and 1."""
    names = (question, *rows.domains)
    how = (made.variance, asked.statistic, asked.interval, asked.level, asked.df, asked.deff)
    return Estimates(
        study=sample.name,
        question=question,
        option=rows.option,
        domains=rows.domains,
        domain_levels=rows.levels,
        estimate=rows.estimate,
        std_error=rows.std_error,
        conf_low=rows.limits[0],
        conf_high=rows.limits[1],
        deff=rows.effect / reference(asked.deff, rows.n, rows.weighted),
        count=rows.count,
        n=rows.n,
        n_weighted=rows.weighted,
        df=rows.df,
        covariance=rows.covariance,
        method=made_by(sample, *how, base=asked.base, percent=asked.percent, fallback=fallback),
        counts=dict(counts),
        notes=notes,
        design_df=design_degrees(made),
        synthetic=sample.synthetic,
        several=any(name in sample.questions and sample.question(name).type == "multiple" for name in names),
        scores=scores,
    )
