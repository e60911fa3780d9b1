"""Raking of cell totals, and what weights cost."""

from __future__ import annotations

import numpy as np
import pytest

from survey.maths.weights.dispersion import effective_n, kish_deff, margin_of_error
from survey.maths.weights.raking import rake_capped, rake_cells


@pytest.mark.derivation
def test_raking_keeps_the_odds_ratios_of_the_cells() -> None:
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
def test_margins_that_the_cells_cannot_meet_are_reported_not_converged() -> None:
    # only the diagonal is filled, so rows and columns must agree; they do not
    raked = rake_cells(
        np.array([5.0, 5.0]), [np.array([0, 1]), np.array([0, 1])], [np.array([6.0, 4]), np.array([4.0, 6])], rounds=50
    )
    assert not raked.converged
    assert raked.rounds == 50
    assert max(raked.gaps) == pytest.approx(0.2)


@pytest.mark.property
def test_one_margin_is_met_in_one_round() -> None:
    raked = rake_cells(np.array([1.0, 2, 3]), [np.array([0, 1, 1])], [np.array([4.0, 6])])
    assert raked.converged and raked.rounds == 1
    assert raked.factor == pytest.approx([4, 1.2, 1.2])


@pytest.mark.derivation
def test_a_cap_inside_the_loop_is_the_rule_of_anesrake() -> None:
    """Row by row, as the R package anesrake does it (rakelist): rake on every variable, then cut what is above the cap
    and divide by the mean until nothing is; here until nothing moves, where anesrake stops at an improvement of 1%."""
    rng = np.random.default_rng(3)
    rows = 400
    sex, age = rng.integers(0, 2, rows), rng.choice(4, rows, p=[0.05, 0.15, 0.3, 0.5])
    shares = np.array([0.5, 0.5]), np.array([0.35, 0.3, 0.2, 0.15])
    cap, w = 3.0, np.ones(rows)
    for _ in range(400):
        for variable, share in ((sex, shares[0]), (age, shares[1])):
            w = w * (share * rows / np.bincount(variable, w))[variable]
        while w.max() > cap * (1 + 1e-14):
            w = np.minimum(w, cap)
            w = w / w.mean()
    cell = sex * 4 + age
    count = np.bincount(cell, minlength=8).astype(float)
    places = [np.arange(8) // 4, np.arange(8) % 4]
    raked = rake_capped(count, places, [share * rows for share in shares], count, cap)
    assert raked.converged
    assert raked.factor[cell] == pytest.approx(w, rel=1e-7)
    assert raked.factor.max() == pytest.approx(cap) and max(raked.gaps) > 0.01
    plain = rake_cells(count, places, [share * rows for share in shares])
    loose = rake_capped(count, places, [share * rows for share in shares], count, 1000.0)
    assert plain.factor == pytest.approx(loose.factor, rel=1e-8)


@pytest.mark.derivation
def test_kish_deff_is_one_plus_the_squared_relative_spread() -> None:
    w = np.array([0.5, 1, 1, 1.5, 3])
    assert kish_deff(w) == pytest.approx(1 + (w.std() / w.mean()) ** 2)
    assert effective_n(w) == pytest.approx(len(w) / kish_deff(w))


@pytest.mark.contract
def test_weights_of_zero_leave_the_design_effect() -> None:
    assert kish_deff([0, 0, 1, 1]) == 1
    assert np.isnan(kish_deff([0, 0]))
    assert effective_n([0.0]) == 0


@pytest.mark.oracle
def test_margin_of_error_of_1000_is_the_three_point_one_that_pollsters_print() -> None:
    # Chatham House prints 0.98/√n: 937 -> 3.2, 755 -> 3.6 (notes of its Belarus waves)
    assert round(100 * margin_of_error(1000), 1) == 3.1
    assert round(100 * margin_of_error(937), 1) == 3.2
    assert round(100 * margin_of_error(755), 1) == 3.6
