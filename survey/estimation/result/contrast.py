"""Linear and smooth functions of estimates, with standard error, interval and p-value."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from survey.arrays import Array
from survey.errors import EstimationError
from survey.estimation.result.arithmetic import basis_of, derived
from survey.estimation.result.estimates import Estimates
from survey.estimation.result.row_names import RowNames
from survey.maths.variance.gradient import FUNCTIONS, formula_gradient, numeric_gradient

Function = str | Callable[[Array], Any]


def contrast(
    estimates: Estimates,
    weights: Mapping[Any, Any] | Sequence[float] | Array,
    *,
    df: str | float | None = None,
    level: float | None = None,
) -> Estimates:
    """Linear combinations ``Σ c_i θ_i`` of the rows of one result, with variance ``c' V c`` and a t interval, one row
    each.

    ``weights``: coefficients by row name (``{"left": 1, "right": -1}``, see ``row_names.RowNames``), several such
    combinations by name (``{"lead": {"left": 1, "right": -1}, "both": {"left": 1, "right": 1}}``), or numbers for all
    rows in order (a matrix: one combination a line). Options of a question, domains and waves of one call have a
    covariance, which is used; with replicate weights it is the replicates'. The p-value is ``Estimates.p_value``,
    against another value ``Estimates.p_against``; several are read together after ``survey.adjust_p``.

    ``df``: ``design`` (default), PSUs minus strata of the whole design, also for domains; ``rows``, the largest of the
    rows'; or a number, infinite for the normal distribution. R: ``svycontrast``, whose ``confint`` is normal unless it
    is given ``degf(design)``; Stata: ``lincom`` (t with the design's df); SAS: ``ESTIMATE``, ``LSMEANS`` in the
    regression procedures. Raises ``EstimationError`` for names of no row or of several, and coefficients that are no
    numbers.
    """
    from scipy import sparse

    named = _named(estimates, weights)
    matrix = np.zeros((len(named), len(estimates)))
    name = RowNames(estimates)
    for line, (title, coefficients) in enumerate(named):
        for row, coefficient in coefficients.items():
            number = _number(coefficient, f"{title}: {row}")
            matrix[line, name(row)] += number
    basis = basis_of(estimates)
    linear = sparse.csr_matrix(matrix)
    values = linear @ estimates.estimate
    return derived(
        basis.root,
        linear @ basis.gradient,
        values,
        [title for title, _ in named],
        statistic="contrast",
        df=df,
        level=level,
    )


def expression(
    estimates: Estimates,
    what: Function | Mapping[str, Function],
    *,
    df: str | float | None = None,
    level: float | None = None,
) -> Estimates:
    """Smooth functions ``f(θ)`` of the rows of one result, with variance ``g' V g``, ``g`` the gradient (the delta
    method).

    ``what``: a formula of row names, ``"left / right"``, with ``+ - * / **``, brackets, numbers, ``log``, ``exp``,
    ``sqrt``, ``asin``, ``logit`` and ``expit``; names that are not plain words stand between backticks, ``"`18-29` /
    `60 +`"``. Its gradient is exact. Or a function of the vector of estimates, in the order of the rows, that returns a
    number or several; its gradient is numeric (``maths.variance.gradient.numeric_gradient``). Or several of either by
    name. No code in a formula is run.

    ``df`` and ``level`` as for ``contrast``. R: ``svycontrast(stat, quote(a/b))``; Stata: ``nlcom``. With replicate
    weights the gradient is applied to the replicates' covariance, as R does when replicates are not returned. Raises
    ``EstimationError`` for a formula that cannot be read, names of no row or several, and functions that fail.
    """
    from scipy import sparse

    given = what if isinstance(what, Mapping) else {what if isinstance(what, str) else "": what}
    titles: list[str] = []
    values: list[float] = []
    slopes: list[Array] = []
    for title, function in given.items():
        if isinstance(function, str):
            value, slope = _formula(estimates, function)
            titles.append(title)
            values.append(value)
            slopes.append(slope)
        else:
            found, gradient = _called(estimates, function)
            name = title or getattr(function, "__name__", "function").strip("<>")
            titles += [name] if len(found) == 1 else [f"{name} {k + 1}" for k in range(len(found))]
            values += found.tolist()
            slopes += list(gradient)
    basis = basis_of(estimates)
    steep = sparse.csr_matrix(np.array(slopes).reshape(len(slopes), len(estimates)))
    return derived(
        basis.root, steep @ basis.gradient, np.array(values), titles, statistic="expression", df=df, level=level
    )


def lift(
    estimates: Estimates, i: Hashable, j: Hashable, *, df: str | float | None = None, level: float | None = None
) -> Estimates:
    """How much larger row ``i`` is than row ``j``, as a share of ``j``: ``θ_i / θ_j - 1``, by the delta method
    (R: ``svycontrast(quote(a / b - 1))``; Stata: ``nlcom``).

    ``i``, ``j``: places or names. ``df`` and ``level`` as for ``contrast``. The p-value is that of no
    difference. Raises ``EstimationError`` for rows that do not exist; NaN where ``θ_j`` is 0."""
    name = RowNames(estimates)
    first, second = estimates.labels[name(i)], estimates.labels[name(j)]
    pair = estimates.take([name(i), name(j)])
    return expression(pair, {f"{first} / {second} - 1": lambda rows: rows[0] / rows[1] - 1}, df=df, level=level)


def _named(estimates: Estimates, weights: Any) -> list[tuple[str, Mapping[Any, float]]]:
    if isinstance(weights, Mapping):
        nested = [isinstance(value, Mapping) for value in weights.values()]
        if not weights or any(nested) and not all(nested):
            raise EstimationError(
                "coefficients are written {row: number} or {name: {row: number}}", where=estimates.question
            )
        return [(str(name), parts) for name, parts in weights.items()] if all(nested) else [(_title(weights), weights)]
    try:
        matrix = np.atleast_2d(np.asarray(weights, dtype=float))
    except (TypeError, ValueError):
        raise EstimationError("coefficients must be numbers", where=estimates.question) from None
    if matrix.ndim != 2 or matrix.shape[1] != len(estimates):
        raise EstimationError(
            f"{matrix.shape[-1]} coefficients for {len(estimates)} rows",
            where=estimates.question,
            fix="Give one number a row, or name the rows.",
        )
    labels = estimates.labels
    lines = [{i: float(number) for i, number in enumerate(line) if number != 0} for line in matrix]
    return [(_title({labels[i]: number for i, number in line.items()}), line) for line in lines]


def _title(coefficients: Mapping[Any, Any]) -> str:
    """The combination as a formula, cut where it gets long."""
    text = ""
    for row, number in list(coefficients.items())[:6]:
        size = _number(number, str(row))
        name = ", ".join(row) if isinstance(row, tuple) else str(row)
        sign = ("-" if size < 0 else "") if not text else " - " if size < 0 else " + "
        text += f"{sign}{'' if abs(size) == 1 else f'{abs(size):.4g} '}{name}"
    return text + (" …" if len(coefficients) > 6 else "")


def _number(value: Any, where: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    if not np.isfinite(number):
        raise EstimationError(f"the coefficient {value!r} is not a finite number", where=where)
    return number


_QUOTED = re.compile(r"`([^`]*)`")


def _formula(estimates: Estimates, text: str) -> tuple[float, Array]:
    quoted: dict[str, str] = {}

    def placeholder(match: re.Match[str]) -> str:
        key = f"row_{len(quoted)}_"
        quoted[key] = match.group(1)
        return key

    try:
        return formula_gradient(_QUOTED.sub(placeholder, text), RowNames(estimates), estimates.estimate, quoted)
    except ValueError as error:
        message = str(error)
        for key, name in quoted.items():
            message = message.replace(key, f"`{name}`")
        raise EstimationError(
            f"the formula cannot be used: {message}",
            where=text[:80],
            fix="Use row names (in backticks where they are not plain words), numbers, + - * / ** ( ) and "
            f"{', '.join(FUNCTIONS)}.",
        ) from None


def _called(estimates: Estimates, function: Any) -> tuple[Array, Array]:
    if not callable(function):
        raise EstimationError(f"{function!r} is neither a formula nor a function", where=estimates.question)

    def work(rows: Array) -> Array:
        return np.asarray(function(rows))

    try:
        with np.errstate(all="ignore"):
            found = np.atleast_1d(np.asarray(work(estimates.estimate.copy()), dtype=float)).ravel()
            gradient = numeric_gradient(lambda rows: work(rows).ravel(), estimates.estimate.copy(), estimates.std_error)
    except Exception as error:  # whatever the caller's own function raises
        raise EstimationError(
            f"the function failed: {type(error).__name__}: {error}",
            where=getattr(function, "__name__", "function"),
            fix="It is given a vector of the estimates, in the order of the rows, and returns a number or several.",
        ) from error
    return np.where(np.isfinite(found), found, np.nan), gradient
