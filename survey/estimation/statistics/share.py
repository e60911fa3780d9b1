"""Shares of the options of a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.errors import DesignError, EstimationError, SurveyError
from survey.estimation.core.covariance import Domains, Layer, Totals, totals
from survey.estimation.core.domains import Crossing, crossing
from survey.estimation.core.finished import Array, Asked, Rows, finished
from survey.estimation.core.options import degrees, known, left_out, settled
from survey.estimation.core.totals import Scores
from survey.estimation.result.choices import Deff, Df, ShareInterval
from survey.estimation.result.estimates import Estimates
from survey.maths.intervals import share_interval
from survey.maths.special import logit
from survey.maths.variance.replication import replicate_covariance
from survey.words import INTERVALS, R_INTERVALS, Base, Percent, nearest

PERCENTS = ("column", "row", "cell")


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
    domains' answers too. ``interval``: see ``maths.intervals.share_interval``. ``df``: PSUs minus strata of the base of
    each row (``domain``), of the whole design (``design``), or a number (infinity for normal limits). ``nets``: name ->
    options summed under it; their rows follow the options' (in row percent a net has a base of its own, all who chose
    one of its options). Options outside the base do not count in a net, and a net with none inside is left out.
    Proportions, 0-1.

    With ``N`` the totals in the numerator of a share and ``B`` those in its base, ``p = N't / B't`` and its gradient
    is ``(N - p B) / B't``: for an option ``(1[j = i] - p_i) / Σ t``. ``deff`` is against simple random sampling with
    replacement, ``p(1-p)/(n-1)``, or ``without replacement`` (times ``1 - n/Σw``, for weights that add to the
    population; R: ``deff=TRUE``). With replicate weights the interval ``logit`` takes the spread of the replicates'
    logits (R: ``svyciprop(method="logit")``), and ``xlogit`` that of the shares, carried over. Raises
    ``EstimationError`` for options that do not exist, ``LonelyPsuError`` and ``DesignError`` of the design."""
    by_delta = interval == "xlogit"
    ours: str = R_INTERVALS.get(interval, interval)
    known("interval", ours, INTERVALS)
    known("percent", percent, PERCENTS)
    asked = Asked("share", level, df, deff, ours, base, percent)
    cross = crossing(sample, question, by, base, across=percent != "column")
    size = len(cross.options) * len(cross.domains)
    inside = (cross.option >= 0) & (cross.domain >= 0)
    place = np.where(inside, cross.option * len(cross.domains) + cross.domain, -1)
    made = totals(sample, cross.keys, [Layer(place, np.ones(cross.size))], size, _domains(cross, percent))
    parts, labels = _rows(cross, nets or {}, sample.question(question).options)
    top, under = _sides(parts, len(cross.domains), percent)

    def by_total(sums: NDArray[Any]) -> Array:
        return np.bincount(place[inside], made.per_cell(sums, cross.size)[inside], minlength=size).astype(float)

    people = by_total(made.table.respondents)
    n, count = under @ people, top @ people
    weighted, squares = under @ by_total(made.table.sum_w), under @ by_total(made.table.sum_w2)
    found = _Shares.of(made, top, under, weighted)
    with np.errstate(divide="ignore", invalid="ignore"):
        kish = np.where(squares > 0, weighted**2 / squares, 0.0)
    p, covariance = found.share, found.covariance(made)
    variance = np.where(np.diag(covariance) < 1e-20, 0.0, np.diag(covariance))
    variance = settled(variance, p * (1 - p) / np.maximum(n, 1))
    std_error, freedom = np.sqrt(variance), _degrees(made, cross, parts, percent, df)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.where((n > 1) & (p > 0) & (p < 1), variance * (n - 1) / (p * (1 - p)), np.nan)
    spread = _logit_error(made, found, std_error) if ours == "logit" and not by_delta else std_error
    rows = Rows(
        option=tuple(label for label in labels for _ in cross.domains),
        domains=cross.names,
        levels=cross.domains * len(labels),
        estimate=p,
        std_error=std_error,
        limits=share_interval(ours, p, spread, n, freedom, level, kish),
        effect=effect,
        count=count,
        n=n,
        weighted=weighted,
        df=freedom,
        covariance=covariance,
    )
    edge = bool((found.live & ((p <= 0) | (p >= 1))).any())
    fallback = "korn_graubard" if edge else ""
    return finished(
        sample, made, question, asked, rows, left_out(cross, made), fallback=fallback, scores=found.scores(made)
    )


def _sides(parts: Array, domains: int, percent: str) -> tuple[Array, Array]:
    """Of each row (options, then nets, × domains): the totals in its numerator and those in its base."""
    top = _crossed(parts, np.eye(domains))
    under = {
        "column": lambda: _crossed(np.ones_like(parts), np.eye(domains)),
        "row": lambda: _crossed(parts, np.ones((domains, domains))),
        "cell": lambda: np.ones_like(top),
    }[percent]()
    return top, under


def _crossed(rows: Array, domains: Array) -> Array:
    """``numpy.kron`` of two matrices, which takes longer than all else here."""
    shape = len(rows) * len(domains), rows.shape[1] * domains.shape[1]
    return np.asarray((rows[:, None, :, None] * domains[None, :, None, :]).reshape(shape), dtype=float)


@dataclass(frozen=True)
class _Shares:
    """Shares ``top @ t / under @ t`` of totals ``t``; NaN where the base has nobody."""

    top: Array
    under: Array
    share: Array
    gradient: Array

    @classmethod
    def of(cls, made: Totals, top: Array, under: Array, weighted: Array) -> _Shares:
        """``weighted``: weights of the base of each row."""
        with np.errstate(divide="ignore", invalid="ignore"):
            p = np.where(weighted > 0, (top @ made.estimate) / weighted, np.nan)
            gradient = (top - p[:, None] * under) / weighted[:, None]
        return cls(top, under, np.where(np.abs(p - 1) < 1e-14, 1.0, p), gradient)  # 1: a sum of all options

    @property
    def live(self) -> NDArray[np.bool_]:
        """Rows with somebody in their base."""
        return ~np.isnan(self.share)

    def shares(self, t: Array) -> Array:
        """The live rows from other totals."""
        return np.asarray((self.top[self.live] @ t) / (self.under[self.live] @ t))

    def covariance(self, made: Totals) -> Array:
        live, found = self.live, np.full((len(self.share),) * 2, np.nan)
        found[np.ix_(live, live)] = made.covariance_of(self.shares, self.gradient[live])
        return found

    def scores(self, made: Totals) -> Scores | None:
        return made.scores(self.shares, self.gradient[self.live], np.flatnonzero(self.live), len(self.share))


def _logit_error(made: Totals, shares: _Shares, error: Array) -> Array:
    """The standard error of each share, or, with replicate weights, that of its logit times ``p(1-p)``; where a
    replicate has nobody or everybody in the option its logit is infinite, and the share's own error is taken."""
    if made.replicates is None or made.values is None:
        return error
    top, under, p = shares.top, shares.under, shares.share
    at = np.flatnonzero((p > 0) & (p < 1) & (error > 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        logits = logit((made.values @ top[at].T) / (made.values @ under[at].T))
    finite = np.isfinite(logits).all(axis=0)
    at, reps = at[finite], made.replicates
    found = error.copy()
    variance = replicate_covariance(logits[:, finite], logit(p[at]), reps.scale, reps.rscales, mse=reps.mse)
    squares = np.diag(variance) * (p[at] * (1 - p[at])) ** 2
    if made.targets is not None:
        slope = (top[at] - p[at][:, None] * under[at]) / (under[at] @ made.estimate)[:, None]
        squares = squares + np.einsum("ij,jk,ik->i", slope, made.targets, slope)
    found[at] = np.sqrt(squares)
    return found


def _rows(
    cross: Crossing, nets: Mapping[str, Sequence[str]], known: Mapping[str, object]
) -> tuple[Array, tuple[str, ...]]:
    """(rows, options) of 0 and 1: the options of each row before it is crossed with the domains; and its name."""
    parts, labels = list(np.eye(len(cross.options))), list(cross.options)
    for name, options in nets.items():
        for option in options:
            if option not in known and option not in cross.encoding.levels:
                raise EstimationError(f"no option '{option}'", where=f"net {name}", fix=nearest(option, cross.options))
        inside = np.isin(cross.options, list(options))
        if inside.any():
            parts.append(inside.astype(float))
            labels.append(name)
    return np.array(parts).reshape(len(labels), len(cross.options)), tuple(labels)


def _domains(cross: Crossing, percent: str) -> Domains:
    """The base of each total: its column, its row, or everybody."""
    options, domains = len(cross.options), len(cross.domains)
    inside = (cross.option >= 0) & (cross.domain >= 0)
    row = np.arange(options * domains)
    if percent == "column":
        return Domains(np.where(inside, cross.domain, -1), row % domains, domains)
    if percent == "row":
        return Domains(np.where(inside, cross.option, -1), row // domains, options)
    return Domains(np.where(inside, 0, -1), 0 * row, 1)


def _degrees(made: Totals, cross: Crossing, parts: Array, percent: str, df: str | float) -> Array:
    """Degrees of freedom of each row."""
    rows, domains = len(parts), len(cross.domains)
    inside = (cross.option >= 0) & (cross.domain >= 0)
    if percent == "column":
        return np.tile(degrees(made, df, np.where(inside, cross.domain, -1), domains), rows)
    if percent == "cell":
        return np.full(rows * domains, degrees(made, df, np.where(inside, 0, -1), 1)[0])
    own = [degrees(made, df, np.where(inside & (part[cross.option] > 0), 0, -1), 1)[0] for part in parts]
    return np.repeat(own, domains)


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
