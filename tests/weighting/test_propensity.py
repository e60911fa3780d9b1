"""Propensities to respond: against classes, against statsmodels on rows, and at their edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.errors import WeightingError, WeightingWarning
from survey.maths.weights.propensity_strata import discrimination, propensity_strata, representativity
from survey.weighting.before.nonresponse import nonresponse
from survey.weighting.before.propensity import propensity


def drawn(rows: int = 400, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(
        {
            "region": rng.choice(["a", "b", "c"], rows),
            "sex": rng.choice(["m", "f"], rows),
            "age": rng.integers(18, 80, rows),
            "w": 0.5 + rng.random(rows),
        }
    )
    eta = -0.5 + 0.8 * data["sex"].eq("f") + 0.02 * (data["age"] - 45) - 0.5 * data["region"].eq("b")
    return data.assign(came=(rng.random(rows) < 1 / (1 + np.exp(-eta))).astype(int))


def sample(data: pd.DataFrame, **how: Any) -> survey.Sample:
    return survey.Sample(data, survey.SurveyDesign(weight="w"), **how)


@pytest.mark.derivation
def test_a_saturated_model_is_weighting_classes() -> None:
    """With every combination an option, the fitted propensity of a cell is its weighted response rate."""
    crossed = propensity(sample(drawn()), "came", [("region", "sex")])
    classes = nonresponse(sample(drawn()), "came", classes=("region", "sex"), smallest=1)
    np.testing.assert_allclose(crossed.weights, classes.weights, rtol=1e-10)


@pytest.mark.derivation
def test_propensities_are_those_of_a_regression_on_rows() -> None:
    import statsmodels.api as sm

    data = drawn()
    man, b, c = data["sex"].eq("m"), data["region"].eq("b"), data["region"].eq("c")
    x = np.stack([np.ones(400), man, b, c, data["age"]], axis=1)
    fit = sm.GLM(data["came"], x.astype(float), family=sm.families.Binomial(), var_weights=data["w"]).fit(tol=1e-14)
    wanted = np.where(data["came"] == 1, data["w"] / fit.fittedvalues, 0.0)
    made = propensity(sample(data), "came", ("sex", "region", "age"), numbers="age")
    np.testing.assert_allclose(made.weights, wanted, rtol=1e-8)
    question = {"age": {"type": "number"}}
    np.testing.assert_allclose(
        propensity(sample(data, questions=question), "came", ("sex", "region", "age")).weights, wanted, rtol=1e-8
    )


@pytest.mark.property
@pytest.mark.filterwarnings("ignore:.*times the mean factor")  # which some of these samples have
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), unit=st.floats(1e-3, 1e3), strata=st.sampled_from([None, 3, 5]))
def test_the_unit_of_weights_changes_nothing_and_strata_keep_the_sum(
    seed: int, unit: float, strata: int | None
) -> None:
    data = drawn(seed=seed)
    made = propensity(sample(data), "came", ("sex", "region", "age"), numbers="age", strata=strata)
    scaled = propensity(
        sample(data.assign(w=data["w"] * unit)), "came", ("sex", "region", "age"), numbers="age", strata=strata
    )
    np.testing.assert_allclose(scaled.weights, made.weights * unit, rtol=1e-8)
    assert (made.weights[data["came"] == 0] == 0).all()
    assert (made.weights[data["came"] == 1] > data["w"][data["came"] == 1]).all()
    if strata:
        assert made.weights.sum() == pytest.approx(data["w"].sum(), rel=1e-12)
        rates = [made.steps[-1].details[f"response rate: stratum {k}"] for k in range(1, strata + 1)]
        assert len(set(np.round(made.weights[data["came"] == 1] / data["w"][data["came"] == 1], 9))) <= strata
        assert min(rates) > 0


@pytest.mark.property
def test_strata_of_one_question_are_its_options() -> None:
    """Three options have three propensities, so three strata at most, each an option of the question."""
    data = drawn()
    made = propensity(sample(data), "came", "region", strata=5)
    np.testing.assert_allclose(
        pd.Series(made.weights).groupby(data["region"]).sum(), data.groupby("region")["w"].sum(), rtol=1e-10
    )


@pytest.mark.derivation
def test_strata_have_equal_weight_and_keep_equal_propensities_together() -> None:
    p = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    np.testing.assert_array_equal(propensity_strata(p, np.ones(6), 3), [0, 0, 1, 1, 2, 2])
    np.testing.assert_array_equal(propensity_strata(p, np.array([4.0, 1, 1, 1, 1, 4]), 3), [0, 1, 1, 1, 1, 2])
    tied = np.array([0.1, 0.1, 0.1, 0.1, 0.5, 0.6])
    np.testing.assert_array_equal(propensity_strata(tied, np.ones(6), 3), [0, 0, 0, 0, 1, 1])
    np.testing.assert_array_equal(propensity_strata(p[::-1], np.ones(6), 2), [1, 1, 1, 0, 0, 0])


@pytest.mark.derivation
def test_figures_of_the_model_by_hand() -> None:
    """Pairs of a respondent and a non-respondent: (.8, .5) right, (.8, .8) tied, (.5, .5) tied, (.5, .8) wrong."""
    p = np.array([0.5, 0.8])
    assert discrimination(p, np.array([1.0, 1.0]), np.array([1.0, 1.0])) == pytest.approx((1 + 0.5 + 0.5 + 0) / 4)
    assert discrimination(p, np.array([1.0, 3.0]), np.array([2.0, 0.0])) == pytest.approx((3 + 0.5) / 4)
    assert representativity(p, np.array([1.0, 1.0])) == pytest.approx(1 - 2 * 0.15)
    assert representativity(np.array([0.3, 0.3]), np.ones(2)) == pytest.approx(1)


@pytest.mark.contract
def test_an_option_of_which_everybody_responded_is_a_warning_and_a_factor_of_one() -> None:
    data = drawn()
    data.loc[data["region"].eq("c"), "came"] = 1
    with pytest.warns(WeightingWarning, match=r"predicts the response of \d+ respondent"):
        made = propensity(sample(data), "came", ("sex", "region"))
    inside = data["region"].eq("c").to_numpy()
    np.testing.assert_allclose(made.weights[inside], data["w"][inside], rtol=1e-6)
    assert made.steps[-1].counts["predicted without error"] == int(inside.sum())


@pytest.mark.contract
def test_wide_factors_are_counted_in_a_warning() -> None:
    rng = np.random.default_rng(0)
    data = pd.DataFrame({"group": ["big"] * 400 + ["rare"] * 400, "w": 1.0})
    data["came"] = np.concatenate([rng.permutation([1] * 360 + [0] * 40), rng.permutation([1] * 8 + [0] * 392)])
    with pytest.warns(WeightingWarning, match=r"8 respondent\(s\) get more than 5 times the mean factor"):
        made = propensity(sample(data), "came", "group")
    assert made.steps[-1].counts["wide factors"] == 8 and made.steps[-1].details["largest factor"] == pytest.approx(50)


@pytest.mark.property
def test_terms_that_say_the_same_twice_change_nothing() -> None:
    data = drawn()
    once = propensity(sample(data), "came", [("sex", "region")])
    twice = propensity(sample(data), "came", ["sex", "region", ("sex", "region"), ("region", "sex")])
    np.testing.assert_allclose(twice.weights, once.weights, rtol=1e-8)


@pytest.mark.property
def test_both_engines_and_replicates_fit_the_same_model() -> None:
    data = drawn(120)
    made = [
        propensity(sample(data, engine=engine), "came", ("sex", "age"), numbers="age")
        for engine in ("memory", "duckdb")
    ]
    np.testing.assert_allclose(made[0].weights, made[1].weights, rtol=1e-8)
    repeated = propensity(survey.make_replicates(sample(data), "JK1"), "came", ("sex", "age"), numbers="age")
    replicates = repeated.replicates
    assert replicates is not None
    without_first = propensity(sample(data.iloc[1:].reset_index(drop=True)), "came", ("sex", "age"), numbers="age")
    np.testing.assert_allclose(replicates.weights[1:, 0], without_first.weights * 120 / 119, rtol=1e-8)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"predictors": ()}, "needs predictors"),
        ({"predictors": "came"}, "cannot predict itself"),
        ({"predictors": "sex", "strata": 1}, "2 or more"),
        ({"predictors": "sex", "numbers": "age"}, "age named in numbers, but not among the predictors"),
        ({"predictors": [("sex", "age")], "numbers": "age"}, "numbers cannot be crossed"),
        ({"predictors": "sex", "missing": "drop"}, "unknown rule 'drop'"),
    ],
)
def test_a_model_that_cannot_be_meant_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(WeightingError, match=said):
        propensity(sample(drawn()), "came", **options)


@pytest.mark.contract
def test_data_that_tell_nothing_of_response_are_refused() -> None:
    data = drawn()
    with pytest.raises(WeightingError, match="everybody has responded"):
        propensity(sample(data.assign(came=1)), "came", "sex")
    with pytest.raises(WeightingError, match="nobody has responded"):
        propensity(sample(data.assign(came=0)), "came", "sex")
    with pytest.raises(WeightingError, match="2 respondent.* have no answer to 'age'"):
        propensity(sample(data.assign(age=data["age"].where(data.index > 1))), "came", "age", numbers="age")


@pytest.mark.contract
def test_a_step_with_the_options_of_its_record_is_the_same_step() -> None:
    data = drawn()
    made = propensity(sample(data), "came", ["region", ("sex", "region"), "age"], numbers="age", strata=4)
    again = propensity(sample(data), **{**made.steps[-1].options})
    np.testing.assert_array_equal(again.weights, made.weights)
