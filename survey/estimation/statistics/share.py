"""Shares of the options of a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.errors import DesignError, EstimationError, SurveyError
from survey.estimation.core.bases import Bases
from survey.estimation.core.covariance import Totals, layer_scores, totals
from survey.estimation.core.domains import Crossing, crossing
from survey.estimation.core.finished import Asked, Rows, finished
from survey.estimation.core.layout import Layout, laid_out
from survey.estimation.core.options import known, left_out, settled
from survey.estimation.core.totals import Scores
from survey.estimation.result.choices import Deff, Df, ShareInterval
from survey.estimation.result.estimates import Estimates
from survey.maths.intervals import share_interval
from survey.maths.special import logit
from survey.maths.variance.replication import replicate_spread
from survey.maths.variance.spread import Spread
from survey.words import INTERVALS, R_INTERVALS, Base, Percent

PERCENTS = ("column", "row", "cell")
SOME = 1 << 12  # cells whose scores are laid out at a time


def share(
    sample: SampleData,
    question: str,
    by: str | Sequence[str] = (),
    *,
    base: Base = "asked",
    percent: Percent = "column",
    interval: ShareInterval = "logit",
    level: float = 0.95,
    df: Df = "domain",
    deff: Deff = "with replacement",
    nets: Mapping[str, Sequence[str]] | None = None,
) -> Estimates:
    """Shares ``t_rd / Σ t`` of weighted totals, with design-based standard errors (R: ``svymean(~factor)``, ``svyby``).

    Rows are options × domains, the domain varying fastest, so ``estimate.reshape(options, domains)`` is the
    table; every combination of domain levels is present, NaN where nobody is in it. ``percent``: of the
    respondents of the domain (``column``), of those who chose the option (``row``), of all (``cell``).
    ``base``: whom percentages are of, ``all``, ``asked`` or ``valid``; in row and cell percent it holds for the
    domains' answers too; of a question of several answers also ``answers``: all substantive answers marked.
    ``interval``: see ``maths.intervals.share_interval``. ``df``: PSUs minus strata of the base of each row
    (``domain``), of the whole design (``design``), or a number (infinity for normal limits). ``nets``: name -> options
    summed under it; their rows follow the options' (in row percent a net has a base of its own, all who chose one of
    its options). Options outside the base do not count in a net, and a net with none inside is left out. Proportions,
    0-1.

    Where several answers can be given a respondent is in the row of each, shares are of respondents and add to more
    than 1, and a net counts once who gave any of its answers; as ``by`` such a question has a domain for each answer,
    which overlap. ``_none``: who marked nothing.

    With ``N`` the totals in the numerator of a share and ``B`` those in its base, ``p = N't / B't`` and its gradient
    is ``(N - p B) / B't``: for an option ``(1[j = i] - p_i) / Σ t``. ``deff`` is against simple random sampling with
    replacement, ``p(1-p)/(n-1)``, or ``without replacement`` (times ``1 - n/Σw``, for weights that add to the
    population; R: ``deff=TRUE``). With replicate weights the interval ``logit`` takes the spread of the replicates'
    logits (R: ``svyciprop(method="logit")``), and ``xlogit`` that of the shares, carried over. Raises
    ``EstimationError`` for options that do not exist, ``LonelyPsuError`` and ``DesignError`` of the design."""
    asked = asked_shares(question, base, percent, interval, level, df, deff)
    cross = crossing(sample, question, by, base, across=percent != "column", several=True)
    ((found, _),) = shares_of(sample, question, [cross], asked, nets)
    return found


def asked_shares(
    question: str, base: Base, percent: Percent, interval: ShareInterval, level: float, df: Df, deff: Deff
) -> Asked:
    """What ``share`` is asked for. Raises ``EstimationError`` for options that do not exist or fit each other."""
    ours: str = R_INTERVALS.get(interval, interval)
    known("interval", ours, INTERVALS)
    known("percent", percent, PERCENTS)
    if base == "answers" and percent == "row":
        raise EstimationError(
            "row percents are of those who chose the option, whatever else they chose",
            where=question,
            fix="Leave out base='answers', or ask for column or cell percent.",
        )
    return Asked("share", level, df, deff, ours, base, percent, by_delta=interval == "xlogit")


def shares_of(
    sample: SampleData,
    question: str,
    crosses: Sequence[Crossing],
    asked: Asked,
    nets: Mapping[str, Sequence[str]] | None = None,
) -> list[tuple[Estimates, Bases]]:
    """``share`` of crossings of one question that are made already, each with the bases of its domains: what figures
    have one by one is made for all of them together."""
    parts = [_Part.of(sample, cross, asked, nets) for cross in crosses]
    ends = np.cumsum([len(part.n) for part in parts]).tolist()
    at = [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    p, variance, n, count, weighted, squares, freedom = (
        np.concatenate(figures) for figures in zip(*(part.figures for part in parts), strict=True)
    )
    kish = Bases.of((), n, weighted, squares).n_kish
    edge = (p <= 0) | (p >= 1)
    if crosses[0].several:  # all or none of a base: the difference of two totals that are the same
        variance = np.where(edge, 0.0, variance)
    variance = settled(np.where(variance < 1e-20, 0.0, variance), p * (1 - p) / np.maximum(n, 1))
    std_error = spread = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = p * (1 - p) / (n - 1) if asked.base != "answers" else np.concatenate([one.simple() for one in parts])
        effect = np.where((n > 1) & (p > 0) & (p < 1), variance / simple, np.nan)
    if asked.interval == "logit" and not asked.by_delta:
        pairs = zip(parts, at, strict=True)
        spread = np.concatenate([_logit_error(part.made, part.found, std_error[one]) for part, one in pairs])
    low, high = share_interval(asked.interval, p, spread, n, freedom, asked.level, kish)
    found = []
    for part, one in zip(parts, at, strict=True):
        cross, labels = part.layout.cross, part.layout.labels
        rows = Rows(
            option=tuple(label for label in labels for _ in cross.domains),
            domains=cross.names,
            levels=cross.domains * len(labels),
            estimate=p[one],
            std_error=std_error[one],
            limits=(low[one], high[one]),
            effect=effect[one],
            count=count[one],
            n=n[one],
            weighted=weighted[one],
            df=freedom[one],
            covariance=part.spread.matrix,
        )
        left, scores = left_out(cross, part.made), part.found.scores(part.made)
        fallback = "korn_graubard" if edge[one].any() else ""
        made = finished(sample, part.made, question, asked, rows, left, fallback=fallback, scores=scores)
        found.append((made, part.bases))
    return found


@dataclass(frozen=True)
class _Part:
    """Shares of one crossing. ``spread``: of the rows; ``count``: respondents behind each; ``n``, ``weighted``,
    ``squares``: respondents, Σw and Σw² of its base."""

    layout: Layout
    made: Totals
    found: _Shares
    spread: Spread
    count: Array
    n: Array
    weighted: Array
    squares: Array
    freedom: Array
    bases: Bases

    @classmethod
    def of(cls, sample: SampleData, cross: Crossing, asked: Asked, nets: Mapping[str, Sequence[str]] | None) -> _Part:
        percent = asked.percent
        layout = laid_out(cross, asked.base, nets, across=percent != "column")
        made = totals(sample, cross.keys, layout.layers, layout.size, layout.domains(percent), cross.known)
        table, pattern = made.table, layout.pattern
        sums = layout.sums(made.cell, table.respondents, table.sum_w, table.sum_w2)
        found = _Shares.of(layout, percent, made.estimate, sums[1])
        top, _, whom = pattern.sides(percent, sums)
        n, weighted, squares = np.broadcast_to(whom, (3, *found.share.shape)).reshape(3, -1)
        bases = Bases.of(cross.domains, *pattern.bases(sums))
        spread, freedom = made.spread_of(found.value, found), layout.degrees(made, percent, asked.df)
        return cls(layout, made, found, spread, top[0].reshape(-1), n, weighted, squares, freedom, bases)

    @property
    def figures(self) -> tuple[Array, ...]:
        """Of each row: the share, its variance, respondents of the base, those behind the figure, Σw, Σw², df."""
        share, variance = self.found.share.reshape(-1), self.spread.variances()
        return share, variance, self.n, self.count, self.weighted, self.squares, self.freedom

    def simple(self) -> Array:
        """The variance of each share of answers in a simple random sample of respondents with replacement,
        ``Σw · Σ w u² / (n - 1)``, ``u`` a respondent's linearized score: several answers of one are no sample of
        answers."""
        weights = self.made.per_cell(self.made.table.sum_w, self.layout.cross.size)
        live = np.flatnonzero(weights > 0)
        found = np.zeros(len(self.n))
        for start in range(0, len(live), SOME):
            cell = live[start : start + SOME]
            found += weights[cell] @ self.found(layer_scores(self.layout.layers, cell, self.layout.size)) ** 2
        return np.asarray(self.weighted * found / (self.n - 1))


@dataclass(frozen=True)
class _Shares:
    """Shares ``top(t) / under(t)`` of totals ``t``, labels × domains; NaN where the base has nobody. Called: their
    gradient, the linearized scores ``(top(z) - p under(z)) / under(t)`` of what is added to the totals."""

    layout: Layout
    percent: str
    share: Array
    under: Array

    @classmethod
    def of(cls, layout: Layout, percent: str, t: Array, weighted: Array) -> _Shares:
        """``weighted``: Σw of each total."""
        top, under = layout.pattern.sides(percent, np.array([t, weighted]))[:2]
        with np.errstate(divide="ignore", invalid="ignore"):
            p = np.where(under[1] > 0, top[0] / under[1], np.nan)
        return cls(layout, percent, np.where(np.abs(p - 1) < 1e-14, 1.0, p), under[1])  # 1: a sum of all options

    def __call__(self, t: Array) -> Array:
        top, under, _ = self.layout.pattern.sides(self.percent, t)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((top - self.share * under) / self.under).reshape(*t.shape[:-1], -1)

    def squares(self, q: Array) -> Array:
        """``Σ_k G_ik² q_k`` of the gradient ``G``, where what is in the numerator is in the base, too."""
        top, under, _ = self.layout.pattern.sides(self.percent, q)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = ((1 - self.share) ** 2 * top + self.share**2 * (under - top)) / self.under**2
        return np.asarray(found).reshape(-1)

    def value(self, t: Array) -> Array:
        """The shares of other totals, (…, rows)."""
        top, under = self.layout.sides(self.percent, t)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(top / under)

    def scores(self, made: Totals) -> Scores | None:
        if not made.scored:
            return None
        share = self.share.reshape(-1)
        live = np.flatnonzero(~np.isnan(share))
        gradient = self(np.eye(len(made.estimate))).T[live]
        return made.scores(lambda t: self.value(t)[live], gradient, live, len(share))


def _logit_error(made: Totals, shares: _Shares, error: Array) -> Array:
    """The standard error of each share, or, with replicate weights, that of its logit times ``p(1-p)``; where a
    replicate has nobody or everybody in the option its logit is infinite, and the share's own error is taken."""
    if made.replicates is None or made.values is None:
        return error
    p = shares.share.reshape(-1)
    at = np.flatnonzero((p > 0) & (p < 1) & (error > 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        logits = logit(shares.value(made.values)[:, at])
    finite = np.isfinite(logits).all(axis=0)
    at, reps = at[finite], made.replicates
    found = error.copy()
    spread = replicate_spread(logits[:, finite], logit(p[at]), reps.scale, reps.rscales, mse=reps.mse)
    squares = spread.variances() * (p[at] * (1 - p[at])) ** 2
    if made.targets is not None:
        squares = squares + Spread(whole=made.targets).through(shares).variances()[at]
    found[at] = np.sqrt(squares)
    return found


def design_faults(sample: SampleData, questions: Iterable[str]) -> None:
    """Raise ``DesignError`` where the design has no variance, as the first table would: a stratum of one PSU, a PSU in
    two strata, one weight above 0. The first question that has shares is asked; what else may be wrong with it is not
    looked at here."""
    for question in questions:
        try:
            share(sample, question)
        except DesignError:
            raise
        except SurveyError:
            continue
        return
