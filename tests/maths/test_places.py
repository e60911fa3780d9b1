"""Finding whole numbers by a table gives what sorting gives, whichever way is taken."""

from __future__ import annotations

import numpy as np
import pytest

from survey.maths.places import SHORT, distinct, places, row_sums

pytestmark = pytest.mark.property


@pytest.mark.parametrize("highest", [1, 50, SHORT + 7, 10**15])
@pytest.mark.parametrize("size", [1, 300, 40_000])
def test_numbers_and_their_places_are_those_of_numpy(size: int, highest: int) -> None:
    numbers = np.random.default_rng(size).integers(0, highest, size)
    known = distinct(numbers)
    assert np.array_equal(known, np.unique(numbers))
    assert np.array_equal(known[places(numbers, known)], numbers)


def test_no_numbers_have_no_places() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert len(distinct(none)) == len(places(none, none)) == 0


@pytest.mark.parametrize("shape", [(0, 3), (1, 1), (500, 7), (400, 0)])
def test_sums_of_rows_have_the_bits_of_numpy(shape: tuple[int, int]) -> None:
    draw = np.random.default_rng(3)
    values, at = draw.lognormal(0, 6, shape), draw.integers(0, 9, shape[0])
    for given in (values, values > 1):
        expected = np.zeros((9, shape[1]))
        np.add.at(expected, at, given)
        assert np.array_equal(row_sums(given, at, 9), expected)
