"""Intervals against R's values and against their own definitions."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats
from scipy.interpolate import CubicSpline

from survey.maths.intervals import share_interval, t_quantile, wald_interval
from survey.words import INTERVALS

METHODS = INTERVALS


@pytest.mark.derivation
def test_wilson_interval_is_the_textbook_one_under_simple_random_sampling():
    # Wilson (1927): roots of (p - π)² = z² π(1 - π)/n
    p, n = 0.618, 1000
    se = np.sqrt(p * (1 - p) / n)
    low, high = share_interval("wilson", p, se, n, np.inf)
    z = stats.norm.ppf(0.975)
    for limit in (float(low), float(high)):
        assert (p - limit) ** 2 == pytest.approx(z**2 * limit * (1 - limit) / n, rel=1e-10)


@pytest.mark.derivation
def test_korn_graubard_is_clopper_pearson_under_simple_random_sampling():
    x, n = 29, 100
    p = x / n
    se = np.sqrt(p * (1 - p) / n)
    low, high = share_interval("korn_graubard", p, se, n, n - 1)
    assert low == pytest.approx(stats.beta.ppf(0.025, x, n - x + 1), rel=1e-10)
    assert high == pytest.approx(stats.beta.ppf(0.975, x + 1, n - x), rel=1e-10)


@pytest.mark.derivation
def test_logit_interval_is_symmetric_on_the_logit_scale():
    low, high = share_interval("logit", 0.2, 0.02, 400, 30)
    half = stats.t.ppf(0.975, 30) * 0.02 / (0.2 * 0.8)
    assert np.log(low / (1 - low)) == pytest.approx(np.log(0.25) - half)
    assert np.log(high / (1 - high)) == pytest.approx(np.log(0.25) + half)


@pytest.mark.derivation
def test_jeffreys_limits_are_quantiles_of_the_posterior_under_simple_random_sampling() -> None:
    x, n = 29, 100
    p = x / n
    low, high = share_interval("jeffreys", p, np.sqrt(p * (1 - p) / n), n, n - 1)
    assert low == pytest.approx(stats.beta.ppf(0.025, x + 0.5, n - x + 0.5), rel=1e-10)
    assert high == pytest.approx(stats.beta.ppf(0.975, x + 0.5, n - x + 0.5), rel=1e-10)


@pytest.mark.derivation
def test_the_nchs_interval_is_korn_graubard_with_an_effective_base_of_at_most_n() -> None:
    p, n, df = 0.2, 500, 30
    wide, narrow = (np.sqrt(deff * p * (1 - p) / n) for deff in (2, 0.3))
    assert share_interval("nchs", p, wide, n, df) == share_interval("korn_graubard", p, wide, n, df)
    capped = share_interval("nchs", p, narrow, n, df)
    assert capped[0] == pytest.approx(stats.beta.ppf(0.025, n * p, n * (1 - p) + 1), rel=1e-10)
    assert capped[1] == pytest.approx(stats.beta.ppf(0.975, n * p + 1, n * (1 - p)), rel=1e-10)


@pytest.mark.oracle
def test_the_exact_likelihood_limits_are_those_that_r_solves_for() -> None:
    # R 4.2, survey 4.1-1: opinion3, wave 1, side == "REF"; uniroot on the deviance of svyglm, tol = 1e-14
    low, high = share_interval("likelihood_exact", 0.0661210632946, 0.0100326038831118, 429, 20)
    assert [float(low), float(high)] == pytest.approx([0.0472057444694091, 0.0891364122192652], rel=1e-9)


@pytest.mark.oracle
@pytest.mark.parametrize(
    "p,se,n,df,want,near",
    [
        (0.0661210632946, 0.0100326038831118, 429, 20, (0.0472051065141633, 0.0891347988078976), 1e-6),
        # k ones, then zeros, in n rows of clusters 1, ..., m in turn; here the iterations of R stop 1e-5 early
        (1 / 32, 0.03125, 32, 3, (5.30175649926e-05, 0.237285159128), 2e-5),
        (1 / 200, 0.005, 200, 9, (0.000143043802781, 0.0259005692473), 2e-5),
    ],
)
def test_likelihood_limits_are_those_that_r_interpolates(
    p: float, se: float, n: int, df: int, want: tuple[float, float], near: float
) -> None:
    # svyciprop(method = "likelihood")
    low, high = share_interval("likelihood", p, se, n, df)
    assert [float(low), float(high)] == pytest.approx(want, rel=near)


@pytest.mark.oracle
def test_likelihood_limits_of_large_design_effects_are_those_of_r() -> None:
    # R survey 4.5: data(yrbs), qn8 == 1 of 8 757 in 39 df: svyciprop(method = "likelihood"); t √deff = 9.8
    low, high = share_interval("likelihood", 0.8136225043654783, 0.020089006452065256, 8757, 39)
    assert [float(low), float(high)] == pytest.approx([0.770820, 0.851929], abs=5e-7)
    assert share_interval("likelihood_exact", 0.8136225043654783, 0.020089006452065256, 8757, 39)[0] == pytest.approx(
        0.770796, abs=5e-7
    )


@pytest.mark.derivation
@pytest.mark.parametrize("t_root_deff", [7.9, 8.1, 8.3, 9.8])
def test_likelihood_limits_go_on_as_before_where_the_tail_is_no_digit_of_one(t_root_deff: float) -> None:
    """R's interpolation by hand: points every ``z_max/5`` standard errors, a spline, a straight line between three
    points a step; ``z_max`` by the tail itself, which 1 minus the tail loses above 8."""
    p, n, df = 0.3, 20000, 30
    t = stats.t.ppf(0.975, df)
    deff = (t_root_deff / t) ** 2
    error = np.sqrt(deff / (n * p * (1 - p)))
    farthest = stats.t.isf(stats.norm.sf(t_root_deff) / 4, n - 1)

    def root(eta: float) -> float:
        q = 1 / (1 + np.exp(-eta))
        apart = 2 * (n - 1) * (p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q)))
        return float(np.sign(eta - middle) * np.sqrt(max(apart, 0)))

    middle = np.log(p / (1 - p))
    sides = {}
    for side in (-1, 1):
        eta, z = [], 0.0
        while len(eta) < 9 and abs(z) < farthest:
            eta.append(middle + side * (len(eta) + 1) * farthest / 5 * error)
            z = root(eta[-1])
        sides[side] = eta
    x = np.array([*sides[-1][::-1], middle, *sides[1]])
    y = np.array([root(one) for one in x])
    fine = np.linspace(x[0], x[-1], 3 * len(x))
    limits = np.interp([-t_root_deff, t_root_deff], CubicSpline(x, y)(fine), fine)
    want = 1 / (1 + np.exp(-limits))
    se = np.sqrt(deff * p * (1 - p) / n)
    low, high = share_interval("likelihood", p, se, n, df)
    assert [float(low), float(high)] == pytest.approx(want, abs=3e-4)  # the spline's ends are drawn another way
    exact = share_interval("likelihood_exact", p, se, n, df)
    assert abs(float(low) - float(exact[0])) > 1e-9  # what is asked for by another name


@pytest.mark.property
@given(p=st.floats(1e-4, 0.9999), n=st.integers(5, 5000), df=st.integers(2, 200), deff=st.floats(0.5, 3))
def test_the_exact_likelihood_interval_solves_its_equation(p: float, n: int, df: int, deff: float) -> None:
    se = np.sqrt(deff * p * (1 - p) / n)
    for limit in share_interval("likelihood_exact", p, se, n, df):
        if 1e-6 < limit < 1 - 1e-6:  # beyond, 1 - θ has few digits
            apart = p * np.log(p / limit) + (1 - p) * np.log((1 - p) / (1 - limit))
            assert 2 * (n - 1) * apart == pytest.approx(stats.t.ppf(0.975, df) ** 2 * deff, rel=1e-6)


@pytest.mark.contract
def test_the_arcsine_interval_is_cut_at_zero_where_the_formula_of_r_turns_back() -> None:
    low, high = share_interval("asin", 0.01, 0.012, 70, 10)
    back = np.sin(np.arcsin(0.1) - stats.t.ppf(0.975, 10) * 0.012 / (2 * np.sqrt(0.01 * 0.99))) ** 2
    assert low == 0 < back < 0.01 < high


@pytest.mark.derivation
def test_every_method_gives_the_exact_limits_at_zero_and_one():
    # rule of three's exact form: the upper limit at 0 of n solves (1 - u)^n = 0.025
    for method in METHODS:
        low, high = share_interval(method, [0.0, 1.0], [0.0, 0.0], [50, 50], [49, 49])
        assert low[0] == 0 and high[1] == 1
        assert (1 - high[0]) ** 50 == pytest.approx(0.025)
        assert low[1] ** 50 == pytest.approx(0.025)


@pytest.mark.derivation
@pytest.mark.parametrize("method", METHODS)
def test_at_zero_and_one_clusters_and_weights_make_the_base_smaller(method: str) -> None:
    """(1 - u)^m = 0.025 with m = n_eff (t_{n-1}/t_df)²; 0.0362 would be that of 100 independent respondents."""
    for n_eff, df, want in ((100, 5, 0.0600), (100, 99, 0.0362), (60.97560976, 99, 0.0587)):
        base = n_eff * min((stats.t.ppf(0.975, 99) / stats.t.ppf(0.975, df)) ** 2, 1)
        assert 1 - 0.025 ** (1 / base) == pytest.approx(want, abs=5e-5)
        low, high = share_interval(method, [0.0, 1.0], [0.0, 0.0], 100, df, n_eff=n_eff)
        assert [high[0], 1 - low[1]] == pytest.approx([1 - 0.025 ** (1 / base)] * 2, rel=1e-9)
        assert low[0] == 0 and high[1] == 1


@pytest.mark.contract
def test_normal_quantiles_do_not_make_the_base_at_zero_larger_than_it_is() -> None:
    assert share_interval("logit", 0, 0, 30, np.inf)[1] == pytest.approx(1 - 0.025 ** (1 / 30), rel=1e-12)
    assert share_interval("logit", 0, 0, 30, 29, n_eff=50)[1] == pytest.approx(1 - 0.025 ** (1 / 30), rel=1e-12)


@pytest.mark.property
@example(method="likelihood", p=1e-05, n=2, df=2, deff=26.0)
@given(
    method=st.sampled_from(METHODS),
    p=st.one_of(st.floats(1e-5, 1 - 1e-5), st.sampled_from([0.0, 1.0])),
    n=st.integers(2, 3000),
    df=st.integers(1, 300),
    deff=st.floats(0.05, 60),
)
def test_every_interval_holds_its_share(method: str, p: float, n: int, df: int, deff: float) -> None:
    low, high = share_interval(method, p, np.sqrt(deff * p * (1 - p) / n), n, df)
    assert low <= p <= high
    if method != "wald":
        assert 0 <= low and high <= 1


@pytest.mark.contract
def test_no_degrees_of_freedom_give_no_interval():
    for method in METHODS:
        low, high = share_interval(method, [0.4, 0.0], [0.1, 0.0], [10, 10], [0, -1])
        assert np.isnan(low).all() and np.isnan(high).all()
    assert np.isnan(wald_interval(3.0, 1.0, 0)).all()


@pytest.mark.contract
def test_a_share_fixed_by_weighting_is_its_own_interval():
    low, high = share_interval("logit", 0.46, 0.0, 500, 20)
    assert low == high == 0.46


@pytest.mark.contract
def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="exact"):
        share_interval("exact", 0.5, 0.1, 10, 9)


@pytest.mark.derivation
def test_infinite_df_is_the_normal_quantile():
    assert t_quantile(0.95, np.inf) == pytest.approx(stats.norm.ppf(0.975))
    assert t_quantile(0.9, 7) == pytest.approx(stats.t.ppf(0.95, 7))


@pytest.mark.property
@given(
    p=st.floats(0.001, 0.999),
    deff=st.floats(0.3, 5),
    n=st.integers(10, 5000),
    df=st.integers(1, 500),
    method=st.sampled_from([name for name in METHODS if name != "wald"]),
)
def test_intervals_hold_the_estimate_and_stay_between_zero_and_one(p, deff, n, df, method):
    se = np.sqrt(deff * p * (1 - p) / n)
    low, high = share_interval(method, p, se, n, df)
    assert 0 <= low <= p + 1e-12 and p - 1e-12 <= high <= 1


@pytest.mark.property
@given(p=st.floats(0.01, 0.99), n=st.integers(20, 2000), method=st.sampled_from(METHODS))
def test_interval_of_the_complement_is_the_mirror_image(p, n, method):
    se = np.sqrt(p * (1 - p) / n)
    low, high = share_interval(method, [p, 1 - p], se, n, n - 1)
    assert low[0] == pytest.approx(1 - high[1], abs=1e-9)
