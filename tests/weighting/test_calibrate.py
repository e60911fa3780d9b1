"""Calibration to margins and totals of numbers, and several weightings in a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.errors import ConvergenceError, WeightingError
from survey.maths.calibration import calibrate_cells

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
