"""Scaling of weights to a sum."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.samples.sample import SampleData
from survey.errors import WeightingError
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.share import share
from survey.estimation.statistics.total import total
from survey.weighting.calibrating.calibrate import calibrate
from survey.weighting.calibrating.scale import scale


def frame() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    rows = 300
    return pd.DataFrame(
        {
            "wave": rng.choice(["one", "two", "three"], rows, p=[0.5, 0.3, 0.2]),
            "sex": rng.choice(["m", "f"], rows),
            "vote": rng.choice(["a", "b", "c"], rows),
            "age": rng.integers(18, 80, rows),
            "w": rng.random(rows) + 0.5,
        }
    )


def sample(engine: str = "memory", **design: Any) -> survey.Sample:
    return survey.Sample(frame(), survey.SurveyDesign(weight="w", **design), engine=engine)


@pytest.mark.property
@pytest.mark.parametrize("weighted", [False, True])
def test_no_share_mean_or_error_changes_when_all_weights_are_scaled(weighted: bool) -> None:
    start: SampleData = sample()
    if weighted:
        start = calibrate(start, {"sex": {"m": 160.0, "f": 140.0}}, {"age": 15000.0})
    for to in ("n", 7_000_000.0):
        made = scale(start, to)
        for statistic in (lambda one: share(one, "vote", by="sex"), lambda one: mean(one, "age")):
            before, after = statistic(start), statistic(made)
            np.testing.assert_allclose(after.estimate, before.estimate, rtol=1e-12)
            np.testing.assert_allclose(after.std_error, before.std_error, rtol=1e-9, atol=1e-12)
        assert total(made, "age").std_error[0] == pytest.approx(
            total(start, "age").std_error[0] * made.weights[0] / start.weights[0], rel=1e-9, abs=1e-3
        )


@pytest.mark.property
def test_shares_inside_a_domain_do_not_change_when_each_is_scaled_to_its_own_n() -> None:
    made = scale(sample(), "n", by="wave")
    data = frame()
    sums = pd.Series(made.weights).groupby(data["wave"]).sum()
    assert dict(sums) == pytest.approx(dict(data["wave"].value_counts()))
    before, after = share(sample(), "vote", by="wave"), share(made, "vote", by="wave")
    np.testing.assert_allclose(after.estimate, before.estimate, rtol=1e-12)
    np.testing.assert_allclose(after.std_error, before.std_error, rtol=1e-9)


@pytest.mark.contract
def test_weights_add_to_what_is_asked() -> None:
    assert scale(sample(), "n").weights.sum() == pytest.approx(300)
    assert scale(sample(), 1e6).weights.sum() == pytest.approx(1e6)
    people = {"wave": {"one": 4000.0, "two": 5000.0, "three": 1000.0}}
    assert scale(sample(), "population", targets=people).weights.sum() == pytest.approx(10_000)
    parts = [
        scale(sample(), "population", by="wave", targets=people),
        scale(sample(), {"one": 4000, "two": 5000, "three": 1000}, by="wave"),
    ]
    for made in parts:
        sums = pd.Series(made.weights).groupby(frame()["wave"]).sum()
        assert dict(sums) == pytest.approx(people["wave"])
    plain = survey.Sample(frame())
    assert scale(plain, 600.0).weights == pytest.approx(np.full(300, 2.0))
    assert scale(sample(), "none").weight == "w"


@pytest.mark.property
def test_who_has_a_weight_of_0_is_not_counted_and_keeps_it() -> None:
    data = frame().assign(w=lambda one: one["w"].where(one.index >= 20, 0.0))
    made = scale(survey.Sample(data, survey.SurveyDesign(weight="w")), "n")
    assert made.weights.sum() == pytest.approx(280) and (made.weights[:20] == 0).all()
    assert made.steps[-1].diagnostics.zero == 20


@pytest.mark.derivation
def test_both_engines_scale_alike() -> None:
    for options in ({}, {"by": "wave"}):
        made = [scale(sample(engine), "n", **options).weights for engine in ("memory", "duckdb")]
        np.testing.assert_allclose(made[0], made[1], rtol=1e-12)


@pytest.mark.derivation
def test_replicates_are_scaled_by_the_same_number_so_errors_agree_with_linearization() -> None:
    start = survey.make_replicates(sample(), "JK1")
    made = scale(start, 3000.0)
    grown = 3000 / start.weights.sum()
    assert made.replicates is not None and start.replicates is not None
    np.testing.assert_allclose(made.replicates.weights, start.replicates.weights * grown, rtol=1e-12)
    assert mean(made, "age").std_error[0] == pytest.approx(mean(start, "age").std_error[0], rel=1e-12)


@pytest.mark.contract
def test_the_step_is_in_the_record_and_can_be_repeated() -> None:
    made = scale(sample(), "n", by="wave")
    step = made.steps[-1]
    assert (step.step, step.base_weight, step.weight) == ("scale", "w", "weight")
    assert step.options == {"to": "n", "by": ["wave"]}
    assert step.text == "weights scaled to the number of respondents in each wave (300 in all)"
    again = scale(sample(), **step.options)
    np.testing.assert_array_equal(again.weights, made.weights)


@pytest.mark.contract
@pytest.mark.parametrize(
    "to,options,said",
    [
        ("m", {}, "cannot be scaled to 'm'"),
        (-5.0, {}, "must add to a number above 0"),
        (float("nan"), {}, "must add to a number above 0"),
        ({"one": 5.0}, {}, "figures for levels need the variable"),
        ({"one": 5.0, "two": 6.0}, {"by": "wave"}, "no figure for three"),
        ("population", {}, "size of the population is not known"),
        ("population", {"targets": {"sex": {"m": 50.0, "f": 50.0}}}, "no total"),
        ("population", {"by": "wave", "targets": {"sex": {"m": 480.0, "f": 520.0}}}, "no counts of wave"),
    ],
)
def test_what_cannot_be_scaled_is_one_clear_error(to: Any, options: dict[str, Any], said: str) -> None:
    with pytest.raises(WeightingError, match=said):
        scale(sample(), to, **options)
