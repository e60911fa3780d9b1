"""Frequencies of keys, individual risk and local suppression, against the examples that sdcMicro prints."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.maths.disclosure.frequencies import GONE, any_category, own_category, unique_by
from survey.maths.disclosure.risk import individual_risk
from survey.maths.disclosure.suppression import suppressed

# sdcMicro 5.7.9, data(francdat): Key1 … Key4 and w; the figures below are those of its pages of freqCalc and indivRisk
KEYS = np.array(
    [[1, 2, 5, 1], [1, 2, 1, 1], [1, 2, 1, 1], [3, 3, 1, 5], [4, 3, 1, 4], [4, 3, 1, 1], [6, 2, 1, 5], [1, 2, 5, 1]]
)
WEIGHTS = np.array([18, 45.5, 39, 17, 541, 8, 5, 92])


@pytest.mark.oracle
def test_frequencies_and_risk_are_those_of_sdcmicro() -> None:
    f, population = any_category(KEYS, WEIGHTS)
    assert f.tolist() == [2, 2, 2, 1, 1, 1, 1, 2]
    assert population.tolist() == [110.0, 84.5, 84.5, 17.0, 541.0, 8.0, 5.0, 110.0]
    printed = [0.01714426, 0.02204233, 0.02204233, 0.17707583, 0.01165448, 0.29706308, 0.40235948, 0.01714426]
    assert individual_risk(f, population) == pytest.approx(printed, abs=5e-9)
    assert (own_category(KEYS) < 2).sum() == 4 and (own_category(KEYS) < 3).sum() == 8  # "violate 2-, 3-anonymity"


@pytest.mark.oracle
def test_frequencies_with_missing_values_are_those_of_sdcmicro() -> None:
    x = KEYS.copy()
    for row, key in ((2, 2), (3, 0), (3, 1), (4, 3), (5, 0)):
        x[row, key] = GONE
    f, population = any_category(x, WEIGHTS)
    assert f.tolist() == [3, 2, 4, 3, 3, 2, 2, 3]
    assert population.tolist() == [149.0, 84.5, 194.5, 563.0, 566.0, 549.0, 22.0, 149.0]


@pytest.mark.derivation
@pytest.mark.parametrize("f", [1, 2])
def test_the_risk_is_the_mean_of_the_reciprocal_of_a_negative_binomial(f: int) -> None:
    p = f / 20.0
    size = np.arange(f, 4000)
    chance = (size - 1) ** (f - 1) * p**f * (1 - p) ** (size - f)  # choose(F - 1, f - 1) for f of 1 and 2
    assert chance.sum() == pytest.approx(1)
    assert individual_risk(np.array([f]), np.array([20.0]))[0] == pytest.approx((chance / size).sum())


@pytest.mark.property
def test_where_everybody_is_in_the_sample_the_risk_is_certain_and_it_gets_there_smoothly() -> None:
    f = np.array([1, 2, 5, 1, 2])
    risk = individual_risk(f, np.array([1.0, 2.0, 5.0, 1.0 + 1e-9, 2.0 + 1e-9]))
    assert risk == pytest.approx([1, 0.5, 0.2, 1, 0.5], abs=1e-6)


@pytest.mark.property
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(1, 4), st.integers(2, 5))
def test_after_suppression_each_combination_is_shared_and_nothing_else_changed(
    seed: int, n: int, keys: int, k: int
) -> None:
    before = np.random.default_rng(seed).integers(-1, 5, (n, keys))
    after = suppressed(before, k)
    assert (own_category(after) >= min(k, n)).all()
    assert ((after == before) | (after == GONE)).all()
    if (own_category(before) >= k).all():
        assert (after == before).all()


@pytest.mark.property
def test_who_is_alone_by_some_keys_is_alone_by_more() -> None:
    alone = unique_by(KEYS, 2)
    assert alone[0, 1, 2, 3] == 4 and alone[0, 3] == 4 and alone[1,] == 0
    assert all(alone[0, 1, 2, 3] >= count for count in alone.values())
