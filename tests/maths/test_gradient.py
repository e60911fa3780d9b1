"""Gradients of formulas and of functions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.maths.variance.gradient import LONGEST, formula_gradient, numeric_gradient

AT = np.array([0.4, 0.1, 0.25])
PLACE = {"a": 0, "b": 1, "c": 2}.__getitem__
FORMULAS = (
    "a / b",
    "log(a / b)",
    "-a + +b * 3 - c",
    "(a - b) / (a + b)",
    "sqrt(a) * exp(c) - 1",
    "a ** 2 / c + a ** b + 2 ** c",
    "logit(a) - logit(b)",
    "expit(a - c) * asin(sqrt(b))",
)


@pytest.mark.derivation
@pytest.mark.parametrize("text", FORMULAS)
def test_the_gradient_of_a_formula_is_that_of_the_function_it_writes(text: str) -> None:
    known = {"log": np.log, "exp": np.exp, "sqrt": np.sqrt, "asin": np.arcsin}
    known |= {"logit": lambda x: np.log(x / (1 - x)), "expit": lambda x: 1 / (1 + np.exp(-x))}
    code = compile(text, "formula", "eval")

    def work(x: np.ndarray) -> np.ndarray:
        return np.array([eval(code, {**known, "a": x[0], "b": x[1], "c": x[2]})])

    value, slope = formula_gradient(text, PLACE, AT)
    assert value == pytest.approx(work(AT)[0], rel=1e-14)
    np.testing.assert_allclose(slope, numeric_gradient(work, AT, np.full(3, 0.01))[0], rtol=1e-12, atol=1e-14)


@pytest.mark.property
@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_kink_or_a_function_without_complex_numbers_is_differentiated_by_differences(a: float, b: float) -> None:
    at = np.array([a, b])
    if abs(a - b) < 1e-3:
        return

    def work(x: np.ndarray) -> np.ndarray:
        return np.array([abs(x[0] - x[1]), max(x.tolist()), math.atan(float(x[0]))])

    found = numeric_gradient(work, at, np.full(2, 1e-3))
    sign = np.sign(a - b)
    np.testing.assert_allclose(found, [[sign, -sign], [a > b, a < b], [1 / (1 + a * a), 0]], atol=1e-9)


@pytest.mark.derivation
def test_a_function_is_differentiated_where_a_step_would_leave_its_domain() -> None:
    at = np.array([0.9995])
    found = numeric_gradient(lambda x: np.log(x / (1 - x)), at, np.array([0.5]))
    assert found[0, 0] == pytest.approx(1 / (0.9995 * 0.0005), rel=1e-10)


@pytest.mark.contract
@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')",
        "a.real",
        "a[0]",
        "(lambda: 1)()",
        "[a for a in b]",
        "a if b else c",
        "a < b",
        "'a'",
        "True",
        "1j",
        "log(a, b)",
        "log(*a)",
        "open(a)",
        "a := b",
        "a ^ 2",
        "a +",
        "",
        "a\\nb",
        "(" * 500 + "a" + ")" * 500,
        "-" * 1_900 + "a",
        "a + " * LONGEST + "b",
    ],
)
def test_a_formula_runs_no_code(text: str) -> None:
    with pytest.raises(ValueError):
        formula_gradient(text, PLACE, AT)


@pytest.mark.contract
def test_a_formula_without_a_value_is_not_a_number_and_a_huge_one_does_not_hang() -> None:
    zero = np.array([0.4, 0.0, 0.25])
    for text in ("log(b - a)", "b / b", "sqrt(-a)"):
        assert math.isnan(formula_gradient(text, PLACE, zero)[0])
    assert formula_gradient("9 ** 9 ** 9 ** 9 * a", PLACE, AT)[0] == math.inf
