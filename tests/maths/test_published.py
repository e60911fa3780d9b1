"""Sampling error and rounding of published shares against formulas written out a second time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from survey.maths.published import (
    Range,
    change_range,
    change_std_error,
    difference_std_error,
    largest_moe,
    normal_quantile,
    printed_decimals,
    printed_range,
    published_interval,
    rounding_half_width,
    share_std_error,
    variance_to_reach,
)

shares = st.floats(0.01, 0.99)
sizes = st.integers(50, 50_000)


@pytest.mark.derivation
def test_standard_errors_are_those_of_a_multinomial_sample() -> None:
    # Counts of a multinomial sample have covariance n (diag(p) - p p'); 24, 20, 17, 11 and the rest, n = 1000.
    p, n = np.array([0.24, 0.20, 0.17, 0.11, 0.28]), 1000
    expected = stats.multinomial(n, p).cov() / n**2
    assert share_std_error(0.24, n) == pytest.approx(math.sqrt(expected[0, 0]))
    lead = math.sqrt(expected[0, 0] + expected[1, 1] - 2 * expected[0, 1])
    assert difference_std_error(0.24, 0.20, n) == pytest.approx(lead)
    assert round(100 * lead, 2) == 2.09


@pytest.mark.derivation
def test_a_lead_has_the_error_seen_in_drawn_samples() -> None:
    drawn = np.random.default_rng(8).multinomial(1000, [0.24, 0.20, 0.56], size=100_000) / 1000
    # the standard error of a standard deviation of 100 000 draws is se / sqrt(200 000): 0.22 percent of it
    assert np.std(drawn[:, 0] - drawn[:, 1]) == pytest.approx(difference_std_error(0.24, 0.20, 1000), rel=0.01)


@pytest.mark.property
@given(shares, shares, sizes)
def test_several_answers_a_respondent_never_make_a_difference_less_certain(first: float, second: float, n: int) -> None:
    """Those who named both take 2 p12 off the variance, p12 at least p1 + p2 - 1: the formula is the largest."""
    largest = difference_std_error(first, second, n)
    for both in np.linspace(max(first + second - 1, 0.0), min(first, second), 5):
        variance = (first + second - 2 * both - (first - second) ** 2) / n
        assert math.sqrt(max(variance, 0.0)) <= largest + 1e-12


@pytest.mark.derivation
def test_a_change_is_the_difference_of_two_independent_shares() -> None:
    # polls.md section 4, point 12: 61.8 to 51.4 is about 10.4 +- 4.3 without a design effect
    assert round(100 * normal_quantile() * change_std_error(0.618, 1000, 0.514, 1000), 1) == 4.3
    expected = math.hypot(share_std_error(0.618, 1000), share_std_error(0.514, 900))
    assert change_std_error(0.618, 1000, 0.514, 900) == pytest.approx(expected)


@pytest.mark.derivation
@pytest.mark.parametrize(("n", "moe"), [(755, 3.57), (767, 3.54), (827, 3.41), (896, 3.27), (937, 3.20), (899, 3.27)])
def test_chatham_house_prints_the_largest_margin_without_a_design_effect(n: int, moe: float) -> None:
    # peers.md section 4.9: 0.98/sqrt(n)
    assert round(100 * largest_moe(n), 2) == moe
    assert largest_moe(n) == pytest.approx(stats.norm.ppf(0.975) * math.sqrt(0.25 / n))
    assert largest_moe(n, deff=4) == pytest.approx(2 * largest_moe(n))


@pytest.mark.derivation
def test_the_interval_of_61_8_percent_of_1000() -> None:
    low, high = published_interval(0.618, 1000)
    half = stats.norm.ppf(0.975) / math.sqrt(1000 * 0.618 * 0.382)  # z se / (p (1 - p)) on the logit scale
    assert math.log(low / (1 - low)) == pytest.approx(math.log(0.618 / 0.382) - half)
    assert math.log(high / (1 - high)) == pytest.approx(math.log(0.618 / 0.382) + half)
    # polls.md section 1: "about 58.8-64.8"
    assert (low, high) == pytest.approx((0.588, 0.648), abs=0.001)


@pytest.mark.property
@given(shares, shares, sizes)
def test_an_interval_reaches_a_target_at_the_design_effect_that_says_so(share: float, target: float, n: int) -> None:
    needed = variance_to_reach(share, share_std_error(share, n), target, normal_quantile())
    if 1e-6 < needed < 1e5:
        low, high = published_interval(share, n, deff=needed)
        assert (high if target > share else low) == pytest.approx(target, rel=1e-6)


@pytest.mark.property
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_no_design_effect_is_named_where_none_is_defined(share: float) -> None:
    assert math.isnan(variance_to_reach(share, 0.01, 0.5, 1.96))
    assert math.isnan(variance_to_reach(0.5, 0.01, share, 1.96))
    assert math.isnan(variance_to_reach(0.5, math.nan, 0.4, 1.96))


@pytest.mark.property
@given(st.floats(0, 1), st.integers(0, 4))
def test_every_share_lies_in_the_range_of_its_printed_figure(share: float, decimals: int) -> None:
    printed = float(f"{100 * share:.{decimals}f}")
    assert printed_range(printed, decimals).holds(share)
    assert printed_decimals(printed) <= decimals


@pytest.mark.property
@given(st.integers(1, 99), st.integers(0, 3))
def test_a_printed_range_is_a_unit_of_the_last_digit_wide(percent: int, decimals: int) -> None:
    low, high = printed_range(percent, decimals)
    assert high - low == pytest.approx(2 * rounding_half_width(decimals)) == pytest.approx(10.0 ** (-decimals - 2))


@pytest.mark.derivation
def test_a_rise_from_41_to_45_in_whole_percent_is_3_to_5_points() -> None:
    assert change_range(printed_range(41, 0), printed_range(45, 0)) == pytest.approx((0.03, 0.05))


@pytest.mark.property
@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 2))
def test_a_change_lies_in_the_range_of_its_printed_ends(before: float, after: float, decimals: int) -> None:
    ends = [printed_range(float(f"{100 * share:.{decimals}f}"), decimals) for share in (before, after)]
    assert change_range(*ends).holds(after - before)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("percent", "decimals", "qualifier", "expected"),
    [
        (61.8, 1, "exact", (0.6175, 0.6185)),
        (65, 0, "about", (0.625, 0.675)),
        (62, 0, "about", (0.61, 0.63)),
        (12.6, 1, "about", (0.125, 0.127)),
        (60, 0, "more than", (0.60, 1.0)),
        (60, 0, "at least", (0.60, 1.0)),
        (60, 0, "less than", (0.0, 0.60)),
        (60, 0, "at most", (0.0, 0.60)),
        (63, 0, "slightly more than", (0.63, 0.64)),
        (11, 0, "slightly less than", (0.10, 0.11)),
        (0.2, 0, "exact", (0.0, 0.007)),
        (99.9, 0, "exact", (0.994, 1.0)),
    ],
)
def test_qualifiers_leave_open_what_the_documentation_says(
    percent: float, decimals: int, qualifier: str, expected: tuple[float, float]
) -> None:
    assert printed_range(percent, decimals, qualifier) == pytest.approx(expected)


@pytest.mark.contract
def test_ranges_meet_at_their_ends_only_with_slack() -> None:
    assert Range(0.1, 0.2).meets(Range(0.2, 0.3)) and not Range(0.1, 0.2).meets(Range(0.2, 0.3), slack=-1e-9)
    assert Range(0.1, 0.2).holds(0.2) and not Range(0.1, 0.2).holds(0.2001)


@pytest.mark.contract
@pytest.mark.parametrize(("value", "decimals"), [(61.8, 1), (29, 0), (29.0, 0), (0.25, 2), (3.27, 2)])
def test_digits_are_read_from_the_number(value: float, decimals: int) -> None:
    assert printed_decimals(value) == decimals
