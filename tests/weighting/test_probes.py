"""What made other programs give quiet wrong weights (peers: Weightipy, balance, R survey, anesrake): here each is an
error or the right number, in every function that weights to margins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.samples.sample import SampleData
from survey.errors import WeightingError, WeightingWarning
from survey.weighting.calibrating.calibrate import calibrate
from survey.weighting.calibrating.poststratify import poststratify
from survey.weighting.calibrating.rake import rake

Method = Callable[..., SampleData]


def raking(sample: SampleData, targets: Any, **options: Any) -> SampleData:
    return calibrate(sample, targets, distance="raking", **options)


METHODS: dict[str, Method] = {
    "rake": rake,
    "poststratify": poststratify,
    "calibrate": calibrate,
    "calibrate raking": raking,
}
every = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
several = pytest.mark.parametrize(
    "method",
    [method for name, method in METHODS.items() if name != "poststratify"],
    ids=[*METHODS][:1] + [*METHODS][2:],
)
HALVES = {"sex": {"m": 50.0, "f": 50.0}}


def frame() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    rows = 240
    return pd.DataFrame(
        {
            "sex": rng.choice(["m", "f"], rows, p=[0.4, 0.6]),
            "age": rng.choice(["young", "old"], rows),
            "one": "all",
            "w": rng.choice([0.5, 1.0, 3.0], rows),
        }
    )


def sample(data: pd.DataFrame | None = None, weight: str | None = "w", **questions: Any) -> survey.Sample:
    return survey.Sample(frame() if data is None else data, survey.SurveyDesign(weight=weight), questions)


def shares(made: SampleData, data: pd.DataFrame, column: str) -> dict[str, float]:
    sums = pd.Series(made.weights).groupby(data[column]).sum()
    return dict(sums / sums.sum())


@pytest.mark.property
@every
def test_base_weights_are_started_from(method: Method) -> None:
    made, data = method(sample(), HALVES), frame()
    ratio = made.weights / data["w"]
    assert ratio.groupby(data["sex"]).agg(np.ptp).max() < 1e-9  # one factor a cell, on the base weight
    assert not np.allclose(made.weights, method(sample(weight=None), HALVES).weights)
    np.testing.assert_allclose(made.weights, method(sample(weight=None), HALVES, base_weight="w").weights)


@pytest.mark.property
@every
def test_a_base_weight_of_0_stays_0_and_the_others_meet_the_margins(method: Method) -> None:
    data = frame()
    data.loc[:39, "w"] = 0.0
    made = method(sample(data), HALVES)
    assert (made.weights[:40] == 0).all()
    assert shares(made, data, "sex") == pytest.approx({"m": 0.5, "f": 0.5})
    assert made.weights.sum() == pytest.approx(200)
    assert made.calibration.diagnostics.zero == 40


@pytest.mark.contract
@every
def test_a_level_in_which_all_base_weights_are_0_is_an_error(method: Method) -> None:
    data = frame()
    data.loc[data["sex"].eq("m"), "w"] = 0.0
    with pytest.raises(WeightingError, match=r"all \d+ respondents in 'm' have a base weight of 0"):
        method(sample(data), HALVES)


@pytest.mark.property
@every
def test_a_margin_of_one_level_only_sets_the_sum(method: Method) -> None:
    made = method(sample(), {"one": {"all": 5000.0}})
    np.testing.assert_allclose(made.weights, frame()["w"] * 5000 / frame()["w"].sum())


@pytest.mark.contract
@several
def test_margins_of_90_and_100_are_an_error(method: Method) -> None:
    counts = {"sex": {"m": 440.0, "f": 460.0}, "age": {"young": 400.0, "old": 600.0}}
    with pytest.raises(WeightingError, match="margins disagree about the total: 'sex' adds to 900, 'age' to 1,000"):
        method(sample(), counts)
    percents = {"sex": {"m": 44.0, "f": 46.0}, "age": {"young": 40.0, "old": 60.0}}
    with pytest.raises(WeightingError, match="margin 'sex': shares add to 90; they must make 1 or 100"):
        method(sample(), percents)


@pytest.mark.contract
@every
def test_shares_that_make_90_or_140_are_an_error(method: Method) -> None:
    for men in (40.0, 90.0):
        with pytest.raises(WeightingError, match=f"shares add to {men + 50:g}; they must make 1 or 100"):
            method(sample(), {"sex": {"m": men, "f": 50.0}})


@pytest.mark.contract
@every
def test_a_level_of_the_targets_that_nobody_is_in_is_an_error(method: Method) -> None:
    question = {"options": {"m": None, "f": None, "x": None}}
    with pytest.raises(WeightingError, match="nobody in the sample is 'x'"):
        method(sample(sex=question), {"sex": {"m": 48.0, "f": 50.0, "x": 2.0}})


@pytest.mark.contract
@every
def test_a_level_of_the_sample_that_has_no_target_is_an_error_with_its_count(method: Method) -> None:
    data = frame()
    data.loc[:6, "sex"] = "x"
    with pytest.raises(WeightingError, match=r"7 respondent\(s\) are 'x', for which there is no target"):
        method(sample(data), HALVES)


@pytest.mark.contract
@every
def test_empty_answers_to_a_margin_are_an_error_with_their_count(method: Method) -> None:
    data = frame()
    data.loc[:4, "sex"] = None
    with pytest.raises(WeightingError, match=r"5 respondent\(s\) gave no answer to 'sex'"):
        method(sample(data), HALVES)


@pytest.mark.property
@every
def test_empty_answers_of_those_with_a_base_weight_of_0_disturb_nobody(method: Method) -> None:
    data = frame()
    data.loc[:4, "sex"] = None
    data.loc[:4, "w"] = 0.0
    made = method(sample(data), HALVES)
    assert shares(made, data, "sex") == pytest.approx({"m": 0.5, "f": 0.5})
    assert (made.weights[:5] == 0).all()


@pytest.mark.property
@every
def test_empty_answers_may_be_a_class_of_their_own_by_rule(method: Method) -> None:
    data = frame()
    data.loc[:11, "sex"] = None
    made = method(sample(data), HALVES, missing="class")
    now = data["sex"].fillna("none")
    sums = pd.Series(made.weights).groupby(now).sum()
    assert sums["none"] / sums.sum() == pytest.approx(data.loc[:11, "w"].sum() / data["w"].sum())
    assert sums["m"] == pytest.approx(sums["f"])
    assert made.steps[-1].options["missing"] == "class"


@pytest.mark.contract
@every
def test_a_base_weight_that_is_empty_or_negative_is_an_error(method: Method) -> None:
    for value, said in ((np.nan, "empty or not a finite number"), (-1.0, "is negative")):
        data = frame()
        data.loc[3, "w"] = value
        with pytest.raises(survey.SurveyError, match=said):
            method(sample(data), HALVES)


@pytest.mark.property
@every
def test_a_target_of_0_for_a_level_that_nobody_is_in_changes_nothing(method: Method) -> None:
    made = method(sample(), {"sex": {"m": 50.0, "f": 50.0, "x": 0.0}})
    np.testing.assert_allclose(made.weights, method(sample(), HALVES).weights, rtol=1e-12)


@pytest.mark.property
@every
def test_free_levels_share_what_the_known_ones_leave_by_one_factor(method: Method) -> None:
    data = frame().assign(faith=np.resize(["a", "b", "c"], 240))
    made = method(sample(data), {"faith": {"shares": {"a": 60.0, "b": "free", "c": "free"}, "of": 100}})
    assert shares(made, data, "faith")["a"] == pytest.approx(0.6)
    free = data["faith"] != "a"
    assert np.ptp((made.weights / data["w"])[free]) < 1e-9


@pytest.mark.contract
@every
def test_a_level_of_few_respondents_is_warned_of(method: Method) -> None:
    data = frame()
    data.loc[:1, "sex"] = "x"
    with pytest.warns(WeightingWarning, match="only 2 respondent"):
        made = method(sample(data), {"sex": {"m": 49.0, "f": 49.0, "x": 2.0}})
    assert shares(made, data, "sex")["x"] == pytest.approx(0.02)


@pytest.mark.contract
def test_many_cells_without_a_target_are_told_in_a_few_lines() -> None:
    data = survey.Sample(pd.DataFrame({"age": list(range(18, 68)) * 2}))
    with pytest.raises(WeightingError) as error:
        survey.rake(data, {"age": {"young": 40, "18": 60}})
    lines = str(error.value).splitlines()
    assert len(lines) < 15
    assert "82 more respondents are in 41 further cells without a target" in str(error.value)
