"""Trimming of weights: limits, where the excess goes, what stays in the record and in the variance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import WeightingError
from survey.estimation.statistics.mean import mean
from survey.weighting.calibrating.rake import rake
from survey.weighting.calibrating.trim import trim


def frame() -> pd.DataFrame:
    rng = np.random.default_rng(8)
    rows = 400
    return pd.DataFrame(
        {
            "sex": rng.choice(["m", "f"], rows),
            "age": rng.integers(18, 80, rows),
            "w": np.round(rng.lognormal(0, 0.8, rows), 3),
        }
    )


def sample(engine: str = "memory") -> survey.Sample:
    return survey.Sample(frame(), survey.SurveyDesign(weight="w"), engine=engine)


@pytest.mark.derivation
def test_limits_at_quantiles_are_those_of_the_respondents() -> None:
    w = frame()["w"].to_numpy()
    made = trim(sample(), quantiles=(0.01, 0.99))
    low, high = np.quantile(w, [0.01, 0.99])
    assert made.weights.max() == pytest.approx(high) and made.weights.min() >= low * (1 - 1e-12)
    assert made.weights.sum() == pytest.approx(w.sum())
    once = trim(sample(), quantiles=(0.01, 0.99), strict=False)
    assert once.steps[-1].counts["trimmed"] == int(((w < low) | (w > high)).sum())


@pytest.mark.property
@pytest.mark.parametrize("ratio", [3.0, 8.0, 20.0])
@pytest.mark.parametrize("spread", ["evenly", "proportionally"])
def test_the_largest_weight_is_at_most_the_ratio_times_the_least(ratio: float, spread: Any) -> None:
    made = trim(sample(), ratio=ratio, spread=spread)
    assert made.weights.max() / made.weights.min() <= ratio * (1 + 1e-9)
    assert made.weights.sum() == pytest.approx(frame()["w"].sum())


@pytest.mark.property
def test_weights_that_lie_inside_stay_as_they_are() -> None:
    w = frame()["w"].to_numpy()
    np.testing.assert_allclose(trim(sample(), ratio=2 * w.max() / w.min()).weights, w, rtol=1e-12)
    np.testing.assert_allclose(trim(sample(), quantiles=(0, 1)).weights, w, rtol=1e-12)


@pytest.mark.property
def test_the_narrowest_of_several_limits_holds() -> None:
    made = trim(sample(), upper=2.0, quantiles=(0, 0.99), ratio=1000.0)
    assert made.weights.max() == 2.0
    assert trim(sample(), upper=50.0, quantiles=(0, 0.95)).weights.max() < 50


@pytest.mark.derivation
def test_once_is_not_always_enough() -> None:
    # by hand: 5 is cut to 3, each other gets 1, so 2.5 becomes 3.5, which strict trimming cuts again
    data = pd.DataFrame({"w": [1.0, 2.5, 5.0], "y": [1, 2, 3]})
    start = survey.Sample(data, survey.SurveyDesign(weight="w"))
    assert trim(start, upper=3, strict=False).weights.tolist() == pytest.approx([2, 3.5, 3])
    assert trim(start, upper=3).weights.tolist() == pytest.approx([2.5, 3, 3])


@pytest.mark.derivation
def test_both_engines_trim_alike() -> None:
    made = [trim(sample(engine), quantiles=(0.05, 0.9), spread="proportionally") for engine in ("memory", "duckdb")]
    np.testing.assert_allclose(made[0].weights, made[1].weights, rtol=1e-12)


@pytest.mark.contract
def test_the_step_says_what_was_done_and_can_be_repeated() -> None:
    made = trim(sample(), quantiles=(0.05, 0.95), spread="proportionally", strict=False)
    step = made.steps[-1]
    assert step.options == {"quantiles": [0.05, 0.95], "spread": "proportionally", "strict": False}
    assert "trimmed (40 respondents), the excess spread proportionally" in step.text
    assert step.diagnostics is not None and step.diagnostics.trimmed == 40
    np.testing.assert_array_equal(trim(sample(), **step.options).weights, made.weights)
    assert made.design.weight == made.weight == "weight"


@pytest.mark.contract
def test_after_raking_the_record_keeps_margins_gaps_and_the_weight_that_met_them() -> None:
    raked = rake(sample(), {"sex": {"m": 60.0, "f": 40.0}})
    made = trim(raked, quantiles=(0.05, 0.9))
    record = made.calibration
    assert [step.step for step in made.steps] == ["rake", "trim"]
    assert record.weight == made.weight and record.calibrated == raked.weight
    assert max(abs(gap.after - gap.target) for gap in record.gaps) > 0.001
    shares = pd.Series(made.weights).groupby(frame()["sex"]).sum() / made.weights.sum()
    assert {gap.options[0]: gap.after for gap in record.gaps} == pytest.approx(dict(shares))


@pytest.mark.property
def test_replicates_are_trimmed_at_the_same_limits() -> None:
    start = survey.make_replicates(sample(), "JK1")
    made = trim(start, quantiles=(0.02, 0.98))
    assert made.replicates is not None
    most = made.replicates.weights.max() / (400 / 399)
    assert most == pytest.approx(np.quantile(frame()["w"], 0.98), rel=0.01)
    plain = trim(sample(), quantiles=(0.02, 0.98))
    assert mean(made, "age").std_error[0] == pytest.approx(mean(plain, "age").std_error[0], rel=0.05)


@pytest.mark.contract
@pytest.mark.parametrize(
    "options,said",
    [
        ({"quantiles": (0.9, 0.1)}, "are no limits"),
        ({"quantiles": (1, 99)}, "are no limits"),
        ({"ratio": 1.0}, "not above 1"),
        ({"upper": 3.0, "spread": "even"}, "cannot be spread 'even'"),
        ({"lower": 3.0, "upper": 2.0}, "leave no weight between"),
        ({"upper": 0.001}, "nobody is left"),
    ],
)
def test_limits_that_make_no_sense_are_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(WeightingError, match=said):
        trim(sample(), **options)


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_limits_that_weights_can_meet_are_met_and_others_say_why_not(engine: str) -> None:
    data = pd.DataFrame({"w": [4.8] * 10 + [0.578] * 90 + [0.0] * 5})
    start = survey.Sample(data, survey.SurveyDesign(weight="w"), engine=engine)
    made = trim(start, 0.7, 3.0)
    assert made.weights.tolist() == pytest.approx([3.0] * 10 + [0.778] * 90 + [0.0] * 5)
    assert made.steps[-1].counts["trimmed"] == 10
    with pytest.raises(WeightingError, match="lower limit 1.2 lies above the mean weight 1.0002"):
        trim(start, 1.2, 3.0)
