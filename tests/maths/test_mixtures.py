"""Tails of weighted sums of chi-squares, against closed forms, other distributions and R."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from survey.maths.mixtures import METHODS, mixture_tail, satterthwaite
from survey.maths.tails import chi_square_tail, f_tail, t_tails


@pytest.mark.derivation
@pytest.mark.parametrize("x", [0.01, 1.0, 8.0, 60.0, 600.0])
@pytest.mark.parametrize("nearly", [0.0, 1e-9], ids=["equal", "nearly equal"])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_equal_weights_are_one_chi_square_or_one_f(count: int, nearly: float, x: float) -> None:
    weights = 3.0 * (1 + nearly * np.arange(count))
    assert mixture_tail(3 * x, weights) == pytest.approx(stats.chi2.sf(x, count), rel=1e-6 if nearly else 1e-12)
    for below in (0.7, 5.0, 31.4, 2e4):
        wanted = stats.f.sf(x / count, count, below)
        assert mixture_tail(3 * x, weights, below) == pytest.approx(wanted, rel=1e-6 if nearly else 1e-12)


@pytest.mark.derivation
@pytest.mark.parametrize("x", [0.1, 2.0, 20.0, 200.0, 1000.0])
def test_weights_in_pairs_are_a_sum_of_exponentials(x: float) -> None:
    # 3 χ²_2 + 0.5 χ²_2 has a hypoexponential distribution with means 6 and 1
    wanted = (6 * math.exp(-x / 6) - math.exp(-x)) / 5
    assert mixture_tail(x, [3, 3, 0.5, 0.5]) == pytest.approx(wanted, rel=1e-13)


@pytest.mark.derivation
def test_a_denominator_is_an_average_over_its_chi_square() -> None:
    weights, below, x = [2.0, 0.7, 0.1], 9.3, 6.0
    nodes, share = np.polynomial.legendre.leggauss(400)
    at = (nodes + 1) / 2
    inner = [mixture_tail(x * stats.chi2.ppf(u, below) / below, weights) for u in at]
    assert mixture_tail(x, weights, below) == pytest.approx(float(share @ inner) / 2, rel=1e-6)


@pytest.mark.oracle
def test_saddlepoints_are_those_of_r() -> None:
    # R 4.2.2, survey 4.1-1: pchisqsum(5, c(1,1), c(1,2), lower.tail=FALSE, method="saddlepoint")
    assert mixture_tail(5, [1, 2], method="saddlepoint") == pytest.approx(0.1826973424218349, rel=1e-6)
    # survey:::pFsum(x, c(1,1,1), c(1,2,.3), ddf=17.6, lower.tail=FALSE)
    assert mixture_tail(5, [1, 2, 0.3], 17.6, method="saddlepoint") == pytest.approx(0.2451619790582111, rel=1e-6)
    assert mixture_tail(20, [1, 2, 0.3], 17.6, method="saddlepoint") == pytest.approx(0.01115609641829508, rel=1e-6)


@pytest.mark.property
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0.01, 10), min_size=2, max_size=8),
    st.floats(0.05, 60),
    st.one_of(st.just(math.inf), st.floats(2, 500)),
)
def test_approximations_are_near_the_exact_tail_and_it_falls(weights: list[float], x: float, below: float) -> None:
    exact = mixture_tail(x, weights, below)
    assert 0 <= exact <= 1
    assert mixture_tail(1.1 * x, weights, below) <= exact + 1e-12
    assert mixture_tail(7 * x, 7 * np.array(weights), below) == pytest.approx(exact, rel=1e-9, abs=1e-300)
    assert mixture_tail(x, [*weights, 0.0], below) == pytest.approx(exact, rel=1e-9, abs=1e-300)
    assert abs(mixture_tail(x, weights, below, method="satterthwaite") - exact) < 0.1
    assert abs(mixture_tail(x, weights, below, method="saddlepoint") - exact) < 0.1


@pytest.mark.contract
@pytest.mark.parametrize("method", METHODS)
def test_what_is_not_defined_is_nan_and_nothing_below_zero_is_sure(method: str) -> None:
    assert math.isnan(mixture_tail(1.0, [0.0, 0.0], method=method))
    assert math.isnan(mixture_tail(1.0, [], method=method))
    assert math.isnan(mixture_tail(math.nan, [1.0, 2.0], method=method))
    assert math.isnan(mixture_tail(1.0, [1.0, 2.0], 0.0, method=method))
    assert mixture_tail(0.0, [1.0, 2.0], method=method) == 1.0
    assert 0 < mixture_tail(1.0, [1.0, 2.0], 0.4, method=method) < 1  # a denominator below one


@pytest.mark.contract
def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown method"):
        mixture_tail(1.0, [1.0], method="davies")


@pytest.mark.derivation
def test_satterthwaite_has_the_mean_and_variance_of_the_sum() -> None:
    a = np.array([2.0, 1.0, 0.25])
    scale, df = satterthwaite(a)
    assert scale * df == pytest.approx(a.sum())
    assert scale**2 * 2 * df == pytest.approx(2 * (a**2).sum())
    assert all(math.isnan(value) for value in satterthwaite([0.0, 0.0]))


@pytest.mark.contract
@pytest.mark.parametrize("df", [0.0, -1.0, math.nan])
def test_tails_without_degrees_of_freedom_are_nan(df: float) -> None:
    assert math.isnan(t_tails(2.0, df))
    assert math.isnan(f_tail(2.0, 3.0, df))
    assert math.isnan(f_tail(2.0, df, 3.0))
    assert math.isnan(chi_square_tail(2.0, df))


@pytest.mark.derivation
def test_tails_are_those_of_scipy_and_infinity_is_the_limit() -> None:
    assert t_tails(-2.1, 7.5) == pytest.approx(2 * stats.t.sf(2.1, 7.5), rel=1e-12)
    assert t_tails(2.1, math.inf) == pytest.approx(2 * stats.norm.sf(2.1), rel=1e-12)
    assert f_tail(3.2, 2.4, 19.9) == pytest.approx(stats.f.sf(3.2, 2.4, 19.9), rel=1e-12)
    assert f_tail(3.2, 2.4, math.inf) == pytest.approx(stats.chi2.sf(3.2 * 2.4, 2.4), rel=1e-12)
