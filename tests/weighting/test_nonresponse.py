"""Weighting classes and eligibility: small tables by hand, what is preserved, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.errors import WeightingError, WeightingWarning
from survey.weighting.before.eligibility import eligibility
from survey.weighting.before.nonresponse import nonresponse

ENGINES = ("memory", "duckdb")
HAND = pd.DataFrame(
    {
        "region": ["a", "a", "a", "b", "b", "b", "b"],
        "came": [1, 0, 1, 1, 0, 0, 1],
        "w": [2.0, 3.0, 1.0, 4.0, 1.0, 2.0, 1.0],
    }
)


def sample(data: pd.DataFrame, **how: Any) -> survey.Sample:
    return survey.Sample(data, survey.SurveyDesign(weight="w"), **how)


def drawn(rows: int = 300, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(
        {
            "region": rng.choice(["a", "b", "c"], rows),
            "sex": rng.choice(["m", "f"], rows),
            "y": rng.normal(50, 10, rows).round(1),
            "w": 0.5 + rng.random(rows),
        }
    )
    chance = 0.3 + 0.3 * data["sex"].eq("f") + 0.1 * data["region"].eq("a")
    return data.assign(came=(rng.random(rows) < chance).astype(int), y=data["y"] + 8 * data["sex"].eq("f"))


@pytest.mark.derivation
def test_respondents_of_a_class_get_the_weight_of_the_others() -> None:
    """Class a: 6 of which 3 responded, factor 2; class b: 8 of which 5, factor 8/5."""
    made = nonresponse(sample(HAND), "came", classes="region", smallest=1)
    np.testing.assert_allclose(made.weights, [4, 0, 2, 6.4, 0, 0, 1.6])
    step = made.steps[-1]
    assert (step.step, step.base_weight, step.weight) == ("nonresponse", "w", "weight")
    assert step.counts["responded"] == 4 and step.counts["did not respond"] == 3 and step.counts["classes"] == 2
    assert step.details["response rate: a"] == pytest.approx(3 / 6)
    assert step.details["response rate"] == pytest.approx(8 / 14)
    assert made.n == 7 and made.design.weight == "weight"
    assert "variance as if these were the sampling weights" in step.text


@pytest.mark.derivation
def test_small_classes_are_joined_with_the_neighbour_of_the_nearest_rate() -> None:
    """One respondent in a × y, of rate 1/2. Within a, x has 3/4 and z 1/4 (equally near: the first is taken); b × y has
    1/2 exactly, and is not a neighbour."""
    rows = [("a", "x", 4, 3), ("a", "y", 2, 1), ("a", "z", 8, 2), ("b", "y", 4, 2)]
    data = pd.DataFrame(
        [
            {"region": region, "age": age, "came": int(k < came), "w": 1.0}
            for region, age, size, came in rows
            for k in range(size)
        ]
    )
    made = nonresponse(sample(data), "came", classes=("region", "age"), smallest=2, collapse=True)
    step = made.steps[-1]
    assert step.counts["joined classes"] == 1 and step.counts["classes"] == 3
    assert "'a × y' (1, 50.0%) joined with 'a × x' (3, 75.0%)" in step.text and "nearest rate" in step.text
    inside = data["region"].eq("a") & data["age"].isin(["x", "y"]) & data["came"].eq(1)
    np.testing.assert_allclose(made.weights[inside], 6 / 4)
    np.testing.assert_allclose(made.weights[data["region"].eq("b") & data["came"].eq(1)], 2)


@pytest.mark.derivation
def test_weight_of_unknown_eligibility_goes_to_the_eligible_in_their_proportion() -> None:
    """Weights: eligible 6, unknown 4, ineligible 2: e = 6/8, factor 1 + .75 · 4/6 = 1.5. With e = .5 it is 1 + 2/6."""
    data = pd.DataFrame({"st": ["i", "r", "u", "n"], "w": [5.0, 1.0, 4.0, 2.0]})
    options: dict[str, Any] = {"eligible": ("i", "r"), "unknown": "u", "ineligible": "n", "smallest": 1}
    made = eligibility(sample(data), "st", **options)
    np.testing.assert_allclose(made.weights, [7.5, 1.5, 0, 0])
    assert made.steps[-1].details["eligible part of the unknown"] == pytest.approx(0.75)
    given_rate = eligibility(sample(data), "st", **options, rate=0.5)
    np.testing.assert_allclose(given_rate.weights, [5 * 4 / 3, 4 / 3, 0, 0])
    assert 5 / made.weights.sum() == pytest.approx(5 / (5 + 1 + 0.75 * 4))  # AAPOR RR3, weighted: I / (I + R + e U)
    after = nonresponse(made, "st", responded="i", smallest=1)  # who is 'u' or 'n' does not count any more
    assert after.steps[-1].details["response rate"] == pytest.approx(5 / 6)
    assert [step.step for step in after.steps] == ["eligibility", "nonresponse"]


@pytest.mark.property
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), unit=st.floats(1e-3, 1e3))
def test_each_class_keeps_its_sum_and_the_unit_of_weights_changes_nothing(seed: int, unit: float) -> None:
    data = drawn(seed=seed)
    made = nonresponse(sample(data), "came", classes=("region", "sex"), smallest=1)
    before, after = data.groupby(["region", "sex"])["w"].sum(), made.weights
    np.testing.assert_allclose(pd.Series(after).groupby([data["region"], data["sex"]]).sum(), before, rtol=1e-12)
    assert (after[data["came"] == 0] == 0).all()
    scaled = nonresponse(sample(data.assign(w=data["w"] * unit)), "came", classes=("region", "sex"), smallest=1)
    np.testing.assert_allclose(scaled.weights, after * unit, rtol=1e-12)


@pytest.mark.property
def test_a_variable_that_has_nothing_to_do_with_response_in_the_sample_changes_nothing() -> None:
    twice = pd.concat([drawn().assign(side="l"), drawn().assign(side="r")], ignore_index=True)
    plain = nonresponse(sample(twice), "came", classes="region")
    crossed = nonresponse(sample(twice), "came", classes=("region", "side"))
    np.testing.assert_allclose(crossed.weights, plain.weights, rtol=1e-12)


@pytest.mark.derivation
def test_replicates_have_the_variance_of_estimated_response_rates() -> None:
    """The linearized mean: z = r f (y - ȳ_c) + (ȳ_c - ȳ), over everybody who was drawn (Kim & Kim 2007, Canadian J.
    Statistics 35, 501-514). The jackknife agrees to terms of order 1/n; weights taken as given do not."""
    data = drawn(3000, 5)
    repeated = nonresponse(survey.make_replicates(sample(data), "JK1"), "came", classes="sex")
    fixed = nonresponse(sample(data), "came", classes="sex")
    w, r, y = (data[name].to_numpy(dtype=float) for name in ("w", "came", "y"))
    z = np.zeros(len(data))
    mean = (fixed.weights @ y) / w.sum()
    for level in ("m", "f"):
        inside = data["sex"].eq(level).to_numpy()
        factor = w[inside].sum() / (w * r)[inside].sum()
        own = (w * r * y)[inside].sum() / (w * r)[inside].sum()
        z[inside] = (r * factor * (y - own) + own - mean)[inside]
    score = w * z / w.sum()
    by_hand = np.sqrt(len(z) / (len(z) - 1) * ((score - score.mean()) ** 2).sum())
    found = survey.Sample.of(repeated).mean("y").std_error[0]
    assert found == pytest.approx(by_hand, rel=2e-3)
    assert survey.Sample.of(fixed).mean("y").std_error[0] > 1.02 * found  # classes explain y: the rates' errors help


@pytest.mark.property
def test_those_without_weight_are_in_no_class() -> None:
    data = drawn()
    out = data.assign(region="nowhere", sex=None, came=None, w=0.0).head(5)
    both = pd.concat([data.astype({"came": object}), out.astype({"came": object})], ignore_index=True)
    made = nonresponse(sample(both), "came", classes="region")
    np.testing.assert_allclose(made.weights[:300], nonresponse(sample(data), "came", classes="region").weights)
    assert (made.weights[300:] == 0).all()


@pytest.mark.contract
def test_small_classes_are_named_in_a_warning() -> None:
    with pytest.warns(WeightingWarning, match=r"2 class\(es\) have fewer than 20 respondents: 'a' \(2\), 'b' \(2\)"):
        nonresponse(sample(HAND), "came", classes="region")


@pytest.mark.contract
def test_a_class_without_respondents_is_an_error_that_names_it() -> None:
    data = HAND.assign(came=[0, 0, 0, 1, 0, 0, 1])
    with pytest.raises(WeightingError, match="nobody has responded in 'a'"):
        nonresponse(sample(data), "came", classes="region")
    joined = nonresponse(sample(data), "came", classes="region", smallest=2, collapse=True)
    np.testing.assert_allclose(joined.weights.sum(), 14)


@pytest.mark.contract
def test_a_replicate_without_respondents_in_a_class_is_said_with_its_number() -> None:
    data = HAND.assign(came=[1, 0, 0, 1, 0, 0, 1])
    with pytest.raises(WeightingError, match="replicate 1 of 7: nobody has responded in 'a'"):
        nonresponse(survey.make_replicates(sample(data), "JK1"), "came", classes="region", smallest=1)


@pytest.mark.contract
def test_missing_class_answers_stop_or_become_a_class() -> None:
    data = HAND.assign(region=["a", "a", "a", "b", None, None, None])
    with pytest.raises(WeightingError, match="3 respondent.* have no answer to 'region'"):
        nonresponse(sample(data), "came", classes="region", smallest=1)
    made = nonresponse(sample(data), "came", classes="region", smallest=1, missing="class")
    np.testing.assert_allclose(made.weights, [4, 0, 2, 4, 0, 0, 4])


@pytest.mark.contract
def test_what_responded_means_is_asked_for_where_it_is_not_said() -> None:
    data = HAND.assign(came=["yes", "no", "yes", "yes", "no", "no", "yes"])
    assert nonresponse(sample(data), "came", smallest=1).weights.sum() == pytest.approx(14)
    other = HAND.assign(came=["full", "none", "part", "full", "none", "none", "full"])
    with pytest.raises(WeightingError, match="which of full, none, part have responded"):
        nonresponse(sample(other), "came")
    made = nonresponse(sample(other), "came", responded=("full", "part"), smallest=1)
    assert made.steps[-1].options["responded"] == ["full", "part"]
    with pytest.raises(WeightingError, match="there is no 'ful'.*'full'"):
        nonresponse(sample(other), "came", responded="ful")
    with pytest.raises(WeightingError, match=r"1 respondent\(s\) have no answer"):
        nonresponse(sample(other.assign(came=[None, *other["came"][1:]])), "came", responded=("full", "part"))


@pytest.mark.contract
def test_dispositions_are_named_once_each() -> None:
    data = pd.DataFrame({"st": ["i", "r", "u", "n"], "w": 1.0})
    with pytest.raises(WeightingError) as caught:
        eligibility(sample(data), "st", eligible=("i", "u"), unknown="u")
    said = str(caught.value)
    assert "'u' is named as eligible and as unknown" in said
    assert "1 respondent(s) are 'n'" in said and "1 respondent(s) are 'r'" in said
    with pytest.raises(WeightingError, match="1.5 is no rate"):
        eligibility(sample(data), "st", eligible="i", rate=1.5)
    with pytest.raises(WeightingError, match="nobody is known to be eligible in 'b'"):
        classes = data.assign(where=["a", "a", "b", "a"])
        eligibility(sample(classes), "st", eligible=("i", "r"), unknown="u", ineligible="n", classes="where")


@pytest.mark.contract
def test_a_calibration_before_ends_with_a_warning_and_a_note() -> None:
    data = drawn()
    raked = survey.rake(sample(data), {"sex": {"m": 150.0, "f": 150.0}})
    with pytest.warns(WeightingWarning, match="no longer knows of the margins"):
        made = nonresponse(raked, "came", classes="region")
    assert made.calibration is None and "weight to them again" in made.steps[-1].text
    again = survey.rake(made, {"sex": {"m": 150.0, "f": 150.0}})
    assert survey.Sample.of(again).share("sex").std_error[0] == pytest.approx(0, abs=1e-9)


@pytest.mark.property
def test_both_engines_make_the_same_weights() -> None:
    data = drawn()
    made = [nonresponse(sample(data, engine=one), "came", classes=("region", "sex"), smallest=1) for one in ENGINES]
    np.testing.assert_allclose(made[0].weights, made[1].weights, rtol=1e-12)
    assert made[0].steps[-1].counts == made[1].steps[-1].counts
