"""Calibration to totals of numbers alone, the ratio estimator, and one weight a cluster.

R's values are those that the package prints in its own test (survey 4.5, ``tests/testoutput/caleg.Rout.save``), to the
digit printed; the data are its ``apistrat`` and ``apiclus1`` (``tests/oracles/README.md``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import WeightingError, WeightingWarning

DATA = Path(__file__).parent.parent / "oracles" / "data"
ENROLL = 3811472.0  # sum(apipop$enroll, na.rm=TRUE)
STRATIFIED = survey.SurveyDesign(stratum="stype", weight="pw", fpc="fpc")
CLUSTERED = survey.SurveyDesign(psu="dnum", weight="pw", fpc="fpc")


def data(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv")


def total(sample: Any, question: str) -> tuple[int, int]:
    made = sample.total(question)
    return round(made.estimate[0]), round(made.std_error[0])


@pytest.mark.oracle
def test_ratio_calibration_without_an_intercept_is_that_of_r() -> None:
    """calibrate(dstrat, ~enroll-1, 3811472, variance=1); svytotal(~api.stu, …): 3190038 29566 (29565.98)."""
    sample = survey.Sample(data("apistrat"), STRATIFIED)
    made = survey.calibrate(sample, totals={"enroll": ENROLL}, variance="enroll")
    assert total(made, "api.stu") == (3190038, 29566)
    assert made.total("api.stu").std_error[0] == pytest.approx(29565.98, abs=0.005)
    factor = made.weights / sample.weights
    assert factor == pytest.approx(np.full(200, factor[0]))
    ratio = sample.ratio("api.stu", "enroll")  # predict(svyratio(…), total=)
    assert made.total("api.stu").std_error[0] == pytest.approx(ENROLL * ratio.std_error[0], rel=1e-10)


@pytest.mark.oracle
def test_one_weight_a_cluster_with_a_total_and_a_size_is_that_of_r() -> None:
    """calibrate(dclus1, ~enroll, c(6194, 3811472), aggregate=1): enroll 3811472 0, api.stu 3242857 38967."""
    sample = survey.Sample(data("apiclus1"), CLUSTERED)
    with pytest.warns(WeightingWarning, match="10 respondent.* negative weight"):
        made = survey.calibrate(sample, totals={"enroll": ENROLL}, size=6194, within="dnum")
    assert total(made, "enroll") == (3811472, 0)
    assert total(made, "api.stu") == (3242857, 38967)
    assert made.weights.sum() == pytest.approx(6194)
    weights = pd.Series(made.weights).groupby(data("apiclus1")["dnum"])
    assert (weights.max() - weights.min()).max() == pytest.approx(0, abs=1e-12)


@pytest.mark.oracle
def test_factors_on_a_total_and_a_size_have_the_range_of_r() -> None:
    """range(weights(calibrate(dclus1, ~enroll, pop))/weights(dclus1)): 0.7906782 1.7891164; with bounds=c(.6,1.5):
    0.7198751 1.5000000."""
    sample = survey.Sample(data("apiclus1"), CLUSTERED)
    for bounds, wanted in ((None, (0.7906782, 1.7891164)), ((0.6, 1.5), (0.7198751, 1.5))):
        made = survey.calibrate(sample, totals={"enroll": ENROLL}, size=6194, bounds=bounds)
        factor = made.weights / sample.weights
        np.testing.assert_allclose((factor.min(), factor.max()), wanted, atol=6e-8)


@pytest.mark.derivation
def test_without_size_and_variance_it_is_the_regression_through_the_origin() -> None:
    """``g = 1 + x (T - Σ w x)/Σ w x²``; residuals ``y - x Σ w x y/Σ w x²`` times the final weights, in strata."""
    frame = data("apistrat")
    w, x, y = (frame[name].to_numpy(dtype=float) for name in ("pw", "enroll", "api.stu"))
    g = 1 + x * (ENROLL - w @ x) / (w @ x**2)
    score = pd.Series(w * g * (y - x * (w * x @ y) / (w @ x**2)))
    variance = 0.0
    for stratum, part in score.groupby(frame["stype"]):
        size = frame.loc[frame["stype"] == stratum, "fpc"].iloc[0]
        variance += (1 - len(part) / size) * len(part) * part.var()
    made = survey.calibrate(survey.Sample(frame, STRATIFIED), totals={"enroll": ENROLL})
    np.testing.assert_allclose(made.weights, w * g, rtol=1e-10)
    assert made.total("api.stu").estimate[0] == pytest.approx(w * g @ y)
    assert made.total("api.stu").std_error[0] == pytest.approx(np.sqrt(variance), rel=1e-9)


@pytest.mark.property
def test_replicates_are_calibrated_one_by_one_and_the_record_repeats_it() -> None:
    sample = survey.make_replicates(survey.Sample(data("apistrat"), STRATIFIED), "JKn")
    made = survey.calibrate(sample, totals={"enroll": ENROLL}, variance="enroll")
    assert made.total("enroll").std_error[0] == pytest.approx(0, abs=1e-5)
    assert made.total("api.stu").std_error[0] == pytest.approx(29566, rel=0.02)
    again = survey.replay(sample, made.steps)
    np.testing.assert_array_equal(again.weights, made.weights)
    sized = survey.calibrate(sample, totals={"enroll": ENROLL}, size=6194)
    np.testing.assert_array_equal(survey.replay(sample, sized.steps).weights, sized.weights)


@pytest.mark.contract
def test_a_definition_needs_no_targets_for_it(tmp_path: Path) -> None:
    data("apistrat").to_csv(tmp_path / "api.csv", index=False)
    (tmp_path / "api.yaml").write_text(
        "study: api\ndata: api.csv\ndesign: {stratum: stype, weight: pw, fpc: fpc}\n"
        "weighting: {steps: [{calibrate: {totals: {enroll: 3811472}, variance: enroll}}]}\n"
    )
    made = survey.open_study(tmp_path / "api.yaml")
    assert total(made, "api.stu") == (3190038, 29566)
    assert "total of enroll" in survey.statement(made)


@pytest.mark.contract
def test_every_engine_gives_the_same_weights(tmp_path: Path) -> None:
    data("apistrat").to_csv(tmp_path / "api.csv", index=False)
    memory, lazy = (survey.Sample(tmp_path / "api.csv", STRATIFIED, engine=one) for one in ("memory", "duckdb"))
    for how in ({"variance": "enroll"}, {"size": 6194}):
        wanted = survey.calibrate(memory, totals={"enroll": ENROLL}, **how).weights
        np.testing.assert_allclose(survey.calibrate(lazy, totals={"enroll": ENROLL}, **how).weights, wanted, rtol=1e-9)


@pytest.mark.property
@pytest.mark.parametrize("how", [{}, {"size": 6194}, {"variance": "enroll"}])
def test_who_has_no_weight_needs_no_number(how: dict[str, Any]) -> None:
    zero = data("apistrat")
    zero.loc[zero.index[:5], "pw"] = 0.0
    empty = zero.assign(enroll=zero["enroll"].where(zero["pw"] > 0))
    wanted, made = (
        survey.calibrate(survey.Sample(frame, STRATIFIED), totals={"enroll": ENROLL}, **how).mean("api00")
        for frame in (zero, empty)
    )
    assert np.isfinite(wanted.std_error).all()
    np.testing.assert_allclose(made.std_error, wanted.std_error, rtol=1e-12)


@pytest.mark.contract
def test_what_does_not_go_together_is_one_clear_error() -> None:
    sample = survey.Sample(data("apistrat"), STRATIFIED)
    with pytest.raises(WeightingError, match="nothing to calibrate to"):
        survey.calibrate(sample)
    with pytest.raises(WeightingError, match="margins give"):
        survey.calibrate(sample, {"stype": {"E": 4421, "H": 755, "M": 1018}}, {"enroll": ENROLL}, size=6194)
    with pytest.raises(WeightingError, match="linear distance"):
        survey.calibrate(sample, totals={"enroll": ENROLL}, variance="enroll", distance="raking")
    zero = data("apistrat")
    zero.loc[0, "enroll"] = 0
    with pytest.raises(WeightingError, match="1 respondent.* no number above 0"):
        survey.calibrate(survey.Sample(zero, STRATIFIED), totals={"enroll": ENROLL}, variance="enroll")
    with pytest.raises(WeightingError, match="a population of"):
        survey.calibrate(sample, totals={"enroll": ENROLL}, size=-1)
