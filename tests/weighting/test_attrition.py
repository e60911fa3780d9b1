"""A panel's weights carried to its second wave."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.errors import WeightingError, WeightingWarning
from survey.weighting.before.nonresponse import nonresponse
from survey.weighting.before.propensity import propensity
from survey.weighting.combining.attrition import attrition

FIRST = pd.DataFrame(
    {"id": [1, 2, 3, 4, 5, 6], "sex": ["m", "m", "m", "f", "f", "f"], "w": [1.0, 2.0, 3.0, 2.0, 2.0, 4.0]}
)
SECOND = pd.DataFrame({"pid": ["4", "1", "3", "5"], "vote": ["a", "b", "a", "a"]})


def first(data: pd.DataFrame = FIRST, **design: Any) -> survey.Sample:
    return survey.Sample(data, survey.SurveyDesign(weight="w", **design))


def second(data: pd.DataFrame = SECOND, **how: Any) -> survey.Sample:
    return survey.Sample(data, **how)


def panel(rows: int = 200, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    one = pd.DataFrame(
        {
            "id": rng.permutation(rows) + 1000,
            "sex": rng.choice(["m", "f"], rows),
            "area": np.arange(rows) // 20 % 3,
            "psu": np.arange(rows) // 10,
            "w": 0.5 + rng.random(rows),
        }
    )
    stays = rng.random(rows) < 0.5 + 0.2 * one["sex"].eq("f")
    two = pd.DataFrame({"id": rng.permutation(one["id"][stays])})
    return one, two.assign(score=rng.normal(50, 10, len(two)))


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_those_who_stayed_stand_for_those_who_left(engine: str) -> None:
    """Men: weights 1 and 3 of 6 stayed, factor 6/4; women: 2 and 2 of 8, factor 2. Rows in the order of wave 2, whose
    numbers are texts."""
    made = attrition(first(), second(engine=engine), ("id", "pid"), classes="sex", smallest=1)
    np.testing.assert_allclose(made.weights, [4, 1.5, 4.5, 4])
    step = made.steps[-1]
    assert (step.step, step.base_weight, step.weight) == ("attrition", "w", "weight")
    assert step.counts["stayed"] == 4 and step.counts["left"] == 2 and step.counts["not in the first wave"] == 0
    assert "4 stayed, 2 left" in step.text and made.opened is not None


@pytest.mark.derivation
def test_those_who_left_may_stay_as_rows_without_weight() -> None:
    made = attrition(first(), second(), ("id", "pid"), classes="sex", smallest=1, left="zero")
    np.testing.assert_allclose(made.weights, [4, 1.5, 4.5, 4, 0, 0])
    frame = made.engine.frame()
    assert list(frame["pid"].astype(str)) == ["4", "1", "3", "5", "2", "6"] and frame["vote"].isna().sum() == 2
    assert made.opened is None
    assert survey.Sample.of(made).share("vote").n[0] == 4


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), how=st.sampled_from(["classes", "predictors", "strata"]))
def test_it_is_the_adjustment_of_the_first_wave_by_number(seed: int, how: str) -> None:
    one, two = panel(seed=seed)
    marked = first(one.assign(came=one["id"].isin(two["id"]).astype(int)))
    if how == "classes":
        made = attrition(first(one), second(two), "id", classes="sex", smallest=1)
        wanted = nonresponse(marked, "came", classes="sex", smallest=1)
    else:
        strata = 3 if how == "strata" else None
        made = attrition(first(one), second(two), "id", predictors=("sex", "area"), strata=strata)
        wanted = propensity(marked, "came", ("sex", "area"), strata=strata)
    by_id = pd.Series(wanted.weights, index=one["id"])
    np.testing.assert_allclose(made.weights, by_id.loc[two["id"]], rtol=1e-9)


@pytest.mark.derivation
def test_rows_of_those_who_left_and_the_design_of_the_first_wave_give_its_variance() -> None:
    """Wave 2 answers beside wave 1, those who left with weight 0: the same design, weights and answers in one frame."""
    one, two = panel()
    design = {"stratum": "area", "psu": "psu"}
    made = attrition(first(one, **design), second(two), "id", classes="sex", left="zero")
    beside = one.merge(two, on="id", how="left").assign(came=lambda d: d["score"].notna().astype(int))
    wanted = survey.Sample.of(nonresponse(first(beside, **design), "came", classes="sex"))
    found = survey.Sample.of(made)
    assert found.mean("score").estimate[0] == pytest.approx(wanted.mean("score").estimate[0], rel=1e-12)
    assert found.mean("score").std_error[0] == pytest.approx(wanted.mean("score").std_error[0], rel=1e-10)
    absent = attrition(first(one, **design), second(two), "id", classes="sex")
    assert absent.design.stratum_columns == ("area",) and absent.n == len(two)
    np.testing.assert_allclose(absent.weights, made.weights[: len(two)])


@pytest.mark.derivation
@pytest.mark.parametrize("left", ["absent", "zero"])
def test_replicates_of_the_first_wave_repeat_the_adjustment(left: Any) -> None:
    one, two = panel()
    replicated = survey.make_replicates(first(one, stratum="area", psu="psu"), "JKn")
    made = attrition(replicated, second(two), "id", classes="sex", left=left)
    beside = one.merge(two, on="id", how="left").assign(came=lambda d: d["score"].notna().astype(int))
    again = nonresponse(survey.make_replicates(first(beside, stratum="area", psu="psu"), "JKn"), "came", classes="sex")
    wanted, found = survey.Sample.of(again).mean("score"), survey.Sample.of(made).mean("score")
    assert found.estimate[0] == pytest.approx(wanted.estimate[0], rel=1e-12)
    assert found.std_error[0] == pytest.approx(wanted.std_error[0], rel=1e-10)


@pytest.mark.property
def test_nobody_left_means_the_weights_of_the_first_wave() -> None:
    whole = FIRST[["id"]].iloc[::-1].reset_index(drop=True).assign(vote="a")
    models: list[dict[str, Any]] = [{}, {"predictors": "sex"}]
    for options in models:
        made = attrition(first(), second(whole), "id", smallest=1, **options)
        np.testing.assert_allclose(made.weights, FIRST["w"][::-1])


@pytest.mark.contract
def test_people_who_are_new_or_had_no_weight_are_counted_and_have_weight_0() -> None:
    new = pd.concat([SECOND, pd.DataFrame({"pid": ["77", "2"], "vote": ["b", "b"]})], ignore_index=True)
    before = FIRST.assign(w=[1.0, 0.0, 3.0, 2.0, 2.0, 4.0])
    said = r"1 person\(s\) of the second wave are not in the first, and 1 had no weight"
    with pytest.warns(WeightingWarning, match=said):
        made = attrition(first(before), second(new), ("id", "pid"), smallest=1)
    np.testing.assert_allclose(made.weights, np.array([2, 1, 3, 2, 0, 0]) * 12 / 8)
    assert made.steps[-1].counts["not in the first wave"] == 1


@pytest.mark.contract
def test_who_was_not_interviewed_in_the_second_wave_has_left() -> None:
    status = SECOND.assign(status=["full", "full", "none", "full"])
    made = attrition(
        first(), second(status), ("id", "pid"), response="status", responded="full", classes="sex", smallest=1
    )
    np.testing.assert_allclose(made.weights, [4, 6, 0, 4])
    assert made.steps[-1].counts["left"] == 3 and made.steps[-1].counts["not interviewed in the second wave"] == 1


@pytest.mark.contract
def test_numbers_that_are_empty_or_occur_twice_are_one_error() -> None:
    wrong = FIRST.assign(id=[1, 1, 3, None, 5, 5])
    with pytest.raises(WeightingError) as caught:
        attrition(first(wrong), second(), ("id", "pid"))
    said = str(caught.value)
    assert "1 respondent(s) have no number" in said and "2 number(s) occur more than once: 1, 5" in said
    with pytest.raises(WeightingError, match="column 'pid'"):
        attrition(first(), second(pd.concat([SECOND, SECOND], ignore_index=True)), ("id", "pid"))
    with pytest.raises(WeightingError, match="nobody of the first wave is in the second"):
        attrition(first(), second(SECOND.assign(pid=["x1", "x2", "x3", "x4"])), ("id", "pid"))


@pytest.mark.contract
def test_people_without_a_place_in_the_design_are_an_error() -> None:
    one, two = panel()
    new = pd.concat([two, pd.DataFrame({"id": [1], "score": [1.0]})], ignore_index=True)
    with pytest.raises(WeightingError, match="1 person.* have no area, psu"):
        attrition(first(one, stratum="area", psu="psu"), second(new), "id", classes="sex")
    own = survey.Sample(two.assign(zone=1), survey.SurveyDesign(stratum="zone"))
    with pytest.raises(WeightingError, match="those who left have no zone"):
        attrition(first(one), own, "id", classes="sex", left="zero")


@pytest.mark.contract
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"classes": "sex", "predictors": "sex"}, "name one"),
        ({"strata": 5}, "need predictors"),
        ({"left": "gone"}, "unknown rule 'gone'"),
    ],
)
def test_an_adjustment_that_cannot_be_meant_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(WeightingError, match=said):
        attrition(first(), second(), ("id", "pid"), **options)
