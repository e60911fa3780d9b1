"""Scores and information of each family against derivatives taken numerically; the maximum and where there is none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from survey.maths.models.categorical import Multinomial, Ordinal
from survey.maths.models.irls import irls
from survey.maths.models.newton import flatness, maximize
from survey.maths.models.regression import Binomial, Gaussian, Poisson

pytestmark = pytest.mark.derivation

FAMILIES = {
    "gaussian": (Gaussian(), 3),
    "binomial": (Binomial(), 3),
    "poisson": (Poisson(), 3),
    "multinomial": (Multinomial(), 6),
    "ordinal": (Ordinal(), 5),
}


def drawn(name: str) -> tuple[Any, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(4)
    family, size = FAMILIES[name]
    x = np.column_stack([np.ones(80), rng.normal(size=80), rng.normal(size=80)])
    y: np.ndarray = {
        "gaussian": rng.normal(size=80),
        "binomial": rng.integers(0, 2, 80).astype(float),
        "poisson": rng.poisson(2, 80).astype(float),
    }.get(name, np.eye(3)[rng.integers(0, 3, 80)])
    beta = np.array([0.3, -0.2, -0.6, 0.5, 0.1, 0.2])[:size]
    if name == "ordinal":
        x, beta = x[:, 1:], np.array([0.3, -0.2, -0.6, 0.5])
    return family, beta, x, y, rng.random(80) + 0.5


@pytest.mark.parametrize("name", FAMILIES)
def test_scores_are_the_slope_of_the_likelihood_and_information_that_of_the_scores(name: str) -> None:
    family, beta, x, y, w = drawn(name)
    step = 1e-6 * np.eye(len(beta))
    slope = [(family.log_likelihood(beta + h, x, y, w) - family.log_likelihood(beta - h, x, y, w)) / 2e-6 for h in step]
    np.testing.assert_allclose(w @ family.scores(beta, x, y), slope, rtol=1e-6, atol=1e-6)
    bend = [-(w @ family.scores(beta + h, x, y) - w @ family.scores(beta - h, x, y)) / 2e-6 for h in step]
    np.testing.assert_allclose(family.information(beta, x, y, w), bend, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", FAMILIES)
def test_at_the_maximum_the_weighted_scores_are_zero_and_the_start_does_not_matter(name: str) -> None:
    family, beta, x, y, w = drawn(name)
    found = maximize(family, family.null(x, y, w), x, y, w)
    np.testing.assert_allclose(w @ family.scores(found, x, y), 0, atol=1e-10)
    np.testing.assert_allclose(maximize(family, beta, x, y, w), found, rtol=1e-9)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_slope_is_the_derivative_of_what_is_expected(name: str) -> None:
    family, beta, x, y, w = drawn(name)
    step = 1e-6 * np.eye(len(beta))
    apart = [(w @ family.expected(beta + h, x) - w @ family.expected(beta - h, x)) / 2e-6 for h in step]
    np.testing.assert_allclose(family.slope(beta, x, w), np.transpose(apart), rtol=1e-6, atol=1e-6)
    if name in ("multinomial", "ordinal"):
        np.testing.assert_allclose(family.expected(beta, x).sum(axis=1), 1)


@pytest.mark.parametrize("name", ["binomial", "poisson"])
def test_iterated_least_squares_come_to_the_same_maximum(name: str) -> None:
    family, _, x, y, w = drawn(name)
    found, spread, scores = irls(family, x, y, w, epsilon=1e-15)
    best = maximize(family, family.null(x, y, w), x, y, w)
    np.testing.assert_allclose(found, best, rtol=1e-8)
    np.testing.assert_allclose((x * (w * spread)[:, None]).T @ x, family.information(best, x, y, w), rtol=1e-7)
    np.testing.assert_allclose(scores, family.scores(best, x, y), rtol=1e-6, atol=1e-8)


def test_answers_predicted_without_error_leave_the_likelihood_flat() -> None:
    x = np.column_stack([np.ones(20), np.arange(20.0)])
    y, w = (x[:, 1] > 9).astype(float), np.ones(20)
    family = Binomial()
    null = family.null(x, y, w)
    beta = null + np.array([-19.0, 2.0]) * 20
    assert flatness(family.information(beta, x, y, w), family.information(null, x, y, w)) < 1e-8
    mixed = np.array([0.0, 1.0] * 10)
    best = maximize(family, family.null(x, mixed, w), x, mixed, w)
    assert flatness(family.information(best, x, mixed, w), family.information(null, x, mixed, w)) > 0.1
