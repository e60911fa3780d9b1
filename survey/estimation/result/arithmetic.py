"""Functions of estimates, with the covariance that the estimates have."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.errors import EstimationError
from survey.estimation.result.estimates import Basis, Estimates
from survey.maths.intervals import wald_interval
from survey.wording.message import Message, message

CANCELLED = 1e-14  # of the terms of a variance: what is left below it is rounding
DF_RULES = ("design", "rows")
DF_OF_ROWS = ("domain", "design")  # rules, not numbers, by which rows have their own
_STATISTICS = {"+": "contrast", "-": "difference", "*": "expression", "/": "expression"}


def basis_of(estimates: Estimates) -> Basis:
    """The earlier result that the rows are functions of; a result of a call of its own is its own."""
    from scipy import sparse

    return estimates.basis or Basis(estimates, sparse.identity(len(estimates), format="csr"))


def derived(
    root: Estimates,
    gradient: Any,
    estimate: Array,
    options: Sequence[str],
    levels: Sequence[tuple[str, ...]] | None = None,
    *,
    statistic: str,
    df: str | float | Array | None = None,
    level: float | None = None,
) -> Estimates:
    """Functions of the rows of ``root``: their covariance is ``G V G'``, their interval Wald's with Student's t.

    ``gradient``: sparse (results, rows of root). Rows that a result does not touch are left out of it, also where they
    have no estimate. ``levels``: domains of the results, those of the rows where not given ("" where they differ).
    ``df``: ``design`` (default): of the whole design (R's and Stata's rule for contrasts), or the largest of the rows'
    where the result did not keep it or its own are numbers; ``rows``: the largest of the rows'; or numbers, infinite
    for normal limits. ``n`` is the sum over the different bases of the rows. ``deff`` and ``n_eff`` are NaN.
    """
    if isinstance(df, str) and df not in DF_RULES:
        raise EstimationError(f"unknown df '{df}'", where="df", fix="Use 'design', 'rows' or a number.")
    if level is not None and not 0 < level < 1:
        raise EstimationError(f"the level {level} must lie between 0 and 1", where="level", fix="Write 0.95 for 95 %.")
    level = root.method.level if level is None else level
    gradient = gradient.tocsr()
    gradient.eliminate_zeros()
    covariance = np.asarray((gradient @ root.covariance) @ gradient.T)
    variance = _settled(np.diag(covariance), gradient, root.std_error)
    estimate = np.where(np.isfinite(estimate), estimate, np.nan).astype(float)
    std_error = np.sqrt(np.where(np.isfinite(estimate) & np.isfinite(variance), variance, np.nan))
    used = [gradient.indices[gradient.indptr[i] : gradient.indptr[i + 1]] for i in range(gradient.shape[0])]
    freedom, rule = _degrees(root, used, df)
    low, high = wald_interval(estimate, std_error, freedom, level)
    bases = [_bases(root, rows) for rows in used]
    names = [
        ", ".join(part for part in (option, *(levels[i] if levels is not None else ())) if part)
        for i, option in enumerate(options)
    ]
    notes = (*root.notes, *_undefined(root, used, names, estimate, std_error))
    return replace(
        root,
        notes=notes,
        option=tuple(options),
        domain_levels=tuple(_common(root, rows) for rows in used) if levels is None else tuple(levels),
        estimate=estimate,
        std_error=std_error,
        conf_low=low,
        conf_high=high,
        deff=np.full(len(estimate), np.nan),
        count=np.array([root.count[rows].sum() for rows in used]),
        n=np.array([root.n[rows].sum() for rows in bases]),
        n_weighted=np.array([root.n_weighted[rows].sum() for rows in bases]),
        df=freedom,
        covariance=covariance,
        method=replace(root.method, statistic=statistic, interval="wald", fallback="", level=level, df_rule=rule),
        basis=Basis(root, gradient),
        scores=None,
    )


def _undefined(
    root: Estimates, used: Sequence[NDArray[Any]], names: Sequence[str], estimate: Array, std_error: Array
) -> list[Message]:
    """Which results have no value or no standard error, and whether the rows they are made of have one."""
    found: dict[tuple[str, str], list[str]] = {}
    for i in np.flatnonzero(~np.isfinite(estimate) | ~np.isfinite(std_error)).tolist():
        if not len(used[i]):
            continue  # of no row: the caller says why
        empty = [_name(root, int(row)) for row in used[i] if not np.isfinite(root.estimate[row])]
        if empty:
            why = "estimation.no_estimate_of", f"{', '.join(empty[:3])}{', …' if len(empty) > 3 else ''}"
        elif not np.isfinite(root.std_error[used[i]]).all():
            why = "estimation.part_without_error", ""
        else:
            why = "estimation.no_slope" if np.isfinite(estimate[i]) else "estimation.no_value", ""
        found.setdefault(why, []).append(names[i] or root.question)
    return [
        message(
            "estimation.undefined_rows",
            rows=f"{', '.join(rows[:3])}{f', … ({len(rows)})' if len(rows) > 3 else ''}",
            why=message(why, rows=of) if of else message(why),
        )
        for (why, of), rows in found.items()
    ]


def combined(sign: str, left: Estimates | float, right: Estimates | float) -> Estimates:
    """``left`` + - * / ``right``, row by row (one row goes with each), by the delta method (R: ``svycontrast``).

    Raises ``EstimationError`` where the two come from different calls, so that their covariance is not known, and
    where they have different numbers of rows."""
    from scipy import sparse

    bases = [basis_of(side) for side in (left, right) if isinstance(side, Estimates)]
    root = bases[0].root
    if any(basis.root is not root for basis in bases):
        raise EstimationError(
            "the covariance of results of two calls is not known",
            where=f"{_text(left, 0, sign)} {sign} {_text(right, 0, sign)}",
            fix="Ask for both in one call (by=…, nets=…), or join results of independent samples by "
            "survey.stack({…}, independent=True).",
        )
    sizes = {len(side) for side in (left, right) if isinstance(side, Estimates)} - {1}
    if len(sizes) > 1:
        raise EstimationError(
            f"{' and '.join(str(size) for size in sorted(sizes))} rows cannot be paired",
            where=root.question,
            fix="Take rows of both in the same order, or one row.",
        )
    size = max(sizes, default=1)

    def side(value: Estimates | float) -> tuple[Array, Any, list[str]]:
        if not isinstance(value, Estimates):
            return np.full(size, float(value)), sparse.csr_matrix((size, len(root))), [f"{value:g}"] * size
        at = np.zeros(size, dtype=int) if len(value) == 1 else np.arange(size)
        return value.estimate[at], basis_of(value).gradient[at], [_text(value, int(i), sign) for i in at]

    (a, slope_a, name_a), (b, slope_b, name_b) = side(left), side(right)
    with np.errstate(divide="ignore", invalid="ignore"):
        value, by_a, by_b = {
            "+": (a + b, np.ones(size), np.ones(size)),
            "-": (a - b, np.ones(size), -np.ones(size)),
            "*": (a * b, b, a),
            "/": (a / b, 1 / b, -a / b**2),
        }[sign]
    value = np.where(np.isfinite(value), value, np.nan)
    gradient = sparse.diags(by_a) @ slope_a + sparse.diags(by_b) @ slope_b
    names = [f"{one} {sign} {other}" for one, other in zip(name_a, name_b, strict=True)]
    if sign == "+" and not isinstance(left, Estimates) and left == 0:
        names = name_b  # the beginning of sum()
    if not isinstance(left, Estimates) and left == -1 and sign == "*":
        names = [f"-{name}" for name in name_b]
    return derived(root, gradient, value, names, statistic=_STATISTICS[sign])


def _text(value: Estimates | float, row: int, outside: str) -> str:
    """How a row is named in a formula, in brackets where the sign ``outside`` would part it."""
    if not isinstance(value, Estimates):
        return f"{value:g}"
    if row >= len(value):
        return value.question
    text = value.option[row] if value.basis is not None and value.method.statistic in _MADE else _name(value, row)
    return f"({text})" if outside != "+" and any(f" {sign} " in text for sign in "+-*/") else text


_MADE = ("contrast", "difference", "expression", "change")


def _name(value: Estimates, row: int) -> str:
    root = value.basis.root if value.basis is not None else value
    alone = len(set(root.option)) == 1 and bool(root.domains)
    return ", ".join(value.domain_levels[row] if alone else (value.option[row], *value.domain_levels[row]))


def _settled(variance: Array, gradient: Any, errors: Array) -> Array:
    """Variances without the rounding that is left of those that cancel: what is below ``CANCELLED`` of the terms they
    are made of (all shares of a question add to 1 exactly)."""
    terms = np.asarray(abs(gradient) @ np.nan_to_num(errors)) ** 2
    return np.where(variance < CANCELLED * terms, 0.0, variance)


def _degrees(root: Estimates, used: Sequence[NDArray[Any]], df: str | float | Array | None) -> tuple[Array, str]:
    """Degrees of freedom, and by which rule."""
    if df is not None and not isinstance(df, str):
        return np.broadcast_to(np.asarray(df, dtype=float), (len(used),)).copy(), "given"
    if df != "rows" and not math.isnan(whole := whole_design(root)):
        return np.full(len(used), whole), "design"
    largest = [root.df[rows].max(initial=-np.inf) if len(rows) else np.nan for rows in used]
    return np.array(largest), "rows" if root.method.df_rule in DF_OF_ROWS else root.method.df_rule


def whole_design(root: Estimates) -> float:
    """The degrees of freedom that contrasts of rows have by R's rule; NaN where they are the largest of the rows'."""
    return root.design_df if root.method.df_rule in DF_OF_ROWS else math.nan


def _bases(root: Estimates, rows: NDArray[Any]) -> list[int]:
    """One of ``rows`` for each different base: columns have one a domain, rows one an option, cells share theirs."""
    percent = root.method.percent if root.method.statistic == "share" else "column"
    key = {"column": root.domain_levels, "row": root.option, "cell": ("",) * len(root)}[percent]
    return list({key[i]: int(i) for i in reversed(rows)}.values())


def _common(root: Estimates, rows: NDArray[Any]) -> tuple[str, ...]:
    """The level of each domain that all of ``rows`` have."""
    found = [{root.domain_levels[i][k] for i in rows} for k in range(len(root.domains))]
    return tuple(next(iter(levels)) if len(levels) == 1 else "" for levels in found)
