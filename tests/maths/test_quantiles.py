"""Quantiles of weighted numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from survey.maths.quantiles import RULES, weighted_quantiles

# numpy's name of each rule that Hyndman and Fan number; with equal weights both are the same
NUMPY = {
    "hf4": "interpolated_inverted_cdf",
    "hf5": "hazen",
    "hf6": "weibull",
    "hf7": "linear",
    "hf8": "median_unbiased",
    "hf9": "normal_unbiased",
}
GRID = [0.01, 0.1, 0.3, 1 / 3, 0.5, 0.77, 0.9, 0.999]


@pytest.mark.derivation
@pytest.mark.parametrize("rule", NUMPY)
def test_with_equal_weights_the_rules_that_draw_lines_are_numpys(rule: str) -> None:
    x = np.random.default_rng(2).normal(size=37)
    want = np.quantile(x, GRID, method=NUMPY[rule])  # type: ignore[call-overload]
    assert weighted_quantiles(x, np.ones(37), GRID, rule) == pytest.approx(want, rel=1e-12)


@pytest.mark.derivation
def test_rules_differ_only_where_the_weights_meet_the_probability() -> None:
    x, w = [1.0, 2.0, 3.0, 4.0], [1.0, 1.0, 1.0, 1.0]
    assert [weighted_quantiles(x, w, 0.5, rule)[0] for rule in ("math", "school", "hf1", "hf2")] == [2, 2.5, 2, 2.5]
    assert weighted_quantiles(x, w, 0.5, "hf3")[0] == 2  # the second, an even place
    assert weighted_quantiles(x, w, 0.25, "hf3")[0] == 2  # the first is odd: the next
    for rule in ("math", "school", "hf1", "hf2", "hf3"):
        assert weighted_quantiles(x, w, [0.4, 0.6], rule).tolist() == [2, 3]


@pytest.mark.contract
@pytest.mark.parametrize("rule", RULES)
def test_ends_of_the_scale_and_single_values_are_defined(rule: str) -> None:
    x = np.array([5.0, 1.0, 3.0, 9.0])
    assert weighted_quantiles(x, np.ones(4), [0.0, 1.0], rule).tolist() == [1.0, 9.0]
    assert weighted_quantiles([7.0], [2.5], GRID, rule).tolist() == [7.0] * len(GRID)
    assert weighted_quantiles([7.0, 7.0], [2.5, 0.1], GRID, rule).tolist() == [7.0] * len(GRID)
    assert np.isnan(weighted_quantiles([1.0, 2.0], [0.0, 0.0], GRID, rule)).all()
    assert np.isnan(weighted_quantiles([], [], 0.5, rule)).all()


@pytest.mark.contract
def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="hf10"):
        weighted_quantiles([1.0], [1.0], 0.5, "hf10")


@pytest.mark.contract
@pytest.mark.parametrize("rule", RULES)
def test_negative_replicate_weights_give_a_value_of_the_data_range(rule: str) -> None:
    x, w = np.arange(10.0), np.array([1, 1, -0.5, 1, 1, 1, -0.2, 1, 1, 1.0])
    found = weighted_quantiles(x, w, [0.2, 0.5, 0.8], rule)
    assert ((found >= 0) & (found <= 9)).all()


weighted = st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 9)), min_size=1, max_size=30)


@pytest.mark.property
@settings(max_examples=60, deadline=None)
@given(weighted, st.sampled_from(RULES))
@example([(0, 1)] * 4 + [(0, 3), (0, 9), (3, 9), (3, 9)], "hf4")  # was the last digit above the largest value
def test_order_and_weights_of_0_change_nothing_and_quantiles_rise(pairs: list[tuple[int, int]], rule: str) -> None:
    x, w = np.array(pairs, dtype=float).T
    found = weighted_quantiles(x, w, GRID, rule)
    place = np.random.default_rng(len(pairs)).permutation(len(x))
    if rule in ("math", "school", "hf1", "hf2", "hf3"):  # in the others equal values of unequal weights have an order
        assert weighted_quantiles(x[place], w[place], GRID, rule).tolist() == found.tolist()
    with_none = weighted_quantiles([*x, 1000.0], [*w, 0.0], GRID, rule)
    assert with_none.tolist() == found.tolist()
    assert x.min() <= found.min() and found.max() <= x.max()
    if rule != "shahvaish":  # in R's form places depend on the unit of the weights and need not rise
        assert (np.diff(found) >= -1e-9).all()


@pytest.mark.property
@settings(max_examples=60, deadline=None)
@given(weighted, st.sampled_from([rule for rule in RULES if rule != "shahvaish"]), st.integers(-8, 8))
def test_the_unit_of_the_weights_changes_nothing_but_for_shahvaish(
    pairs: list[tuple[int, int]], rule: str, power: int
) -> None:
    x, w = np.array(pairs, dtype=float).T
    other = weighted_quantiles(x, w * 2.0**power, GRID, rule)  # a power of two is exact
    assert other.tolist() == weighted_quantiles(x, w, GRID, rule).tolist()


@pytest.mark.property
@settings(max_examples=60, deadline=None)
@given(weighted, st.sampled_from(["math", "school", "hf1", "hf2"]))
def test_weights_that_count_are_as_good_as_repeated_rows(pairs: list[tuple[int, int]], rule: str) -> None:
    x, w = np.array(pairs).T
    repeated = weighted_quantiles(np.repeat(x, w), np.ones(w.sum()), GRID, rule)
    assert weighted_quantiles(x, w, GRID, rule).tolist() == repeated.tolist()
