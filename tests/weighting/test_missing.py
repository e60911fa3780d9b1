"""Respondents without an answer to a weighting variable: stop, a class, imputed, or base weight kept."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.definitions.records.question import Question
from survey.errors import UnknownCodeWarning, WeightingError
from survey.weighting.calibrating.rake import rake
from survey.weighting.margins.missing import rules_of, with_classes

SEX = {"man": 46, "woman": 54}
EDU = {"low": 40, "mid": 35, "high": 25}
BOTH = {"sex": SEX, "edu": EDU}


def frame(rows: int = 300, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(
        {
            "sex": rng.choice(["man", "woman"], rows, p=[0.4, 0.6]),
            "edu": rng.choice(["low", "mid", "high"], rows, p=[0.2, 0.3, 0.5]),
            "region": rng.choice(["north", "south"], rows),
            "base": rng.choice([0.5, 1.0, 2.5], rows),
        }
    ).astype({"edu": object, "sex": object})
    data.loc[rng.choice(rows, 20, replace=False), "edu"] = None
    data.loc[rng.choice(rows, 10, replace=False), "sex"] = None
    return data


def sample(data: pd.DataFrame | None = None, **how: Any) -> survey.Sample:
    return survey.Sample(frame() if data is None else data, survey.SurveyDesign(weight="base"), **how)


def shares(weights: Any, data: pd.DataFrame, name: str) -> dict[str, float]:
    found = pd.Series(np.asarray(weights)).groupby(data[name].fillna("none")).sum()
    return dict(found / found.sum())


@pytest.mark.contract
def test_the_default_stops_and_says_what_can_be_done() -> None:
    with pytest.raises(WeightingError) as caught:
        rake(sample(), BOTH)
    said = str(caught.value)
    assert "20 respondent(s) gave no answer to 'edu'" in said and "10 respondent(s) gave no answer to 'sex'" in said
    assert "missing: class, impute or carry" in said


@pytest.mark.property
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), engine=st.sampled_from(["memory", "duckdb"]))
def test_a_class_keeps_its_share_and_the_answers_share_the_rest_as_the_targets_say(seed: int, engine: str) -> None:
    data = frame(seed=seed)
    made = rake(sample(data, engine=engine), BOTH, missing="class")
    for name, goal in BOTH.items():
        before, after = shares(data["base"], data, name), shares(made.weights, data, name)
        assert after["none"] == pytest.approx(before["none"], rel=1e-9)
        for level, share in goal.items():
            assert after[level] == pytest.approx(share / 100 * (1 - before["none"]), rel=1e-9)
    assert made.steps[-1].counts["class edu"] == 20 and made.steps[-1].counts["class sex"] == 10


@pytest.mark.property
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), engine=st.sampled_from(["memory", "duckdb"]))
def test_who_carries_the_base_weight_gets_one_number_and_the_rest_meets_the_margins(seed: int, engine: str) -> None:
    data = frame(seed=seed)
    made = rake(sample(data, engine=engine), BOTH, missing="carry")
    lost = (data["sex"].isna() | data["edu"].isna()).to_numpy()
    w, base = made.weights, data["base"].to_numpy()
    np.testing.assert_allclose(w[lost] / base[lost], len(data) / base.sum(), rtol=1e-10)
    for name, goal in BOTH.items():
        rest = shares(w[~lost], data[~lost].reset_index(drop=True), name)
        assert [rest[level] for level in goal] == pytest.approx([share / 100 for share in goal.values()])
    assert made.steps[-1].counts["carried"] == lost.sum()
    alone = rake(sample(data[~lost]), BOTH)
    assert w[~lost] / w[~lost].sum() == pytest.approx(alone.weights / alone.weights.sum())


@pytest.mark.contract
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_imputed_answers_come_from_those_who_agree_and_are_the_same_for_the_same_seed(engine: str) -> None:
    data = frame().assign(sex="man")
    data.loc[150:, "sex"] = "woman"
    data.loc[:149, "edu"] = ["low", "mid", None] * 50  # of men nobody has a high education
    data.loc[150:, "edu"] = ["high", "mid", "low"] * 50
    rule = {"edu": {"impute": ["sex"], "seed": 4}}
    made = [rake(sample(data, engine=engine), BOTH, missing=rule) for _ in range(2)]
    np.testing.assert_array_equal(made[0].weights, made[1].weights)
    assert made[0].steps[-1].counts["imputed edu"] == 50
    (column,) = (name for name in made[0].engine.columns if name.startswith("_weighting_"))
    drawn = np.asarray(made[0].engine.values(column))[:150]
    question = made[0].calibration.variables["edu (imputed)"]
    assert {list(question.options)[int(code)] for code in drawn} <= {"low", "mid"}
    assert "edu" in data and made[0].engine.frame()["edu"].isna().sum() == 50  # the answers stay as they were
    want = sum(made[0].weights[np.asarray(made[0].engine.values(column)) == list(question.options).index("low")])
    assert want / made[0].weights.sum() == pytest.approx(0.4)


@pytest.mark.contract
def test_another_seed_draws_others_and_each_margin_is_met() -> None:
    made = [rake(sample(), BOTH, missing={"*": {"impute": [], "seed": seed}}) for seed in (1, 2)]
    assert np.abs(made[0].weights - made[1].weights).max() > 1e-6
    for one in made:
        assert all(abs(gap.after - gap.target) < 1e-9 for gap in one.calibration.gaps)


@pytest.mark.derivation
def test_draws_follow_the_weights_of_the_donors() -> None:
    data = pd.DataFrame({"edu": ["low", "mid"] * 10 + [None] * 4000, "base": [3.0, 1.0] * 10 + [1.0] * 4000})
    made = rake(sample(data.astype({"edu": object})), {"edu": {"low": 50, "mid": 50}}, missing="impute")
    code = np.asarray(made.engine.values("_weighting_edu"))[20:]
    low = list(made.calibration.variables["edu (imputed)"].options).index("low")
    assert np.mean(code == low) == pytest.approx(0.75, abs=0.03)  # 4000 draws: 4 standard errors


@pytest.mark.contract
def test_where_nobody_agrees_fewer_variables_have_to() -> None:
    data = frame()
    data.loc[data["region"] == "north", "edu"] = None
    made = rake(sample(data), {"edu": EDU}, missing={"edu": {"impute": ["region"]}})
    assert any("nobody did, and fewer variables had to agree" in note["en"] for note in made.calibration.notes)


@pytest.mark.contract
def test_each_variable_may_have_its_own_rule() -> None:
    made = rake(sample(), BOTH, missing={"sex": "carry", "edu": "class"})
    data = frame()
    lost = data["sex"].isna().to_numpy()
    ratio = made.weights / data["base"].to_numpy()
    assert np.ptp(ratio[lost]) < 1e-12
    counts = made.steps[-1].counts
    assert counts["carried sex"] == 10 and counts["class edu"] == int((data["edu"].isna() & ~lost).sum())
    with pytest.raises(WeightingError, match="gave no answer to 'edu'"):
        rake(sample(), BOTH, missing={"sex": "class"})


@pytest.mark.contract
@pytest.mark.parametrize(
    "missing,said",
    [
        ("klass", "'klass' is no rule for missing answers. Did you mean 'class'?"),
        ({"eduu": "class", "*": "class"}, "'eduu' is not a variable of the margins. Did you mean 'edu'?"),
        ({"edu": {"impute": ["regoin"]}, "*": "class"}, "'edu' is to be imputed within 'regoin'"),
        ({"edu": {"impute": ["edu"]}, "*": "class"}, "'edu' cannot be imputed within itself"),
        ({"edu": {"impute": [], "seed": -1}, "*": "class"}, "the seed must be a whole number from 0"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_named(missing: Any, said: str) -> None:
    with pytest.raises(WeightingError, match=said.replace("?", r"\?")):
        rake(sample(), BOTH, missing=missing)


@pytest.mark.contract
def test_kinds_of_missing_are_missing_and_codes_that_no_option_names_are_a_fault_under_every_rule() -> None:
    options = {"low": {"code": 1}, "high": {"code": 2}, "refused": {"code": 9, "missing": "refused"}}
    question = Question.model_validate({"question": "edu", "options": options})
    data = frame().assign(edu=[1, 2, 9] * 100)
    made = rake(sample(data, questions={"edu": question}), {"edu": {"low": 50, "high": 50}}, missing="class")
    assert made.steps[-1].counts == {"respondents": 300, "class edu": 100}
    data.loc[:6, "edu"] = 7
    for rule in ("class", "carry", "impute"):
        with pytest.warns(UnknownCodeWarning, match="edu: 7 answers that no option names"):
            made_again = sample(data, questions={"edu": question})
        with pytest.raises(WeightingError, match="7 respondent.s. gave a code that no option names to 'edu'") as caught:
            rake(made_again, {"edu": {"low": 50, "high": 50}}, missing=rule)
        assert "Give the code an option" in str(caught.value) and "does it by rule" not in str(caught.value)


@pytest.mark.contract
def test_a_fault_names_the_column_of_the_data_and_not_the_one_of_imputed_answers() -> None:
    options = {"low": {"code": 1}, "high": {"code": 2}, "refused": {"code": 9, "missing": "refused"}}
    question = Question.model_validate({"question": "edu", "column": "q7", "options": options})
    with pytest.warns(UnknownCodeWarning):
        made = sample(frame().assign(q7=[1, 2, 9] * 99 + [7] * 3), questions={"edu": question})
    with pytest.raises(WeightingError, match=r"names to 'edu' \(column q7\)"):
        rake(made, {"edu": {"low": 50, "high": 50}}, missing="impute")


@pytest.mark.contract
def test_a_class_that_a_replicate_is_without_is_told_in_words() -> None:
    data = frame()
    data.loc[1:, "edu"] = data.loc[1:, "edu"].fillna("low")
    data.loc[0, "edu"] = None
    made = survey.make_replicates(sample(data), "JK1")
    with pytest.raises(WeightingError, match="nobody has weight in 'no answer'"):
        rake(made, {"edu": EDU}, missing="class")


@pytest.mark.property
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000))
def test_classes_of_a_crossing_agree_with_those_of_its_variables_alone(seed: int) -> None:
    data = frame(seed=seed)
    cross = {sex: {edu: SEX[sex] * EDU[edu] / 100 for edu in EDU} for sex in SEX}
    made = rake(sample(data), {"sex": SEX, "edu": EDU, ("sex", "edu"): cross}, missing="class")
    assert all(abs(gap.after - gap.target) < 1e-9 for gap in made.calibration.gaps)
    for name in ("sex", "edu"):
        before, after = shares(data["base"], data, name), shares(made.weights, data, name)
        assert after["none"] == pytest.approx(before["none"], rel=1e-8)


@pytest.mark.derivation
def test_a_class_in_one_variable_is_simple_arithmetic() -> None:
    made = with_classes(np.array([0.4, 0.6, 0.0]), np.array([3.0, 5.0, 2.0]), [np.array([False, False, True])])
    np.testing.assert_allclose(made, [0.32, 0.48, 0.2])


@pytest.mark.contract
def test_rules_are_read_as_they_are_written() -> None:
    found, problems = rules_of({"a": {"impute": "b", "seed": 3}, "*": "carry"}, ["a", "c"])
    assert problems == [] and found["a"].within == ("b",) and found["a"].seed == 3 and found["c"].kind == "carry"


@pytest.mark.property
@pytest.mark.parametrize("rule", ["class", "carry", "impute"])
def test_without_missing_answers_no_rule_changes_anything(rule: str) -> None:
    data = frame().dropna().reset_index(drop=True)
    one, other = rake(sample(data), BOTH), rake(sample(data), BOTH, missing=rule)
    np.testing.assert_array_equal(one.weights, other.weights)
    assert other.steps[-1].counts == {"respondents": len(data)}


@pytest.mark.property
@pytest.mark.parametrize("rule", ["class", "carry", "impute"])
def test_replicates_are_weighted_by_the_same_rule(rule: str) -> None:
    base = survey.make_replicates(survey.Sample(frame(120), survey.SurveyDesign(weight="base")), "JK1")
    made = rake(base, BOTH, missing=rule)
    assert made.replicates is not None
    assert survey.Sample.of(made).share("region").std_error[0] > 0
    np.testing.assert_allclose(made.replicates.weights.sum(axis=0), 120, rtol=1e-9)
