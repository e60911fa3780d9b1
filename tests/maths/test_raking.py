"""Raking and trimming of cell totals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.maths.dispersion import effective_n, kish_deff, margin_of_error
from survey.maths.raking import rake_cells
from survey.maths.trimming import trim_weights


@pytest.mark.derivation
def test_raking_keeps_the_odds_ratios_of_the_cells():
    # Deming & Stephan: raking multiplies rows and columns, so the association stays
    cells = np.array([[10.0, 20], [30, 15]])
    index = np.indices((2, 2)).reshape(2, -1)
    raked = rake_cells(cells.ravel(), list(index), [np.array([40.0, 60]), np.array([50.0, 50])])
    after = (cells.ravel() * raked.factor).reshape(2, 2)
    assert raked.converged
    assert after.sum(axis=1) == pytest.approx([40, 60])
    assert after.sum(axis=0) == pytest.approx([50, 50])
    odds = lambda t: t[0, 0] * t[1, 1] / (t[0, 1] * t[1, 0])  # noqa: E731
    assert odds(after) == pytest.approx(odds(cells))


@pytest.mark.contract
def test_margins_that_the_cells_cannot_meet_are_reported_not_converged():
    # only the diagonal is filled, so rows and columns must agree; they do not
    raked = rake_cells(
        np.array([5.0, 5.0]), [np.array([0, 1]), np.array([0, 1])], [np.array([6.0, 4]), np.array([4.0, 6])], rounds=50
    )
    assert not raked.converged
    assert raked.rounds == 50
    assert max(raked.gaps) == pytest.approx(0.2)


@pytest.mark.derivation
def test_trimming_spreads_the_excess_equally_over_those_not_cut():
    # by hand: 10 is cut to 5, its excess 5 goes in equal parts to the four others
    weights, cut = trim_weights([1.0, 1, 1, 2, 10], upper=5)
    assert weights == pytest.approx([2.25, 2.25, 2.25, 3.25, 5])
    assert cut.tolist() == [False] * 4 + [True]


@pytest.mark.derivation
def test_strict_trimming_repeats_and_a_cut_weight_receives_nothing_more():
    # round 1: 9 -> 4, 5 spread over two: (1 + 2.5, 3.5 + 2.5); round 2: 6 -> 4, 2 to the one left
    weights, cut = trim_weights([1.0, 3.5, 9.0], upper=4.8)
    assert weights.sum() == pytest.approx(13.5)
    assert weights.tolist() == pytest.approx([3.9, 4.8, 4.8])
    assert cut.tolist() == [False, True, True]


@pytest.mark.property
@given(st.lists(st.floats(0.05, 20), min_size=5, max_size=60), st.floats(1.5, 4))
def test_trimming_keeps_the_sum_and_ends_inside(values, upper):
    w = np.array(values)
    limit = upper * w.mean()
    weights, _ = trim_weights(w, upper=limit)
    assert weights.sum() == pytest.approx(w.sum())
    assert weights.max() <= limit * (1 + 1e-12)


@pytest.mark.property
@given(st.lists(st.tuples(st.floats(0.1, 9), st.integers(1, 5)), min_size=3, max_size=30))
def test_trimming_cells_equals_trimming_their_rows(cells):
    w = np.array([weight for weight, _ in cells])
    count = np.array([times for _, times in cells])
    upper = 1.6 * np.average(w, weights=count)
    by_cell, _ = trim_weights(w, upper=upper, count=count)
    by_row, _ = trim_weights(np.repeat(w, count), upper=upper)
    assert np.repeat(by_cell, count) == pytest.approx(by_row)


@pytest.mark.contract
def test_limits_that_cut_everybody_are_refused():
    with pytest.raises(ValueError, match="nobody is left"):
        trim_weights([3.0, 3.0], upper=2)


@pytest.mark.derivation
def test_kish_deff_is_one_plus_the_squared_relative_spread():
    w = np.array([0.5, 1, 1, 1.5, 3])
    assert kish_deff(w) == pytest.approx(1 + (w.std() / w.mean()) ** 2)
    assert effective_n(w) == pytest.approx(len(w) / kish_deff(w))


@pytest.mark.contract
def test_weights_of_zero_leave_the_design_effect():
    assert kish_deff([0, 0, 1, 1]) == 1
    assert np.isnan(kish_deff([0, 0]))
    assert effective_n([0.0]) == 0


@pytest.mark.oracle
def test_margin_of_error_of_1000_is_the_three_point_one_that_pollsters_print():
    # Chatham House prints 0.98/√n: 937 -> 3.2, 755 -> 3.6 (notes of its Belarus waves)
    assert round(100 * margin_of_error(1000), 1) == 3.1
    assert round(100 * margin_of_error(937), 1) == 3.2
    assert round(100 * margin_of_error(755), 1) == 3.6
