"""How improbable it is that rounded shares are so far from 100: against draws and against counting by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.maths.rounded_sums import rounding_explains, rounding_probability


@pytest.mark.derivation
def test_ten_shares_are_off_by_four_in_five_of_a_million_tables() -> None:
    # m = 4 needs the sum of nine errors to pass 3.5, one less than their most: the corner of a cube, 1/9! each side
    assert rounding_probability([0] * 10, 4) == pytest.approx(2 / math.factorial(9))
    assert rounding_probability([0] * 10, 4) < 1e-5 and rounding_probability([0] * 10, 5) < 1e-8
    # of three, the sum of two errors passes one half in a corner of an eighth
    assert rounding_probability([0, 0, 0], 1) == pytest.approx(1 / 4)
    assert rounding_probability([1, 1, 1], 0.1) == pytest.approx(1 / 4)


@pytest.mark.derivation
def test_two_shares_at_exactly_a_half_are_no_misprint() -> None:
    # of 1 000 respondents every tenth count is a half of a percent: 505 and 495 are printed as 51 and 50
    printed = [math.floor(count / 10 + 0.5) + math.floor((1000 - count) / 10 + 0.5) for count in range(1000)]
    assert np.mean([total != 100 for total in printed]) == pytest.approx(rounding_probability([0, 0], 1)) == 0.1
    assert rounding_explains([0, 0], 1) and not rounding_explains([0, 0], 2)


@pytest.mark.derivation
@pytest.mark.parametrize("decimals", [(0,) * 10, (1,) * 5, (1, 0, 0), (0, 0, 0, 1, 1)])
def test_probabilities_are_those_of_drawn_tables(decimals: tuple[int, ...]) -> None:
    drawn = 100 * np.random.default_rng(5).dirichlet(np.ones(len(decimals)) * 3, 200_000)
    printed = sum(np.round(drawn[:, at], digits) for at, digits in enumerate(decimals))
    unit = 10.0 ** -max(decimals)
    for steps in (1, 2, 3):
        seen = float(np.mean(np.abs(printed - 100) > (steps - 0.5) * unit))
        expected = rounding_probability(decimals, steps * unit)
        # standard error of a share of 200 000 draws is at most 0.0011
        assert seen == pytest.approx(expected, abs=0.005), steps


@pytest.mark.property
@given(st.lists(st.integers(0, 2), min_size=2, max_size=30))
def test_further_from_a_hundred_is_never_more_probable(decimals: list[int]) -> None:
    unit = 10.0 ** -max(decimals)
    found = [rounding_probability(decimals, steps * unit) for steps in range(6)]
    assert found[0] == 1 and found == sorted(found, reverse=True) and all(0 <= value <= 1 for value in found)
    bound = sum(0.5 * 10.0**-digits for digits in decimals)
    assert rounding_probability(decimals, bound + unit) == 0
