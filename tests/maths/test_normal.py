"""The normal distribution of single numbers is SciPy's, digit by digit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from survey.maths.intervals import share_interval, t_quantile
from survey.maths.normal import expit, logit, normal_quantile

pytestmark = pytest.mark.derivation


@given(st.floats(1e-300, 1, exclude_max=True))
def test_logits_are_those_of_scipy(share: float) -> None:
    assert logit(share) == pytest.approx(float(special.logit(share)), rel=4e-16, abs=0)


@given(st.floats(-700, 760))
def test_shares_of_logits_are_those_of_scipy(x: float) -> None:
    assert expit(x) == pytest.approx(float(special.expit(x)), rel=4e-16, abs=0)


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95, 0.99])
def test_quantiles_are_those_of_scipy(level: float) -> None:
    assert normal_quantile(level) == special.ndtri((1 + level) / 2)
    assert t_quantile(level, np.inf) == pytest.approx(special.stdtrit(np.inf, (1 + level) / 2), rel=4e-16)
    assert t_quantile(level, [np.inf, np.inf]).tolist() == [normal_quantile(level)] * 2


@given(st.floats(0.001, 0.999), st.integers(2, 100_000), st.sampled_from([0.9, 0.95, 0.99]))
def test_the_interval_of_one_share_is_that_of_many(share: float, n: int, level: float) -> None:
    """One share with a normal quantile takes a way of its own; among others it goes the way of all."""
    error = np.sqrt(share * (1 - share) / n)
    alone = share_interval("logit", share, error, n, np.inf, level)
    among = share_interval("logit", [share, 0.0], [error, 0.0], n, np.inf, level)
    for one, two in zip(alone, among, strict=True):
        assert float(one) == pytest.approx(float(two[0]), rel=4e-16)
