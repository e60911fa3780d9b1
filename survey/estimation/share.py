"""Shares of the options of a question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.cells.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.covariance import Layer, totals
from survey.estimation.domains import crossing
from survey.estimation.estimates import Estimates, Method
from survey.maths.intervals import share_interval
from survey.words import INTERVALS, nearest

PERCENTS = ("column", "row", "cell")


def share(
    sample: SampleData,
    question: str,
    by: str | Sequence[str] = (),
    *,
    base: str = "asked",
    percent: str = "column",
    interval: str = "logit",
    level: float = 0.95,
    df: str = "domain",
) -> Estimates:
    """Shares ``t_rd / Σ t`` of weighted totals, with design-based standard errors (R: ``svymean(~factor)``, ``svyby``).

    Rows are options × domains, the domain varying fastest, so ``estimate.reshape(options, domains)`` is the
    table; every combination of domain levels is present, NaN where nobody is in it. ``percent``: of the
    respondents of the domain (``column``), of those who chose the option (``row``), of all (``cell``).
    ``base``: whom percentages are of, ``all``, ``asked`` or ``valid``. ``interval``: see
    ``maths.intervals.share_interval``. ``df``: PSUs minus strata of the base of each row (``domain``) or of the
    whole design (``design``). Proportions, 0-1.

    The gradient of a share is ``(1[j = i] - p_i) / Σ t`` over the totals of its base. ``deff`` is against
    simple random sampling with replacement, ``p(1-p)/(n-1)``; ``n_eff = n/deff``, or Kish's where the standard
    error is zero or undefined. Raises ``EstimationError`` for options that do not exist, ``LonelyPsuError`` and
    ``DesignError`` of the design. """
    _known("interval", interval, INTERVALS)
    _known("percent", percent, PERCENTS)
    _known("df", df, ("domain", "design"))
    if not 0 < level < 1:
        raise EstimationError(f"the level {level} must lie between 0 and 1", where="level", fix="Write 0.95 for 95 %.")
    cross = crossing(sample, question, by, base)
    options, domains = len(cross.options), len(cross.domains)
    inside = (cross.option >= 0) & (cross.domain >= 0)
    place = np.where(inside, cross.option * domains + cross.domain, -1)
    size = options * domains
    made = totals(sample, cross.keys, [Layer(place, np.ones(cross.size))], size)
    row = np.arange(size)
    group_of_row = {"column": row % domains, "row": row // domains, "cell": np.zeros(size, dtype=np.int64)}[percent]
    groups = {"column": domains, "row": options, "cell": 1}[percent]
    group_of_cell = np.where(inside, group_of_row[np.maximum(place, 0)], -1)

    def by_row(sums: np.ndarray) -> np.ndarray:
        return np.bincount(place[inside], made.per_cell(sums, cross.size)[inside], minlength=size).astype(float)

    count = by_row(made.table.n)
    n, weighted, squares = (
        np.bincount(group_of_row, by_row(sums), minlength=groups).astype(float)
        for sums in (made.table.n, made.table.sum_w, made.table.sum_w2)
    )
    # each row's share of its base, and its gradient on all totals
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(weighted[group_of_row] > 0, made.estimate / weighted[group_of_row], np.nan)
        same = group_of_row[:, None] == group_of_row[None, :]
        gradient = (np.eye(size) - np.where(same, p[:, None], 0.0)) / weighted[group_of_row][:, None]
    live = ~np.isnan(p)
    covariance = np.full((size, size), np.nan)
    g = gradient[np.ix_(live, live)]
    covariance[np.ix_(live, live)] = g @ made.covariance[np.ix_(live, live)] @ g.T
    variance = np.diag(covariance).copy()
    variance[variance < 1e-20] = 0.0  # a share that weighting fixes has no variance, only rounding
    std_error = np.sqrt(variance)
    base_n = n[group_of_row]
    if df == "design":
        degrees = np.full(size, made.degrees(np.zeros(cross.size, dtype=np.int64), 1)[0])
    else:
        degrees = made.degrees(group_of_cell, groups)[group_of_row]
    with np.errstate(divide="ignore", invalid="ignore"):
        deff = np.where((base_n > 1) & (p > 0) & (p < 1), variance * (base_n - 1) / (p * (1 - p)), np.nan)
        kish = np.where(squares > 0, weighted**2 / squares, 0.0)[group_of_row]
        n_eff = np.where(deff > 0, base_n / deff, kish)
    low, high = share_interval(interval, p, std_error, base_n, degrees, level)
    edge = live & ((p <= 0) | (p >= 1))
    return Estimates(
        study=sample.name,
        question=question,
        option=tuple(option for option in cross.options for _ in cross.domains),
        domains=cross.names,
        domain_levels=cross.domains * options,
        estimate=p,
        std_error=std_error,
        conf_low=low,
        conf_high=high,
        deff=deff,
        count=count,
        n=base_n.astype(float),
        n_weighted=weighted[group_of_row],
        n_eff=n_eff,
        df=degrees,
        covariance=covariance,
        method=Method(
            statistic="share",
            percent=percent,
            base=base,
            interval=interval,
            level=level,
            df_rule=df,
            weight=sample.weight or "",
            calibration=sample.calibration.text if sample.calibration is not None else "",
            lonely_psu=sample.design.lonely_psu,
            fallback="korn_graubard" if bool(edge.any()) else "",
        ),
        counts=cross.counts,
    )


def _known(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise EstimationError(f"unknown {name} '{value}'", where=name, fix=nearest(value, known))
