"""Intervals against R's values and against their own definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from survey.maths.intervals import share_interval, t_quantile, wald_interval

METHODS = ("logit", "wald", "wilson", "korn_graubard")


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
def test_every_method_gives_the_exact_limits_at_zero_and_one():
    # rule of three's exact form: the upper limit at 0 of n solves (1 - u)^n = 0.025
    for method in METHODS:
        low, high = share_interval(method, [0.0, 1.0], [0.0, 0.0], [50, 50], [49, 49])
        assert low[0] == 0 and high[1] == 1
        assert (1 - high[0]) ** 50 == pytest.approx(0.025)
        assert low[1] ** 50 == pytest.approx(0.025)


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
    with pytest.raises(ValueError, match="asin"):
        share_interval("asin", 0.5, 0.1, 10, 9)


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
    method=st.sampled_from(("logit", "wilson", "korn_graubard")),
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
