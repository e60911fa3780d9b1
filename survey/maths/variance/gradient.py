"""Gradients: of a formula that a person wrote, exactly, and of any smooth function, numerically."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Mapping

import numpy as np

from survey.arrays import Array

Dual = tuple[np.float64, Array]  # a value and its derivative by each argument

LONGEST = 2_000  # characters of a formula

_FUNCTIONS: dict[str, tuple[Callable[[np.float64], np.float64], Callable[[np.float64], np.float64]]] = {
    "log": (np.log, lambda x: 1 / x),
    "exp": (np.exp, np.exp),
    "sqrt": (np.sqrt, lambda x: 1 / (2 * np.sqrt(x))),
    "asin": (np.arcsin, lambda x: 1 / np.sqrt(1 - x**2)),
    "logit": (lambda x: np.log(x / (1 - x)), lambda x: 1 / (x * (1 - x))),
    "expit": (lambda x: 1 / (1 + np.exp(-x)), lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2),
}
FUNCTIONS = tuple(_FUNCTIONS)


def formula_gradient(
    text: str, place: Callable[[str], int], values: Array, names: Mapping[str, str] | None = None
) -> tuple[float, Array]:
    """Value of a formula and its derivative by each of ``values``, by the rules of differentiation (R: ``deriv``).

    ``text``: numbers, names, ``+ - * / **``, brackets and the functions ``FUNCTIONS``. ``place``: from a name to its
    value's place; ``names``: what a name of ``text`` stands for, when it could not be written. No code is run: anything
    else is a ``ValueError`` that says what it met. Where the formula has no value the result is NaN.
    """
    if len(text) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError("it cannot be read as a formula") from None
    constant = np.zeros(len(values))

    def look_up(node: ast.Name) -> Dual:
        at = place((names or {}).get(node.id, node.id))
        derivative = constant.copy()
        derivative[at] = 1.0
        return values[at], derivative

    try:
        with np.errstate(all="ignore"):
            value, derivative = _dual(tree.body, look_up, constant)
    except RecursionError:
        raise ValueError("too many brackets inside each other") from None
    return float(value), derivative


def _dual(node: ast.expr, look_up: Callable[[ast.Name], Dual], constant: Array) -> Dual:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return np.float64(node.value), constant
    if isinstance(node, ast.Name):
        return look_up(node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        value, slope = _dual(node.operand, look_up, constant)
        return (-value, -slope) if isinstance(node.op, ast.USub) else (value, slope)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)):
        return _operation(node.op, _dual(node.left, look_up, constant), _dual(node.right, look_up, constant))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
        if len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Starred):
            work, by = _FUNCTIONS[node.func.id]
            value, slope = _dual(node.args[0], look_up, constant)
            return work(value), _times(by(value), slope)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
        raise ValueError("'^' is not a power here: write **")
    raise ValueError(f"'{ast.unparse(node)}' is not allowed")


def _operation(sign: ast.operator, left: Dual, right: Dual) -> Dual:
    (a, slope_a), (b, slope_b) = left, right
    if isinstance(sign, ast.Add):
        return a + b, slope_a + slope_b
    if isinstance(sign, ast.Sub):
        return a - b, slope_a - slope_b
    if isinstance(sign, ast.Mult):
        return a * b, _times(b, slope_a) + _times(a, slope_b)
    if isinstance(sign, ast.Div):
        return a / b, _times(1 / b, slope_a) - _times(a / b**2, slope_b)
    return a**b, _times(b * a ** (b - 1), slope_a) + _times(a**b * np.log(a), slope_b)


def _times(factor: np.float64, slope: Array) -> Array:
    """The factor times a slope that stays 0 where it is 0: what an argument does not touch needs no factor."""
    return np.where(slope == 0, 0.0, factor * slope)


def numeric_gradient(work: Callable[[Array], Array], at: Array, scale: Array) -> Array:
    """(results, arguments): derivatives of a smooth function at ``at``. ``scale``: how far each argument may be moved,
    of the size of its standard error; 0 leaves it in its place, with a derivative of 0.

    Where the function takes complex numbers, by a complex step (Squire & Trapp 1998, SIAM Review 40, 110-112), which
    loses no digits; it is checked by a difference, since ``abs`` or ``max`` of a complex number is another function.
    Else by central differences at three distances, extrapolated (Richardson): some ten digits.
    """
    apart = np.stack([_central(work, at, scale, k) for k in range(len(at))], axis=1)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exact = np.stack([_complex(work, at, scale, k) for k in range(len(at))], axis=1)
    except Exception:  # a function of the caller's, which may fail with complex numbers in any way
        return apart
    size = np.nanmax(np.abs(apart), initial=0.0, axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        close = np.abs(exact - apart) <= 1e-4 * size
    return np.where(close | (np.isnan(apart) & np.isfinite(exact)), exact, apart)


def _complex(work: Callable[[Array], Array], at: Array, scale: Array, k: int) -> Array:
    step = np.zeros(len(at), dtype=complex)
    step[k] = 1e-20j * (scale[k] > 0)
    found = np.atleast_1d(np.asarray(work(np.asarray(at + step)), dtype=complex))
    return np.asarray(found.imag / 1e-20)


def _central(work: Callable[[Array], Array], at: Array, scale: Array, k: int) -> Array:
    def slope(h: float) -> Array:
        up, down = at.copy(), at.copy()
        up[k] += h
        down[k] -= h
        rise = np.atleast_1d(np.asarray(work(up), dtype=float)) - np.atleast_1d(np.asarray(work(down), dtype=float))
        return np.asarray(rise / (up[k] - down[k]))

    h = 0.02 * float(scale[k])
    if not h > 0:
        return np.zeros_like(np.atleast_1d(np.asarray(work(at), dtype=float)))
    with np.errstate(all="ignore"):
        wide, middle, narrow = slope(h), slope(h / 2), slope(h / 4)
        first, second = (4 * middle - wide) / 3, (4 * narrow - middle) / 3
    return np.asarray((16 * second - first) / 15)
