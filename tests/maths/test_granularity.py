"""Printed shares and means that no number of respondents can give: known tables, and brute force."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.errors import SurveyError
from survey.maths.granularity.reachable import reachable
from survey.maths.granularity.weighted import reachable_weighted

WAYS = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "cut": ROUND_DOWN}


def possible(figures: list[str], **how: object) -> list[str]:
    return [one for one, can in zip(figures, survey.granularity(figures, **how), strict=True) if can]  # type: ignore


@pytest.mark.oracle
def test_the_tables_of_scrutiny() -> None:
    """R package scrutiny, vignette "GRIM": grim_map, with percent = TRUE, with items = 3."""
    means = [f"5.{hundredths}" for hundredths in range(19, 31)]
    assert possible(means, n=28) == ["5.21", "5.25", "5.29"]
    percents = [str(percent) for percent in range(6, 17)]
    assert possible(percents, n=50, percent=True) == ["6", "8", "10", "12", "14", "16"]
    scores = [f"0.{thousandths}" for thousandths in range(150, 160)]
    assert possible(scores, n=120, items=3) == ["0.150", "0.153", "0.156", "0.158"]


@pytest.mark.derivation
@pytest.mark.parametrize("rounding", WAYS)
@pytest.mark.parametrize(("n", "items", "decimals", "percent"), [(7, 1, 2, False), (12, 2, 1, False), (8, 1, 0, True),
                                                                 (16, 1, 1, True), (40, 1, 0, True)])  # fmt: skip
def test_every_mean_and_share_there_is_and_no_other(
    rounding: str, n: int, items: int, decimals: int, percent: bool
) -> None:
    unit = Decimal(1).scaleb(-decimals)
    made = {
        (Decimal(k * (100 if percent else 1)) / (n * items)).quantize(unit, rounding=WAYS[rounding])
        for k in range(n * items + 1)
    }
    top = 100 if percent else 1
    figures = [str(unit * step) for step in range(int(top / unit) + 1)]
    found = reachable(figures, n, items=items, percent=percent, decimals=decimals, rounding=rounding)  # type: ignore
    assert {Decimal(one) for one, can in zip(figures, found, strict=True) if can} == made
    every = reachable(figures, n, items=items, percent=percent, decimals=decimals, rounding="any")
    assert (every | ~found).all()  # any of the ways takes in each


@pytest.mark.property
@settings(max_examples=40)
@given(st.lists(st.floats(0.2, 4), min_size=2, max_size=7), st.integers(1, 2), st.data())
def test_what_some_answers_of_these_weights_give_is_never_called_impossible(
    weights: list[float], span: int, data: st.DataObject
) -> None:
    answers = data.draw(st.tuples(*[st.integers(0, span)] * len(weights)))
    mean = float(np.average(answers, weights=weights))
    for decimals in (1, 3):
        assert reachable_weighted([f"{mean:.{decimals}f}"], weights, span=span).all()


@pytest.mark.derivation
def test_weights_leave_out_what_no_subset_of_them_makes() -> None:
    weights = [1.0, 1.1, 1.2, 1.3]
    shares = {round(100 * np.dot(pick, weights) / 4.6) for pick in product([0, 1], repeat=4)}
    figures = [str(percent) for percent in range(101)]
    found = survey.granularity(figures, weights=weights, percent=True)
    reached = {int(one) for one, can in zip(figures, found, strict=True) if can}
    assert shares <= reached and not {5, 15, 35, 65, 85, 95} & reached
    equal = survey.granularity(figures, weights=[2.0] * 4, percent=True)
    assert (equal == survey.granularity(figures, n=4, percent=True)).all()


@pytest.mark.contract
def test_what_is_no_figure_is_refused() -> None:
    for figures, how in ((["five"], {"n": 9}), (["5.2"], {}), (["5.25"], {"n": 9, "decimals": 1})):
        with pytest.raises(SurveyError):
            survey.granularity(figures, **how)  # type: ignore[arg-type]
