"""Totals: of respondents in each option, or of the values of a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.estimation.core.covariance import Domains, Layer, totals
from survey.estimation.core.domains import crossing
from survey.estimation.core.finished import Array, Asked, Rows, finished
from survey.estimation.core.numbers import check_counted, counted_as, option_numbers
from survey.estimation.core.options import degrees, design_effect, known, left_out, settled
from survey.estimation.result.choices import Deff, Df, Of
from survey.estimation.result.estimates import Estimates
from survey.maths.intervals import wald_interval
from survey.words import Base


def total(
    sample: SampleData,
    question: str,
    by: str | Sequence[str] = (),
    *,
    of: Of | None = None,
    base: Base = "asked",
    level: float = 0.95,
    df: Df = "domain",
    deff: Deff = "with replacement",
) -> Estimates:
    """Weighted totals with a t interval (R: ``svytotal``, ``svyby``); in weighted respondents or the question's unit.

    ``of``: ``respondents`` gives ``Σ w`` of each option in each domain; ``values`` gives ``Σ w y`` of those with a
    substantive answer. Left out, it is ``values`` for questions of type number or scale and for columns of numbers
    without a definition. ``deff`` against simple random sampling with replacement, ``N² s² / n``, or without; ``df``
    and ``deff`` as for shares. Stata: ``svy: total``; SAS: SURVEYMEANS ``SUM``. A domain with nobody has the total 0,
    without an interval. Raises ``EstimationError`` when ``values`` are asked of an option that has none.
    """
    of = of or default_of(sample, question)
    known("of", of, get_args(Of))
    asked = Asked("total", level, df, deff, base="valid" if of == "values" else base)
    counted = question
    if of == "values":
        check_counted(sample, question)
        sample, counted = counted_as(sample, question)
    cross = crossing(sample, counted, by, asked.base)
    domains = len(cross.domains)
    inside = (cross.option >= 0) & (cross.domain >= 0)
    domain = np.where(inside, cross.domain, -1)
    if of == "values":
        options: tuple[str, ...] = ("total",)
        place = domain
        value = np.where(inside, option_numbers(cross, question)[np.maximum(cross.option, 0)], 0.0)
    else:
        options = cross.options
        place = np.where(inside, cross.option * domains + cross.domain, -1)
        value = np.ones(cross.size)
    size = len(options) * domains
    row_domain = np.arange(size) % domains
    made = totals(sample, cross.keys, [Layer(place, value)], size, Domains(domain, row_domain, domains))

    def summed(at: NDArray[np.int64], sums: NDArray[Any], rows: int, times: Array | float = 1.0) -> Array:
        return np.bincount(at[inside], (made.per_cell(sums, cross.size) * times)[inside], minlength=rows).astype(float)

    table = made.table
    n, weighted = (summed(domain, sums, domains)[row_domain] for sums in (table.respondents, table.sum_w))
    spread = summed(place, table.sum_w, size, value**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = weighted**2 * (spread / weighted - (made.estimate / weighted) ** 2) / (n - 1)
        variance = settled(np.diag(made.covariance), simple)
    std_error, freedom = np.sqrt(variance), degrees(made, df, domain, domains)[row_domain]
    rows = Rows(
        option=tuple(option for option in options for _ in cross.domains),
        domains=cross.names,
        levels=cross.domains * len(options),
        estimate=made.estimate,
        std_error=std_error,
        limits=wald_interval(made.estimate, std_error, freedom, level),
        effect=design_effect(variance, simple, n),
        count=summed(place, table.respondents, size),
        n=n,
        weighted=weighted,
        df=freedom,
        covariance=made.covariance,
    )
    scores = made.scores(lambda t: t, np.eye(size), np.arange(size), size)
    return finished(sample, made, question, asked, rows, left_out(cross, made), scores=scores)


def default_of(sample: SampleData, question: str) -> Literal["values", "respondents"]:
    """What the total of ``question`` is of, where nothing was said."""
    asked = sample.question(question)
    if asked.type in ("number", "scale"):
        return "values"
    if asked.options:
        return "respondents"
    encoding = sample.engine.encoding(asked)
    answers = [number for number, kind in zip(encoding.numbers, encoding.kinds, strict=True) if not kind]
    return "values" if np.isfinite(answers).all() else "respondents"
