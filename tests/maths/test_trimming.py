"""Trimming of weights: limits, where the excess goes, limits from quantiles and ratios."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.maths.weights.trimming import Spread, counted_quantiles, ratio_limits, trim_weights


@pytest.mark.derivation
def test_trimming_spreads_the_excess_equally_over_those_not_cut() -> None:
    # by hand: 10 is cut to 5, its excess 5 goes in equal parts to the four others
    weights, cut = trim_weights([1.0, 1, 1, 2, 10], upper=5)
    assert weights == pytest.approx([2.25, 2.25, 2.25, 3.25, 5])
    assert cut.tolist() == [False] * 4 + [True]


@pytest.mark.derivation
def test_strict_trimming_repeats_and_a_cut_weight_receives_nothing_more() -> None:
    # round 1: 9 -> 4, 5 spread over two: (1 + 2.5, 3.5 + 2.5); round 2: 6 -> 4, 2 to the one left
    weights, cut = trim_weights([1.0, 3.5, 9.0], upper=4.8)
    assert weights.sum() == pytest.approx(13.5)
    assert weights.tolist() == pytest.approx([3.9, 4.8, 4.8])
    assert cut.tolist() == [False, True, True]


@pytest.mark.property
@given(st.lists(st.floats(0.05, 20), min_size=5, max_size=60), st.floats(1.5, 4))
def test_trimming_keeps_the_sum_and_ends_inside(values: list[float], upper: float) -> None:
    w = np.array(values)
    limit = upper * w.mean()
    weights, _ = trim_weights(w, upper=limit)
    assert weights.sum() == pytest.approx(w.sum())
    assert weights.max() <= limit * (1 + 1e-12)


@pytest.mark.property
@given(st.lists(st.tuples(st.floats(0.1, 9), st.integers(1, 5)), min_size=3, max_size=30))
def test_trimming_cells_equals_trimming_their_rows(cells: list[tuple[float, int]]) -> None:
    w = np.array([weight for weight, _ in cells])
    count = np.array([times for _, times in cells])
    upper = 1.6 * np.average(w, weights=count)
    by_cell, _ = trim_weights(w, upper=upper, count=count)
    by_row, _ = trim_weights(np.repeat(w, count), upper=upper)
    assert np.repeat(by_cell, count) == pytest.approx(by_row)


@pytest.mark.contract
def test_limits_that_cut_everybody_are_refused() -> None:
    with pytest.raises(ValueError, match="nobody is left"):
        trim_weights([3.0, 3.0], upper=2)


@pytest.mark.derivation
def test_the_excess_spread_in_proportion_is_one_factor_on_the_weights_not_cut() -> None:
    # by hand: 10 is cut to 5; the others, 5 in all, get 5 more, so each is doubled
    weights, cut = trim_weights([1.0, 1, 1, 2, 10], upper=5, spread="proportionally")
    assert weights == pytest.approx([2, 2, 2, 4, 5])
    assert cut.tolist() == [False] * 4 + [True]


@pytest.mark.property
@given(st.lists(st.floats(0.05, 20), min_size=5, max_size=60), st.floats(1.5, 4))
def test_both_ways_keep_the_sum_and_end_inside(values: list[float], upper: float) -> None:
    w = np.array(values)
    limit = upper * w.mean()
    weights, cut = trim_weights(w, upper=limit, spread="proportionally")
    assert weights.sum() == pytest.approx(w.sum())
    assert weights.max() <= limit * (1 + 1e-12)
    if not cut.all():
        assert np.ptp(weights[~cut] / w[~cut]) <= 1e-9 * (weights / w).max()


@pytest.mark.derivation
@given(
    st.lists(st.tuples(st.floats(0.1, 9), st.integers(1, 5)), min_size=1, max_size=30),
    st.lists(st.floats(0, 1), min_size=1, max_size=4),
)
def test_quantiles_of_counted_values_are_those_of_the_rows(
    cells: list[tuple[float, int]], probabilities: list[float]
) -> None:
    w, count = (np.array(part, dtype=float) for part in zip(*cells, strict=True))
    rows = np.repeat(w, count.astype(int))
    assert counted_quantiles(w, count, probabilities) == pytest.approx(np.quantile(rows, probabilities), rel=1e-12)


@pytest.mark.property
@given(st.lists(st.floats(0.05, 50), min_size=5, max_size=60), st.floats(1.5, 20))
def test_ratio_limits_hold_the_median_and_cut_nothing_that_fits(values: list[float], ratio: float) -> None:
    w = np.array(values)
    low, high = ratio_limits(w, np.ones(len(w)), ratio)
    assert high / low == pytest.approx(ratio)
    assert low * (1 - 1e-12) <= np.median(w) <= high * (1 + 1e-12)
    if w.max() / w.min() <= ratio:
        assert low <= w.min() * (1 + 1e-12) and high >= w.max() * (1 - 1e-12)


@pytest.mark.derivation
@pytest.mark.parametrize("spread", ["evenly", "proportionally"])
def test_limits_that_can_be_met_are_met_where_the_rule_of_r_cuts_everybody(spread: Spread) -> None:
    # ten of 4.8 and ninety of 0.578: cut to 3 and 0.7, the excess 18 - 10.98 = 7.02 has no taker in R's rule; of
    # those inside the limits only 3 and 0.578 + 18/90 = 0.778 have the sum
    weights, cut = trim_weights([4.8] * 10 + [0.578] * 90, 0.7, 3.0, spread=spread)
    assert weights[[0, -1]].tolist() == pytest.approx([3.0, 0.778])
    assert weights.sum() == pytest.approx(100.02) and cut.sum() == 10
    by_cell, _ = trim_weights([4.8, 0.578], 0.7, 3.0, count=[10, 90], spread=spread)
    assert by_cell.tolist() == pytest.approx([3.0, 0.778])


@pytest.mark.derivation
def test_the_constant_is_found_between_several_limits() -> None:
    # 0.1, 0.2, 0.9, 6 into [1, 3]: R's rule cuts all; 7.2 - 3 = 4.2 is left for 0.1 + c, 0.2 + c, 0.9 + c: c = 1
    weights, cut = trim_weights([0.1, 0.2, 0.9, 6.0], 1.0, 3.0)
    assert weights.tolist() == pytest.approx([1.1, 1.2, 1.9, 3.0]) and cut.tolist() == [False, False, False, True]


@pytest.mark.property
@given(
    st.lists(st.tuples(st.floats(0.05, 20), st.integers(1, 9)), min_size=2, max_size=40),
    st.floats(0.0, 0.99),
    st.floats(1.01, 6.0),
    st.sampled_from(["evenly", "proportionally"]),
)
def test_limits_around_the_mean_are_always_met_with_the_sum_and_the_order(
    cells: list[tuple[float, int]], least: float, most: float, spread: Spread
) -> None:
    w, count = (np.array(part, dtype=float) for part in zip(*cells, strict=True))
    mean = float(np.average(w, weights=count))
    lower, upper = least * mean, most * mean
    weights, cut = trim_weights(w, lower, upper, count=count, spread=spread)
    assert (weights >= lower * (1 - 1e-9)).all() and (weights <= upper * (1 + 1e-9)).all()
    assert float(weights @ count) == pytest.approx(float(w @ count), rel=1e-9)
    assert (np.diff(weights[np.argsort(w, kind="stable")]) >= -1e-9 * mean).all()
    if (w >= lower).all() and (w <= upper).all():
        assert (weights == w).all() and not cut.any()


@pytest.mark.contract
@pytest.mark.parametrize(
    ("limits", "said"),
    [((1.2, 3.0), "lower limit 1.2 lies above the mean weight 1.0002"), ((0.1, 0.9), "upper limit 0.9 lies below")],
)
def test_limits_that_no_weights_can_meet_are_held_against_the_mean(limits: tuple[float, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        trim_weights([4.8] * 10 + [0.578] * 90, *limits)
