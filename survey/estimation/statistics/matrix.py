"""Variances and covariances of several numbers, and the covariance of these figures themselves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError, UndefinedWarning, warn
from survey.estimation.core.finished import Asked, Rows, finished
from survey.estimation.core.options import degrees, design_effect, settled
from survey.estimation.core.respondents import Respondents, respondents
from survey.estimation.core.rows import row_totals
from survey.estimation.core.totals import Totals
from survey.estimation.result.choices import Deff, Df
from survey.estimation.result.estimates import Estimates
from survey.maths.intervals import wald_interval
from survey.wording.message import message
from survey.words import Text


def covariance(
    sample: SampleData,
    questions: Sequence[str],
    by: str | Sequence[str] = (),
    *,
    level: float = 0.95,
    df: Df = "domain",
    deff: Deff = "with replacement",
) -> Estimates:
    """``s_xy = n/(n-1) · Σ w (x - x̄)(y - ȳ) / Σ w`` of each pair of ``questions`` and the variance of each, the whole
    matrix, one row a pair and domain (R: ``svyvar(~x + y)``).

    Of those who answered all. A respondent's part in ``s_xy`` is ``[n/(n-1) (x - x̄)(y - ȳ) - s_xy] / Σ w``; the rows'
    own covariance (``.covariance``) is that of all pairs together, so that contrasts of them can be taken. Rows are
    called ``x`` (its variance) and ``x × y``, the domain varying fastest. NaN with a warning for fewer than two
    respondents. Stata and SAS have none in their survey commands. ``df`` and ``deff`` as for shares. Raises
    ``EstimationError`` for fewer than two questions and where an option has no value.
    """
    if isinstance(questions, str) or len(set(questions)) < 2 or len(set(questions)) < len(questions):
        raise EstimationError(
            "a covariance is of two different questions or more", where="covariance", fix="Name them: ['x', 'y']."
        )
    asked = Asked("covariance", level, df, deff)
    who = respondents(sample, tuple(questions), by)
    pairs = list(combinations_with_replacement(range(len(questions)), 2))
    grow = np.divide(who.n, who.n - 1, out=np.zeros_like(who.n), where=who.n > 1)
    root = np.sqrt(grow)[who.domain]
    apart = [who.centred(column) * root for column in who.numbers.T]
    products = [apart[i] * apart[j] for i, j in pairs]
    scores = [np.ones(len(root)), *apart, *products]
    spread = np.concatenate([who.spread(np.where(who.inside, z, 0.0)) for z in scores], axis=1)
    made = row_totals(sample, spread, who.columns(len(scores)))
    width = len(who.domains)
    estimate, full = _of_totals(made, who, pairs, len(questions))
    simple = _simple(who, products, estimate.reshape(len(pairs), width))
    variance = settled(np.maximum(np.diag(full), 0.0), simple)
    n = np.tile(who.n, len(pairs))
    freedom = np.tile(degrees(made, df, who.domain, width), len(pairs))
    notes = _notes(who, questions)
    error = np.sqrt(variance)
    names = [questions[i] if i == j else f"{questions[i]} × {questions[j]}" for i, j in pairs]
    rows = Rows(
        option=tuple(name for name in names for _ in range(width)),
        domains=who.names,
        levels=who.domains * len(pairs),
        estimate=estimate,
        std_error=error,
        limits=wald_interval(estimate, error, freedom, level),
        effect=design_effect(variance, simple, n),
        count=n,
        n=n,
        weighted=np.tile(who.by_domain(who.weight), len(pairs)),
        df=freedom,
        covariance=full,
    )
    return finished(sample, made, " × ".join(questions), asked, rows, who.counts, notes=notes)


def _notes(who: Respondents, questions: Sequence[str]) -> tuple[Text, ...]:
    lost = int((who.n == 1).sum())
    if lost:
        warn(UndefinedWarning, f"{' × '.join(questions)}: not defined in {lost} domain(s) of one respondent")
    return (message("estimation.one_respondent"),) if lost else ()


def _of_totals(made: Totals, who: Respondents, pairs: Sequence[tuple[int, int]], known: int) -> tuple[Array, Array]:
    """The figures and their covariance, NaN in domains of fewer than two respondents."""
    width, scores = len(who.domains), 1 + known + len(pairs)
    live = np.tile(who.n > 1, len(pairs))

    def values(totals: Array) -> Array:
        t = totals.reshape(scores, width)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = [
                t[1 + known + place] / t[0] - t[1 + i] * t[1 + j] / t[0] ** 2 for place, (i, j) in enumerate(pairs)
            ]
        return np.concatenate(found)[live]

    estimate = np.full(len(live), np.nan)
    estimate[live] = values(made.estimate)
    full = np.full((len(live),) * 2, np.nan)
    gradient = _gradient(estimate, made.estimate[:width], known, scores)[live]
    full[np.ix_(live, live)] = made.covariance_of(values, gradient)
    return estimate, full


def _gradient(estimate: Array, size: Array, known: int, scores: int) -> Array:
    """(figures, totals): ``-s/W`` by the weights, ``1/W`` by the products; the means are where they add nothing."""
    width = len(size)
    found = np.zeros((len(estimate), scores * width))
    for row in range(len(estimate)):
        pair, domain = divmod(row, width)
        if size[domain] > 0:
            found[row, domain] = -estimate[row] / size[domain]
            found[row, (1 + known + pair) * width + domain] = 1 / size[domain]
    return found


def _simple(who: Respondents, products: Sequence[Array], estimate: Array) -> Array:
    """What simple random sampling with replacement would give: ``Σw · Σ w u² / (n - 1)``."""
    weighted = who.by_domain(who.weight)
    found = []
    with np.errstate(divide="ignore", invalid="ignore"):
        for product, own in zip(products, estimate, strict=True):
            part = (product - own[who.domain]) / weighted[who.domain]
            found.append(weighted * who.by_domain(who.weight * part**2) / (who.n - 1))
    return np.concatenate(found)
