"""Adjusted p-values against R's p.adjust and against what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import EstimationError
from survey.maths.adjust import ADJUSTMENTS, adjust_p

GIVEN = [0.01, 0.04, np.nan, 0.03, 0.005, 0.8, 0.02]
# R 4.2: p.adjust(c(.01, .04, NA, .03, .005, .8, .02), method)
BY_R = {
    "holm": [0.05, 0.09, np.nan, 0.09, 0.03, 0.8, 0.08],
    "bonferroni": [0.06, 0.24, np.nan, 0.18, 0.03, 1.0, 0.12],
    "bh": [0.03, 0.048, np.nan, 0.045, 0.03, 0.8, 0.04],
}


@pytest.mark.oracle
@pytest.mark.parametrize("method", ADJUSTMENTS)
def test_adjusted_p_values_are_those_of_r(method: str) -> None:
    np.testing.assert_allclose(adjust_p(GIVEN, method), BY_R[method], rtol=1e-12)


@pytest.mark.property
@given(st.lists(st.floats(0, 1), max_size=12))
def test_adjustment_raises_keeps_the_order_and_holm_lies_between(values: list[float]) -> None:
    holm, bonferroni, bh = (adjust_p(values, method) for method in ADJUSTMENTS)
    assert (bh >= np.array(values) - 1e-15).all() and (holm >= bh - 1e-15).all() and (bonferroni >= holm - 1e-15).all()
    order = np.argsort(values, kind="stable")
    for made in (holm, bonferroni, bh):
        assert (np.diff(made[order]) >= -1e-15).all() and (made <= 1).all()


@pytest.mark.contract
def test_a_matrix_keeps_its_shape_and_wrong_input_is_refused() -> None:
    assert adjust_p([[0.01, 0.02], [np.nan, 0.5]], "holm").shape == (2, 2)
    assert adjust_p([], "holm").size == 0
    with pytest.raises(EstimationError, match="Did you mean 'bonferroni'"):
        adjust_p([0.1], "bonferoni")
    with pytest.raises(EstimationError, match="between 0 and 1"):
        adjust_p([1.96])
