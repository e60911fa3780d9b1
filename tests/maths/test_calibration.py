"""Calibration of cells: the three distances, their bounds, and what Newton's method alone would not find."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from survey.maths.weights.calibration import calibrate_cells

# Deville & Särndal (1992), JASA 87, 376-382, table of distances: G(g), whose sum Σ w G is least
DISTANCE = {"linear": lambda g: (g - 1) ** 2 / 2, "raking": lambda g: g * np.log(g) - g + 1}


def problem(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    sex = rng.integers(0, 2, 12)
    x = np.stack([sex == 0, sex == 1, rng.normal(40, 10, 12)], axis=1).astype(float)
    weights = rng.uniform(0.5, 2, 12)
    factor = rng.uniform(0.7, 1.4, 12)
    return x, weights, (weights * factor) @ x


@pytest.mark.derivation
@pytest.mark.parametrize("distance", DISTANCE)
@pytest.mark.parametrize("bounds", [None, (0.7, 1.4)])
def test_factors_are_where_the_distance_is_least(distance: str, bounds: tuple[float, float] | None) -> None:
    x, weights, totals = problem(4)
    made = calibrate_cells(x, weights, totals, distance=distance, bounds=bounds)
    scale = np.abs(totals)
    found = minimize(
        lambda g: weights @ DISTANCE[distance](g),
        np.ones(12),
        method="SLSQP",
        bounds=[bounds or (0.01, 10)] * 12,
        constraints={"type": "eq", "fun": lambda g: ((weights * g) @ x - totals) / scale},
        options={"maxiter": 1000, "ftol": 1e-15},
    )
    assert made.converged
    np.testing.assert_allclose(made.factor, found.x, atol=2e-5)


@pytest.mark.property
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["linear", "raking", "logit"]))
def test_whatever_some_factors_inside_the_bounds_can_meet_is_met(seed: int, distance: str) -> None:
    x, weights, totals = problem(seed)  # totals of factors between 0.7 and 1.4
    made = calibrate_cells(x, weights, totals, distance=distance, bounds=(0.65, 1.5))
    assert made.converged
    np.testing.assert_allclose((weights * made.factor) @ x, totals, rtol=1e-9)
    assert 0.65 <= made.factor.min() and made.factor.max() <= 1.5


@pytest.mark.property
def test_bounds_may_differ_from_cell_to_cell() -> None:
    x, weights, totals = problem(1)
    low, high = np.full(12, 0.6), np.linspace(1.35, 1.6, 12)
    for distance in ("linear", "raking", "logit"):
        made = calibrate_cells(x, weights, totals, distance=distance, bounds=(low, high))
        assert made.converged and (made.factor >= low).all() and (made.factor <= high).all()


@pytest.mark.contract
def test_cells_that_start_outside_their_bounds_are_moved_off_them() -> None:
    # every cell of the first level starts above its bound, where Newton's method sees no slope at all
    x = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    weights = np.array([10.0, 10, 1, 1])
    for distance in ("linear", "raking"):
        made = calibrate_cells(
            x, weights, np.array([8.0, 14]), distance=distance, bounds=(np.zeros(4), np.array([0.6, 0.5, 8, 8]))
        )
        assert made.converged
        np.testing.assert_allclose((weights * made.factor) @ x, [8, 14], rtol=1e-10)


@pytest.mark.contract
def test_totals_out_of_reach_are_not_converged_and_say_how_far() -> None:
    made = calibrate_cells(np.ones((3, 1)), np.ones(3), np.array([9.0]), bounds=(0.5, 2))
    assert not made.converged and made.gaps[0] == pytest.approx(1 / 3)
