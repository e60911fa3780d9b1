"""What every statistic shares: the level, the degrees of freedom, the design effect, the record of how it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from inspect import Parameter, signature
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.domains import Crossing
from survey.estimation.core.totals import Totals
from survey.estimation.result.estimates import Method
from survey.wording.worded import joined
from survey.words import NO_WEIGHT, nearest

DEFFS = ("with replacement", "without replacement")
DFS = ("domain", "design")


def check_options(level: float, df: str | float, deff: str) -> None:
    """Raise ``EstimationError`` for a level, a rule for df or a kind of design effect that does not exist."""
    if not 0 < level < 1:
        raise EstimationError(f"the level {level} must lie between 0 and 1", where="level", fix="Write 0.95 for 95 %.")
    if isinstance(df, str):
        known("df", df, DFS)
    known("deff", deff, DEFFS)


def known(name: str, value: str, values: Sequence[str]) -> None:
    """Raise ``EstimationError`` where ``value`` is none of ``values``."""
    if value not in values:
        raise EstimationError(f"unknown {name} '{value}'", where=name, fix=nearest(value, values))


def allowed(work: Callable[..., Any], options: Iterable[str]) -> None:
    """Raise ``EstimationError`` where ``work`` does not have one of ``options``."""
    own = [one.name for one in signature(work).parameters.values() if one.kind is Parameter.KEYWORD_ONLY]
    for name in options:
        if name not in own:
            raise EstimationError(f"has no option '{name}'", where=work.__name__, fix=nearest(name, own))


def degrees(made: Totals, rule: str | float, group: NDArray[np.int64], groups: int) -> NDArray[np.float64]:
    """Degrees of freedom of each group. ``group``: for each cell of the crossing its group, -1 for none.

    ``domain``: PSUs minus strata with members of the group (R: ``degf(subset(design))``); ``design``: of all
    respondents (R: ``degf(design)``); a number is itself, infinity for normal limits.
    """
    if not isinstance(rule, str):
        return np.full(groups, float(rule))
    if rule == "design":
        return np.full(groups, made.design_degrees)
    return made.degrees(group, groups)


def design_degrees(made: Totals) -> float:
    """PSUs minus strata of all respondents (R: ``degf(design)``)."""
    return made.design_degrees


def reference(deff: str, n: NDArray[np.float64], weighted: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the variance of a simple random sample with replacement is multiplied by for the design effect asked for.

    1, or ``1 - n/N`` with ``N = Σw`` (R: ``deff=TRUE``), which is meaningful only for weights that add to the
    population; NaN where ``n`` is not below ``N``.
    """
    if deff == "with replacement":
        return np.ones_like(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = 1 - n / weighted
    return np.where(left > 1e-12, left, np.nan)


def design_effect(
    variance: NDArray[np.float64],
    simple: NDArray[np.float64],
    n: NDArray[np.float64],
) -> NDArray[np.float64]:
    """``variance`` over that of a simple random sample with replacement; NaN where there is none to compare with."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((n > 1) & (simple > 0), variance / simple, np.nan)


def made_by(
    sample: SampleData,
    variance: str,
    statistic: str,
    interval: str,
    level: float,
    df: str | float,
    deff: str,
    *,
    base: str = "valid",
    percent: str = "column",
    fallback: str = "",
) -> Method:
    """The record of how a figure was made: what was asked for, and the weights and design of the sample."""
    return Method(
        statistic=statistic,
        percent=percent,
        base=base,
        variance=variance,
        interval=interval,
        level=level,
        df_rule=str(df),
        weight=sample.weight or "",
        calibration=sample.calibration.said if sample.calibration is not None else "",
        lonely_psu=sample.design.lonely_psu,
        deff=deff,
        fallback=fallback,
        within=joined([sample.domain.words]) if sample.domain is not None else "",
    )


def settled(variance: NDArray[np.float64], simple: NDArray[np.float64]) -> NDArray[np.float64]:
    """Variances without the rounding that is left of those that weighting or the design makes 0: what is below 1e-12
    of the variance ``simple`` of a simple random sample."""
    return np.where(variance < 1e-12 * simple, 0.0, variance)


def left_out(cross: Crossing, made: Totals) -> dict[str, int]:
    """How many rows each rule left out: those of the base, and of the others those whose weight is 0, who are in no
    figure. Nobody is counted by two rules."""
    table = made.table
    here = cross.inside[made.cell]
    none = int(table.n[here].sum() - table.respondents[here].sum())
    return cross.counts | ({NO_WEIGHT: none} if none else {})
