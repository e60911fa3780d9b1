"""Sums of many columns are those of one bincount each, however they are made."""

from __future__ import annotations

import numpy as np
import pytest

from survey.maths.variance import column_sums as module
from survey.maths.variance.column_sums import column_sums


@pytest.mark.derivation
@pytest.mark.parametrize("many", [1, 10**9], ids=["by threads", "one by one"])
@pytest.mark.parametrize("size", [1, 3, 40, 1000])
@pytest.mark.parametrize("count", [1, 3, 11])
def test_each_column_is_summed_by_cell(monkeypatch: pytest.MonkeyPatch, many: int, size: int, count: int) -> None:
    monkeypatch.setattr(module, "MANY", many)
    rng = np.random.default_rng(size + count)
    place = rng.integers(0, size, 3001)
    table = rng.normal(size=(3001, count))  # columns lie across the rows, as in a matrix of replicate weights
    made = column_sums(place, list(table.T), size)
    want = np.zeros((count, size))
    for row, cell in zip(table, place, strict=True):
        want[:, cell] += row
    np.testing.assert_allclose(made, want, rtol=1e-11, atol=1e-12)


@pytest.mark.contract
@pytest.mark.parametrize("many", [1, 10**9])
def test_a_number_that_is_none_spoils_its_own_cell_only(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(module, "MANY", many)
    made = column_sums(np.array([0, 1, 1, 2]), [np.array([1.0, np.nan, 2.0, 3.0])], 3)
    assert made[0, 0] == 1 and np.isnan(made[0, 1]) and made[0, 2] == 3
