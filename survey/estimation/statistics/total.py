"""Totals: of respondents in each option, or of the values of a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.estimation.core.covariance import Layer, Totals, totals
from survey.estimation.core.domains import Crossing, check_one_answer, crossing
from survey.estimation.core.finished import Asked, Rows, finished
from survey.estimation.core.layout import domain_degrees, domain_groups
from survey.estimation.core.numbers import check_counted, counted_as, option_numbers
from survey.estimation.core.options import design_effect, known, left_out, settled
from survey.estimation.result.choices import Deff, Df, Of
from survey.estimation.result.estimates import Estimates
from survey.maths.intervals import wald_interval
from survey.maths.places import sums_at
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
    and ``deff`` as for shares. Who gave several answers, or is in several domains, is counted in each. Stata: ``svy:
    total``; SAS: SURVEYMEANS ``SUM``. A domain with nobody has the total 0, without an interval. Raises
    ``EstimationError`` when ``values`` are asked of an option that has none.
    """
    of = of or default_of(sample, question)
    known("of", of, get_args(Of))
    asked = Asked("total", level, df, deff, base="valid" if of == "values" else base)
    counted = question
    if of == "values":
        sample, counted = _numbers(sample, question)
    cross = crossing(sample, counted, by, asked.base, several=True)
    domains = len(cross.domains)
    if of == "values":
        options: tuple[str, ...] = ("total",)
        parts, value = np.zeros_like(cross.places), option_numbers(cross, question)[np.maximum(cross.option, 0)]
    else:
        options, parts, value = cross.options, cross.places, np.ones(cross.size)
    size = len(options) * domains
    places = [np.where((part >= 0) & (at >= 0), part * domains + at, -1) for part in parts for at in cross.placed]
    layers = [Layer(place, value) for place in places]
    made = totals(sample, cross.keys, layers, size, domain_groups(cross, size), cross.known)

    n, weighted, spread, count = _sums(cross, made, places, value, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = weighted**2 * (spread / weighted - (made.estimate / weighted) ** 2) / (n - 1)
        own = made.covariance
        if made.pairs:  # which may be below 0
            own = made.covariance_of(lambda each: each, np.eye(size))
        variance = settled(np.diag(own), simple)
    std_error, freedom = np.sqrt(variance), np.resize(domain_degrees(made, df, cross), size)
    rows = Rows(
        option=tuple(option for option in options for _ in cross.domains),
        domains=cross.names,
        levels=cross.domains * len(options),
        estimate=made.estimate,
        std_error=std_error,
        limits=wald_interval(made.estimate, std_error, freedom, level),
        effect=design_effect(variance, simple, n),
        count=count,
        n=n,
        weighted=weighted,
        df=freedom,
        covariance=made.covariance,
    )
    scores = made.scores(lambda t: t, np.eye(size), np.arange(size), size)
    return finished(sample, made, question, asked, rows, left_out(cross, made), scores=scores)


def _numbers(sample: SampleData, question: str) -> tuple[SampleData, str]:
    check_one_answer(sample.question(question))
    check_counted(sample, question)
    return counted_as(sample, question)


def _sums(
    cross: Crossing, made: Totals, places: Sequence[NDArray[np.int64]], value: Array, size: int
) -> tuple[Array, Array, Array, Array]:
    """Respondents and Σw of each total's domain, then its ``Σ w y²`` and its respondents."""
    people, weights = (made.per_cell(sums, cross.size) for sums in (made.table.respondents, made.table.sum_w))
    n, weighted = (np.resize(cross.domain_sums(cells), size) for cells in (people, weights))
    return n, weighted, sums_at(places, weights * value**2, size), sums_at(places, people, size)


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
