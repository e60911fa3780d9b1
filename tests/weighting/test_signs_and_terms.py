"""Figures of weighting in which a wrong sign or a lost term would be seen nowhere else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import WeightingError


def answers() -> survey.Sample:
    """30 men, 50 women, 20 of whom it is not known; half of each in one area, the odd ones in the other."""
    sex = ["man"] * 30 + ["woman"] * 50 + [None] * 20
    area = (["a"] * 2 + ["b"] * 3) * 20
    return survey.Sample(pd.DataFrame({"sex": sex, "area": area, "w": np.linspace(0.5, 1.5, 100)}))


@pytest.mark.derivation
def test_errors_of_targets_reach_only_the_part_of_the_weights_that_is_not_carried() -> None:
    """20 of 100 keep their weight, so a man's total is 80 p, and an error of p of 0.02 one of 1.6."""
    exact = {"sex": {"shares": {"man": 0.4, "woman": 0.6}}}
    errors = {"sex": {"shares": {"man": 0.4, "woman": 0.6}, "std_error": {"man": 0.02, "woman": 0.02}}}
    made = [survey.rake(answers(), targets, missing="carry").total("sex") for targets in (exact, errors)]
    variance = [found.std_error**2 for found in made]
    np.testing.assert_allclose(made[1].estimate[:2], [32, 48])
    np.testing.assert_allclose((variance[1] - variance[0])[:2], 1.6**2, rtol=1e-9)
    # what one of two loses the other gets, so that their sum does not vary more
    np.testing.assert_allclose((made[1].covariance - made[0].covariance)[0, 1], -(1.6**2), rtol=1e-9)


@pytest.mark.derivation
def test_the_gap_table_of_a_forecast_is_that_of_the_weighting() -> None:
    targets = {"sex": {"man": 0.5, "woman": 0.5}, "area": {"a": 0.3, "b": 0.7}}
    start = survey.Sample(answers().engine.frame(), survey.SurveyDesign(weight="w"))
    told = survey.forecast(start, targets, missing="class").margins
    done = survey.rake(start, targets, missing="class").calibration.gaps
    assert [(gap.margin, gap.n) for gap in told] == [(gap.margin, gap.n) for gap in done]
    for name in ("target", "before", "after"):
        one, other = ([getattr(gap, name) for gap in gaps] for gaps in (told, done))
        assert one == pytest.approx(other, abs=1e-6), name


@pytest.mark.derivation
def test_the_rows_of_a_forecasts_gap_table_are_counted_by_hand() -> None:
    found = survey.forecast(answers(), {"area": {"a": 0.3, "b": 0.7}}).margins
    assert [(gap.margin, gap.options, gap.n) for gap in found] == [("area", ("a",), 40), ("area", ("b",), 60)]
    assert [(gap.target, gap.before) for gap in found] == [(0.3, 0.4), (0.7, 0.6)]
    assert [gap.after for gap in found] == pytest.approx([0.3, 0.7])


@pytest.mark.derivation
def test_a_forecast_leaves_out_those_whose_weights_are_carried() -> None:
    found = survey.forecast(answers(), {"sex": {"man": 0.5, "woman": 0.5}}, missing="carry").margins
    assert [(gap.options, gap.n, gap.before) for gap in found] == [(("man",), 30, 0.375), (("woman",), 50, 0.625)]
    assert [gap.after for gap in found] == pytest.approx([0.5, 0.5])


@pytest.mark.contract
@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"sex": "clas"}, "'clas' is no rule for missing answers"),
        ({"sxe": "class"}, "'sxe' is not a variable of the margins"),
        ({"sex": {"seed": 1}}, "is no rule for missing answers"),
        ({"sex": {"impute": ["area"], "sed": 1}}, "is no rule for missing answers"),
        ({"sex": {"impute": ["area"], "seed": -1}}, "the seed must be a whole number from 0, not -1"),
        ({"sex": {"impute": ["area"], "seed": True}}, "the seed must be a whole number from 0, not True"),
        ({"sex": {"impute": ["area"], "seed": 1.5}}, "the seed must be a whole number from 0, not 1.5"),
        ({"sex": ["class"]}, "is no rule for missing answers"),
        ({"sex": None}, "is no rule for missing answers"),
        ("classes", "'classes' is no rule for missing answers"),
    ],
)
def test_a_malformed_rule_for_missing_answers_is_refused(missing: Any, said: str) -> None:
    targets = {"sex": {"man": 0.5, "woman": 0.5}}
    with pytest.raises(WeightingError, match=said):
        survey.rake(answers(), targets, missing=missing)
    assert any(said in problem["en"] for problem in survey.forecast(answers(), targets, missing=missing).problems)
