"""Quantiles of a number: the median and any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError, IntervalWarning, warn
from survey.estimation.core.finished import Asked, Rows, finished
from survey.estimation.core.options import degrees, design_effect, known, settled
from survey.estimation.core.respondents import Respondents, respondents
from survey.estimation.core.rows import row_totals
from survey.estimation.core.totals import Totals
from survey.estimation.result.choices import Deff, Df, QuantileInterval, QuantileOptions, QuantileRule
from survey.estimation.result.estimates import Estimates
from survey.estimation.statistics.score_limits import score_limits, score_limits_of_r
from survey.maths.intervals import edge_limits, share_interval, t_quantile, wald_interval
from survey.maths.quantiles import RULES, weighted_quantiles
from survey.maths.variance.replication import replicate_covariance
from survey.wording.message import message
from survey.words import INTERVALS, R_INTERVALS, Text, say

OWN = ("score", "score_r", "quantile")  # intervals that are not of the share


def median(
    sample: SampleData, question: str, by: str | Sequence[str] = (), **options: Unpack[QuantileOptions]
) -> Estimates:
    """The median of a number, one row a domain: ``quantile`` at 0.5, with the same options, unit and errors
    (R: ``svyquantile(quantiles = 0.5)``; SAS: SURVEYMEANS ``MEDIAN``; Stata: none in ``svy``)."""
    made = quantile(sample, question, 0.5, by, **options)
    return replace(made, option=("median",) * len(made), method=replace(made.method, statistic="median"))


def quantile(
    sample: SampleData,
    question: str,
    probabilities: float | Sequence[float] = (0.25, 0.5, 0.75),
    by: str | Sequence[str] = (),
    *,
    rule: QuantileRule = "math",
    interval: QuantileInterval = "mean",
    level: float = 0.95,
    df: Df = "domain",
    deff: Deff = "with replacement",
) -> Estimates:
    """Quantiles of a number with Woodruff's interval; rows are probabilities × domains, the domain varying fastest.

    ``rule``: what a quantile of weighted numbers is, see ``maths.quantiles.weighted_quantiles`` (R: ``qrule``). With
    ``F`` the share of those at or below the quantile and its standard error by the design, the limits of ``F`` are
    taken and turned into quantiles by the same rule; ``std_error`` is the width over ``2 t``. ``interval`` names the
    limits of ``F``: ``mean`` (``F ± t·se``), ``beta``, ``xlogit``, ``asin`` as R's ``interval.type``, or any interval
    of a share (``words.INTERVALS``); ``score`` turns a test round (``score_limits``), ``score_r`` as R does it, which
    with unequal weights can miss the quantile; ``quantile``, for replicate weights only, takes the quantile in each
    replicate and ``± t·se`` (not valid for jackknives, of which a warning tells). Where a limit of ``mean`` falls
    outside 0 and 1 that end is not defined (NaN, with a warning); ``xlogit``, ``beta`` and ``asin`` always have one. At
    the highest value (``F`` = 1) R gives an error of 0 or none; here the exact limits of a share are used. Every
    interval but ``score_r`` holds its quantile. The width, and so the error, of an interval without degrees of freedom
    is NaN.

    R: ``svyquantile`` since survey 4.1 (``df`` there: of the design cut to the domain). SAS interpolates by another
    rule; Stata has no survey quantiles. ``covariance`` takes each quantile for its share over the density that its own
    width implies. ``deff`` and ``n_eff`` are those of the share ``F``. In the unit of the question. Raises
    ``EstimationError`` for probabilities not between 0 and 1, and when an option has no value. Sources: Woodruff
    (1952), JASA 47, 635-646; Lumley, survey 4.1.
    """
    asked = Asked("quantile", level, df, deff, interval)
    p = _checked(sample, question, probabilities, rule, interval)
    who = respondents(sample, (question,), by)
    domains, size = len(who.domains), len(p) * len(who.domains)
    each = _Ordered(who, rule)
    q = each.quantiles(who.weight, np.repeat(p[:, None], domains, axis=1))
    below = _Below.of(sample, who, q)
    n = np.tile(who.n, len(p))
    weighted, squares = (np.tile(who.by_domain(who.weight**k), len(p)) for k in (1, 2))
    kish = np.divide(weighted**2, squares, out=np.zeros(size), where=squares > 0)
    simple = below.share * (1 - below.share) / np.maximum(n - 1, 1)
    variance = settled(np.maximum(np.diag(below.covariance), 0.0), np.maximum(simple, 1e-20))
    freedom = np.tile(degrees(below.made, df, who.domain, domains), len(p))
    flat = q.reshape(-1)
    if interval == "quantile":
        covariance = _of_replicates(each, sample, p, flat)
        error = np.sqrt(np.diag(covariance))
        low, high = wald_interval(flat, error, freedom, level)
    else:
        woodruff = _Woodruff(sample, who, each, p, flat, n, freedom, level, kish)
        low, high = woodruff.limits(interval, below.share, variance)
        error = (high - low) / (2 * t_quantile(level, freedom))
        stretch = np.divide(error, np.sqrt(variance), out=np.zeros(size), where=variance > 0)
        covariance = below.covariance * stretch[:, None] * stretch[None, :]
        covariance[np.arange(size), np.arange(size)] = error**2
    rows = Rows(
        option=tuple(f"p{100 * one:g}" for one in p for _ in who.domains),
        domains=who.names,
        levels=who.domains * len(p),
        estimate=flat,
        std_error=error,
        limits=(low, high),
        effect=design_effect(variance, simple, n),
        count=n,
        n=n,
        weighted=weighted,
        df=freedom,
        covariance=covariance,
    )
    notes = (message("estimation.quantile_rule", rule=rule), *_warnings(sample, who, question, interval, rows))
    return finished(sample, below.made, question, asked, rows, who.counts, notes=notes)


def _checked(
    sample: SampleData, question: str, probabilities: float | Sequence[float], rule: str, interval: str
) -> Array:
    """The probabilities; an error for what does not exist or cannot be."""
    known("rule", rule, RULES)
    known("interval", interval, (*R_INTERVALS, *INTERVALS, *OWN))
    p = np.atleast_1d(np.asarray(probabilities, dtype=float))
    if not len(p) or not ((p > 0) & (p < 1)).all():
        raise EstimationError(
            f"the probabilities {', '.join(f'{one:g}' for one in p)} must lie between 0 and 1",
            where=question,
            fix="Write 0.25 for the lower quartile.",
        )
    if interval == "quantile" and sample.replicates is None:
        raise EstimationError(
            "the interval 'quantile' needs replicate weights", where="interval", fix="Use 'mean' or 'xlogit'."
        )
    return p


@dataclass(frozen=True)
class _Below:
    """Shares of those at or below each quantile, with their covariance; NaN where a domain has nobody."""

    made: Totals
    share: Array
    covariance: Array

    @classmethod
    def of(cls, sample: SampleData, who: Respondents, q: Array) -> _Below:
        """``q``: quantiles (probabilities, domains)."""
        size, domains = q.size, q.shape[1]
        below = [np.where(who.numbers[:, 0] <= row[who.domain], 1.0, 0.0) for row in q]
        scores = np.concatenate([who.spread(z) for z in (*below, np.ones(len(who.domain)))], axis=1)
        made = row_totals(sample, scores, who.columns(len(q) + 1))
        live = np.flatnonzero(np.tile(who.n, len(q)) > 0)
        base = size + np.arange(size) % domains

        def shares(t: Array) -> Array:
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.asarray(t[live] / t[base[live]])

        share = np.full(size, np.nan)
        share[live] = shares(made.estimate)
        share = np.where(np.abs(share - 1) < 1e-14, 1.0, share)
        gradient, row = np.zeros((len(live), size + domains)), np.arange(len(live))
        gradient[row, live] = 1 / made.estimate[base[live]]
        gradient[row, base[live]] = -share[live] / made.estimate[base[live]]
        spread = np.full((size, size), np.nan)
        spread[np.ix_(live, live)] = made.covariance_of(shares, gradient)
        return cls(made, share, spread)


@dataclass(frozen=True)
class _Woodruff:
    """Limits of shares turned into limits of the quantiles ``flat``; ``n``, ``df``, ``kish``: of each row."""

    sample: SampleData
    who: Respondents
    each: _Ordered
    p: Array
    flat: Array
    n: Array
    df: Array
    level: float
    kish: Array

    def limits(self, interval: str, share: Array, variance: Array) -> tuple[Array, Array]:
        """Of each quantile, from the share at or below it and its variance."""
        chosen = R_INTERVALS.get("mean" if interval in ("score", "score_r") else interval, interval)
        low, high = share_interval(chosen, share, np.sqrt(variance), self.n, self.df, self.level, self.kish)
        low, high = np.where(low < 0, np.nan, low), np.where(high > 1, np.nan, high)
        fixed = (variance == 0) & (share > 0) & (share < 1) & ~np.isnan(low)
        domains = len(self.who.domains)
        low, high = (
            np.where(fixed, self.flat, self.each.quantiles(self.who.weight, limit.reshape(-1, domains)).reshape(-1))
            for limit in (low, high)
        )
        if interval in ("score", "score_r"):
            low, high = self._turned_round(interval)
        if interval != "score_r":  # a rule that interpolates may jump from one side of a limit to the other
            low, high = np.minimum(low, self.flat), np.maximum(high, self.flat)
        return low, high

    def _turned_round(self, interval: str) -> tuple[Array, Array]:
        """The limits of the score test for each row."""
        ends = [edge_limits(k, self.n, self.df, self.level, self.kish)[1 - k] for k in (0, 1)]
        edges, t, domains = np.stack(ends, axis=1), t_quantile(self.level, self.df), len(self.who.domains)
        found = []
        for row in range(len(t)):
            at = (self.sample, self.who, row % domains, float(self.p[row // domains]), float(t[row]))
            found.append(
                score_limits(*at, edges[row]) if interval == "score" else score_limits_of_r(*at, self.each.rule)
            )
        low, high = np.array(found).T
        return low, high


class _Ordered:
    """The numbers of each domain in order, so that quantiles by many sets of weights cost one sort."""

    def __init__(self, who: Respondents, rule: str) -> None:
        order = np.lexsort((who.numbers[:, 0], who.domain))
        ends = np.searchsorted(who.domain[order], np.arange(len(who.domains) + 1))
        self.rows = [order[first:last] for first, last in zip(ends[:-1], ends[1:], strict=True)]
        self.values = [who.numbers[rows, 0] for rows in self.rows]
        self.rule = rule

    def quantiles(self, weight: Array, p: Array) -> Array:
        """``p`` (probabilities, domains) to quantiles; NaN where it is NaN or a domain has no weight."""
        found = np.full(p.shape, np.nan)
        for d, (rows, values) in enumerate(zip(self.rows, self.values, strict=True)):
            at = np.isfinite(p[:, d])
            if at.any() and len(rows):
                found[at, d] = weighted_quantiles(values, weight[rows], p[at, d], self.rule)
        return found


def _of_replicates(each: _Ordered, sample: SampleData, p: Array, full: Array) -> Array:
    reps = sample.replicates
    assert reps is not None
    grid = np.repeat(p[:, None], len(each.rows), axis=1)
    values = np.array([each.quantiles(weight, grid).reshape(-1) for weight in reps.weights.T])
    return replicate_covariance(values, full, reps.scale, reps.rscales, mse=reps.mse)


def _warnings(sample: SampleData, who: Respondents, question: str, interval: str, rows: Rows) -> tuple[Text, ...]:
    """What the reader must know of the intervals; each is also a warning."""
    notes: list[Text] = []
    low, high = rows.limits
    open_ends = int(((rows.n > 0) & (rows.df > 0) & (np.isnan(low) | np.isnan(high))).sum())
    if open_ends:
        notes.append(message("estimation.open_limits", count=open_ends))
    if interval == "score_r" and np.ptp(who.weight[who.inside & (who.weight != 0)]) > 0:
        notes.append(message("estimation.score_limits_of_r"))
    if interval == "quantile" and sample.replicates is not None and sample.replicates.method.startswith("JK"):
        notes.append(message("estimation.jackknife_quantiles"))
    for note in notes:
        warn(IntervalWarning, f"{question}: {say(note)}")
    return tuple(notes)
