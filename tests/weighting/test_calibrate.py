"""Calibration to margins and totals of numbers, and several weightings in a row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.definitions.records.targets import Targets
from survey.errors import ConvergenceError, WeightingError, WeightingWarning
from survey.maths.weights.calibration import calibrate_cells

MARGINS = {"sex": {"m": 480.0, "f": 520.0}}


def frame(rows: int = 200, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "sex": rng.choice(["m", "f"], rows),
            "age": rng.integers(18, 80, rows),
            "vote": rng.choice(["a", "b"], rows),
            "w": 5 * (rng.random(rows) + 0.5),
        }
    )


def sample(data: pd.DataFrame | None = None, **how: Any) -> survey.Sample:
    return survey.Sample(frame() if data is None else data, survey.SurveyDesign(weight="w"), **how)


@pytest.mark.oracle
def test_two_weightings_in_a_row_have_the_variance_of_r(root: Path) -> None:
    """R 4.2.2, survey 4.1-1, tests/oracles/data/opinion3.csv:

    d <- svydesign(ids=~psu, strata=~region, weights=~w, nest=TRUE, data=opinion3)
    p1 <- postStratify(d, ~sex, data.frame(sex=c("man","woman"), Freq=c(460,540)))
    p2 <- calibrate(p1, ~age4, c(`(Intercept)`=1000, `age430-44`=270, `age445-59`=260, `age460+`=300),
                    calfun="raking")
    svymean(~score, p2, na.rm=TRUE); svytotal(~score, p2, na.rm=TRUE); svymean(~trust==5, p2, na.rm=TRUE)
    """
    data = pd.read_csv(root / "tests" / "oracles" / "data" / "opinion3.csv")
    age = {"18-29": 170.0, "30-44": 270.0, "45-59": 260.0, "60+": 300.0}
    first = survey.Sample(data, survey.SurveyDesign(stratum="region", psu="psu", weight="w"))
    once = survey.poststratify(first, {"sex": {"man": 460.0, "woman": 540.0}})
    twice = survey.rake(once, {"age4": age})
    mean, total = twice.mean("score"), twice.total("score")
    assert mean.estimate[0] == pytest.approx(54.2304687362511, rel=1e-8)
    assert mean.std_error[0] == pytest.approx(0.782509279973381, rel=1e-8)
    assert total.estimate[0] == pytest.approx(54230.4693778442, rel=1e-7)  # R stops at 1e-7 of the totals
    assert total.std_error[0] == pytest.approx(783.724450069332, rel=1e-7)
    trust = twice.share("trust", base="valid")
    at = trust.option.index("5")
    assert trust.estimate[at] == pytest.approx(0.196420203874539, rel=1e-8)
    assert trust.std_error[at] == pytest.approx(0.0116000683520695, rel=1e-7)


@pytest.mark.oracle
def test_two_post_stratifications_of_respondents_have_the_variance_of_r(root: Path) -> None:
    """d1 <- svydesign(ids=~1, strata=~region, weights=~w, data=opinion3); postStratify by sex, then by age4."""
    data = pd.read_csv(root / "tests" / "oracles" / "data" / "opinion3.csv")
    made = survey.Sample(data, survey.SurveyDesign(stratum="region", weight="w"))
    made = survey.poststratify(made, {"sex": {"man": 460.0, "woman": 540.0}})
    made = survey.poststratify(made, {"age4": {"18-29": 170.0, "30-44": 270.0, "45-59": 260.0, "60+": 300.0}})
    assert made.mean("score").estimate[0] == pytest.approx(54.2304687265691, rel=1e-10)
    assert made.mean("score").std_error[0] == pytest.approx(0.518425214322017, rel=1e-8)


@pytest.mark.derivation
def test_the_linear_distance_is_the_regression_estimator() -> None:
    data = frame()
    made = survey.calibrate(sample(data), MARGINS, {"age": 50_000.0})
    x = np.stack([data["sex"].eq("m"), data["sex"].eq("f"), data["age"]], axis=1).astype(float)
    w, wanted = data["w"].to_numpy(), np.array([480.0, 520.0, 50_000.0])
    factor = 1 + x @ np.linalg.solve((x * w[:, None]).T @ x, wanted - w @ x)
    np.testing.assert_allclose(made.weights, w * factor, rtol=1e-9)


@pytest.mark.property
@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    how=st.sampled_from([("linear", None), ("raking", None), ("linear", (0.2, 4.0)), ("logit", (0.2, 4.0))]),
)
def test_every_total_is_met_and_every_bound_kept(seed: int, how: tuple[str, tuple[float, float] | None]) -> None:
    data = frame(seed=seed)
    men, age = float(data.loc[data["sex"].eq("m"), "w"].sum()), float((data["w"] * data["age"]).sum())
    women = float(data["w"].sum()) - men
    made = survey.calibrate(
        sample(data), {"sex": {"m": 1.05 * men, "f": 0.97 * women}}, {"age": 1.01 * age}, distance=how[0], bounds=how[1]
    )
    w = made.weights
    assert w[data["sex"].eq("m")].sum() == pytest.approx(1.05 * men, rel=1e-9)
    assert (w * data["age"]).sum() == pytest.approx(1.01 * age, rel=1e-9)
    low, high = how[1] or (-np.inf, np.inf)
    assert (w / data["w"]).min() >= low - 1e-12 and (w / data["w"]).max() <= high + 1e-12
    assert made.mean("age").std_error[0] == pytest.approx(0, abs=1e-8)  # what weighting fixes has no error


@pytest.mark.property
def test_raking_is_calibration_with_the_raking_distance() -> None:
    margins = {**MARGINS, "vote": {"a": 400.0, "b": 600.0}}
    raked, calibrated = survey.rake(sample(), margins), survey.calibrate(sample(), margins, distance="raking")
    np.testing.assert_allclose(raked.weights, calibrated.weights, rtol=1e-8)
    assert raked.mean("age").std_error[0] == pytest.approx(calibrated.mean("age").std_error[0], rel=1e-8)


@pytest.mark.property
def test_both_engines_calibrate_alike() -> None:
    made = [survey.calibrate(sample(engine=engine), MARGINS, {"age": 50_000.0}) for engine in ("memory", "duckdb")]
    np.testing.assert_allclose(made[0].weights, made[1].weights, rtol=1e-10)
    shares = [one.share("vote") for one in made]
    np.testing.assert_allclose(shares[0].std_error, shares[1].std_error, rtol=1e-9)


@pytest.mark.contract
def test_totals_that_bounds_do_not_allow_are_named() -> None:
    with pytest.raises(ConvergenceError, match="total of age"):
        survey.calibrate(sample(), MARGINS, {"age": 90_000.0}, bounds=(0.9, 1.2))


@pytest.mark.contract
def test_what_cannot_be_calibrated_is_one_clear_error() -> None:
    data = frame().assign(age=lambda found: found["age"].astype(float).mask(found.index < 3))
    with pytest.raises(WeightingError, match="3 respondent"):
        survey.calibrate(sample(data), MARGINS, {"age": 50_000.0})
    with pytest.raises(WeightingError, match="unknown distance"):
        survey.calibrate(sample(), MARGINS, distance="lineal")
    with pytest.raises(WeightingError, match="two finite bounds"):
        survey.calibrate(sample(), MARGINS, distance="logit")
    with pytest.raises(WeightingError, match="do not hold the factor 1"):
        survey.calibrate(sample(), MARGINS, bounds=(1.1, 2.0))


@pytest.mark.contract
def test_cells_without_weight_do_not_disturb() -> None:
    made = calibrate_cells(np.array([[1.0], [1.0]]), np.array([2.0, 0.0]), np.array([3.0]))
    assert made.converged and made.factor[0] == pytest.approx(1.5)


@pytest.mark.property
@pytest.mark.parametrize("distance", ["linear", "raking", "logit"])
def test_bounds_on_weights_hold_for_every_weight(distance: str) -> None:
    start = sample()
    low, high = (1.0, 14.0) if distance == "logit" else (3.0, 6.5)
    made = survey.calibrate(
        start, MARGINS, {"age": 48_500.0}, distance=distance, bounds=(low, high), bounds_on="weight"
    )
    assert low - 1e-9 <= made.weights.min() and made.weights.max() <= high + 1e-9
    assert (made.weights * frame()["age"]).sum() == pytest.approx(48_500, rel=1e-9)
    assert made.mean("age").std_error[0] == pytest.approx(0, abs=1e-8)


@pytest.mark.contract
def test_bounds_that_leave_out_the_mean_weight_are_refused_with_the_figure() -> None:
    with pytest.raises(WeightingError, match=r"leave out 5, the mean weight that the total of 1,000 asks for"):
        survey.calibrate(sample(), MARGINS, bounds=(1, 3), bounds_on="weight")
    people = {"sex": {"m": 3_000_000.0, "f": 4_000_000.0}}
    with pytest.raises(WeightingError, match="leave out .*, the mean factor that the total of 7,000,000 asks for"):
        survey.calibrate(sample(), people, distance="logit", bounds=(0.3, 3))
    with pytest.raises(WeightingError, match="base weight outside"):
        survey.calibrate(sample(), MARGINS, distance="logit", bounds=(4.5, 7), bounds_on="weight")
    with pytest.raises(WeightingError, match="hold nothing"):
        survey.calibrate(sample(), MARGINS, bounds=(7, 4), bounds_on="weight")
    with pytest.raises(WeightingError, match="bounds on 'weights' are unknown"):
        survey.calibrate(sample(), MARGINS, bounds=(0.1, 4), bounds_on="weights")


@pytest.mark.contract
def test_negative_weights_of_the_linear_distance_are_warned_of_and_counted() -> None:
    with pytest.warns(WeightingWarning, match=r"(\d+) respondent\(s\) have a negative weight") as caught:
        made = survey.calibrate(sample(), MARGINS, {"age": 68_000.0})
    below = int((made.weights < 0).sum())
    assert below > 0 and str(caught[0].message).split(": ")[1].startswith(f"{below} ")
    assert made.steps[-1].counts["negative"] == below
    w = made.weights
    assert made.calibration.diagnostics.n_kish == pytest.approx(w.sum() ** 2 / (w**2).sum())
    assert made.calibration.diagnostics.minimum == pytest.approx(w.min())


def households(seed: int = 2) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = frame(300, seed)
    return data.assign(hh=rng.integers(0, 120, 300), w=5.0)


@pytest.mark.property
@pytest.mark.parametrize("distance", ["linear", "raking"])
def test_members_of_a_household_get_one_weight_and_all_totals_are_met(distance: str) -> None:
    data = households()
    age = 1.02 * float((data["w"] * data["age"]).sum())
    margins = {"sex": {"m": 780.0, "f": 720.0}}
    made = survey.calibrate(sample(data), margins, {"age": age}, distance=distance, within="hh")
    assert pd.Series(made.weights).groupby(data["hh"]).agg(np.ptp).max() < 1e-9
    assert made.weights[data["sex"].eq("m")].sum() == pytest.approx(780, rel=1e-9)
    assert (made.weights * data["age"]).sum() == pytest.approx(age, rel=1e-9)
    assert made.calibration.text.startswith("calibrated to sex, total of age (targets), one weight per hh")


@pytest.mark.derivation
def test_one_weight_a_household_is_calibration_of_households_with_the_sums_of_their_members() -> None:
    """Lemaître & Dufour (1987), Survey Methodology 13, 199-207: the regression on household means."""
    data = households()
    margins = {"sex": {"m": 780.0, "f": 720.0}}
    made = survey.calibrate(sample(data), margins, within="hh")
    x = np.stack([data["sex"].eq("m"), data["sex"].eq("f")], axis=1).astype(float)
    means = pd.DataFrame(x).groupby(data["hh"]).transform("mean").to_numpy()
    w = data["w"].to_numpy()
    factor = 1 + means @ np.linalg.solve((means * w[:, None]).T @ means, np.array([780.0, 720.0]) - w @ x)
    np.testing.assert_allclose(made.weights, w * factor, rtol=1e-9)


@pytest.mark.contract
def test_base_weights_that_differ_in_a_household_become_their_mean_and_this_is_said() -> None:
    data = households().assign(w=lambda one: 5.0 + one.index % 2)
    with pytest.warns(WeightingWarning, match="base weights differ inside"):
        made = survey.calibrate(sample(data), {"sex": {"m": 900.0, "f": 750.0}}, within="hh")
    assert pd.Series(made.weights).groupby(data["hh"]).agg(np.ptp).max() < 1e-9
    assert made.weights[data["sex"].eq("m")].sum() == pytest.approx(900, rel=1e-9)


@pytest.mark.contract
def test_who_has_no_household_is_counted_in_an_error() -> None:
    data = households().assign(hh=lambda one: one["hh"].astype(float).where(one.index >= 4))
    with pytest.raises(WeightingError, match=r"hh: 4 respondent\(s\) belong to no unit"):
        survey.calibrate(sample(data), {"sex": {"m": 780.0, "f": 720.0}}, within="hh")


@pytest.mark.property
def test_who_has_a_base_weight_of_0_in_a_household_keeps_it_and_moves_nobody() -> None:
    data = households()
    added = pd.concat([data, data.head(30).assign(w=0.0, age=99)], ignore_index=True)
    margins = {"sex": {"m": 780.0, "f": 720.0}}
    plain = survey.calibrate(sample(data), margins, {"age": 75_000.0}, within="hh")
    made = survey.calibrate(sample(added), margins, {"age": 75_000.0}, within="hh")
    np.testing.assert_allclose(made.weights[:300], plain.weights, rtol=1e-9)
    assert (made.weights[300:] == 0).all()


@pytest.mark.property
def test_trimmed_factors_lie_inside_and_the_weights_keep_their_sum() -> None:
    margins, totals = {"sex": {"m": 600.0, "f": 400.0}}, {"age": 52_000.0}
    with pytest.warns(WeightingWarning, match="trimming leaves margin 'sex'"):
        made = survey.calibrate(sample(), margins, totals, distance="raking", trim=(0.9, 1.25))
    factor = made.weights / frame()["w"]
    assert 0.9 - 1e-12 <= factor.min() and factor.max() <= 1.25 + 1e-12
    assert made.weights.sum() == pytest.approx(1000)
    assert made.steps[-1].counts["trimmed"] > 0
    assert any("factors cut to (0.9, 1.25)" in note["en"] for note in made.calibration.notes)


@pytest.mark.property
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"distance": "logit", "bounds": (0.2, 4.0)},
        {"distance": "raking", "bounds": (2.0, 9.0), "bounds_on": "weight"},
        {"within": "vote", "distance": "linear"},
    ],
)
@pytest.mark.filterwarnings("ignore:.*base weights differ:survey.errors.WeightingWarning")
def test_a_step_of_the_record_repeated_gives_the_same_weights(options: dict[str, Any]) -> None:
    margins = {"vote": {"a": 480.0, "b": 520.0}} if "within" in options else MARGINS
    made = survey.calibrate(sample(), margins, **options)
    step = made.steps[-1]
    assert step.step == "calibrate" and step.diagnostics == made.calibration.diagnostics
    arguments = json.loads(json.dumps(step.options))  # as a file keeps them
    again = survey.calibrate(sample(), Targets.model_validate(arguments.pop("targets")), **arguments)
    np.testing.assert_allclose(again.weights, made.weights, rtol=1e-12)


@pytest.mark.property
def test_replicates_are_calibrated_one_by_one_within_bounds_and_households() -> None:
    data = households()
    margins = {"sex": {"m": 780.0, "f": 720.0}}
    start = survey.Sample(data, survey.SurveyDesign(psu="hh", weight="w"))
    for options in ({"within": "hh"}, {"bounds": (3.0, 7.0), "bounds_on": "weight"}):
        plain = survey.calibrate(start, margins, **options)
        made = survey.calibrate(survey.make_replicates(start, "JK1"), margins, **options)
        assert made.replicates is not None
        men = made.replicates.weights[data["sex"].eq("m").to_numpy()].sum(axis=0)
        np.testing.assert_allclose(men, 780, rtol=1e-9)
        np.testing.assert_allclose(made.weights, plain.weights, rtol=1e-12)
        assert made.mean("age").std_error[0] == pytest.approx(plain.mean("age").std_error[0], rel=0.1)


@pytest.mark.property
@pytest.mark.filterwarnings("ignore:.*base weights differ:survey.errors.WeightingWarning")
def test_both_engines_calibrate_units_and_bounds_alike() -> None:
    for options in ({"within": "hh"}, {"bounds": (2.0, 9.0), "bounds_on": "weight", "distance": "raking"}):
        made = [
            survey.calibrate(sample(households(), engine=engine), {"sex": {"m": 780.0, "f": 720.0}}, **options)
            for engine in ("memory", "duckdb")
        ]
        np.testing.assert_allclose(made[0].weights, made[1].weights, rtol=1e-10)
