"""Shares of the options of a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.special import logit

from survey.cells.samples.sample import SampleData
from survey.errors import DesignError, EstimationError, SurveyError
from survey.estimation.core.covariance import Domains, Layer, Totals, totals
from survey.estimation.core.domains import Crossing, crossing
from survey.estimation.core.options import (
    check_options,
    degrees,
    design_degrees,
    known,
    left_out,
    made_by,
    reference,
    settled,
)
from survey.estimation.result.choices import Deff, Df, ShareInterval
from survey.estimation.result.estimates import Estimates
from survey.maths.intervals import share_interval
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
    check_options(level, df, deff)
    cross = crossing(sample, question, by, base, across=percent != "column")
    options, domains = len(cross.options), len(cross.domains)
    inside = (cross.option >= 0) & (cross.domain >= 0)
    place = np.where(inside, cross.option * domains + cross.domain, -1)
    size = options * domains
    made = totals(sample, cross.keys, [Layer(place, np.ones(cross.size))], size, _domains(cross, percent))
    parts, labels = _rows(cross, nets or {}, sample.question(question).options)
    # of each row (options, then nets, × domains): the totals in its numerator and those in its base
    top = np.kron(parts, np.eye(domains))
    under = {
        "column": np.kron(np.ones_like(parts), np.eye(domains)),
        "row": np.kron(parts, np.ones((domains, domains))),
        "cell": np.ones_like(top),
    }[percent]

    def by_total(sums: np.ndarray) -> np.ndarray:
        return np.bincount(place[inside], made.per_cell(sums, cross.size)[inside], minlength=size).astype(float)

    n, count = under @ by_total(made.table.respondents), top @ by_total(made.table.respondents)
    weighted, squares = under @ by_total(made.table.sum_w), under @ by_total(made.table.sum_w2)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(weighted > 0, (top @ made.estimate) / weighted, np.nan)
        kish = np.where(squares > 0, weighted**2 / squares, 0.0)
        gradient = (top - p[:, None] * under) / weighted[:, None]
    p = np.where(np.abs(p - 1) < 1e-14, 1.0, p)  # a sum of all options
    live = ~np.isnan(p)
    covariance = np.full((len(p), len(p)), np.nan)

    def shares(t: np.ndarray) -> np.ndarray:
        return np.asarray((top[live] @ t) / (under[live] @ t))

    covariance[np.ix_(live, live)] = made.covariance_of(shares, gradient[live])
    variance = np.where(np.diag(covariance) < 1e-20, 0.0, np.diag(covariance))
    variance = settled(variance, p * (1 - p) / np.maximum(n, 1))
    std_error = np.sqrt(variance)
    freedom = _degrees(made, cross, parts, percent, df)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.where((n > 1) & (p > 0) & (p < 1), variance * (n - 1) / (p * (1 - p)), np.nan)
    spread = _logit_error(made, top, under, p, std_error) if ours == "logit" and not by_delta else std_error
    low, high = share_interval(ours, p, spread, n, freedom, level, kish)
    edge = live & ((p <= 0) | (p >= 1))
    return Estimates(
        study=sample.name,
        question=question,
        option=tuple(label for label in labels for _ in cross.domains),
        domains=cross.names,
        domain_levels=cross.domains * len(labels),
        estimate=p,
        std_error=std_error,
        conf_low=low,
        conf_high=high,
        deff=effect / reference(deff, n, weighted),
        count=count,
        n=n,
        n_weighted=weighted,
        df=freedom,
        covariance=covariance,
        method=made_by(
            sample,
            made.variance,
            "share",
            ours,
            level,
            df,
            deff,
            base=base,
            percent=percent,
            fallback="korn_graubard" if bool(edge.any()) else "",
        ),
        counts=left_out(cross, made),
        design_df=design_degrees(made),
        synthetic=sample.synthetic,
        scores=made.scores(shares, gradient[live], np.flatnonzero(live), len(p)),
    )


def _logit_error(made: Totals, top: np.ndarray, under: np.ndarray, p: np.ndarray, error: np.ndarray) -> np.ndarray:
    """The standard error of each share, or, with replicate weights, that of its logit times ``p(1-p)``; where a
    replicate has nobody or everybody in the option its logit is infinite, and the share's own error is taken."""
    if made.replicates is None or made.values is None:
        return error
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
) -> tuple[np.ndarray, tuple[str, ...]]:
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


def _degrees(made: Totals, cross: Crossing, parts: np.ndarray, percent: str, df: str | float) -> np.ndarray:
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
