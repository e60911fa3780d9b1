"""Calibration to totals of sampled units (R: ``calibrate(stage = 1)``), against the formulas of R's source written out
row by row: no R runs here, so its figures are derived a second time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import WeightingError

DATA = Path(__file__).parents[1] / "oracles" / "data"
DESIGN = survey.SurveyDesign(psu=("dnum", "snum"), fpc=("fpc1", "fpc2"), weight="pw")
SIZE = {15: 2.0, 63: 3.0}


@pytest.fixture(scope="module")
def schools() -> pd.DataFrame:
    return pd.read_csv(DATA / "apiclus2.csv").assign(
        pw=lambda frame: frame.fpc1 / 40 * frame.fpc2 / frame.groupby("dnum").snum.transform("count")
    )


@pytest.fixture(scope="module")
def known(schools: pd.DataFrame) -> dict[str, dict[int, float]]:
    """Invented totals of each district: near those of its schools in the sample, and true where all are in it."""
    draw = np.random.default_rng(2)
    found: dict[str, dict[int, float]] = {"api99": {}, "size": {}}
    for district, rows in schools.groupby("dnum"):
        there = float(rows.fpc2.iloc[0])
        found["size"][int(district)] = there
        moved = 1 + 0.002 * draw.standard_normal() * (len(rows) > 1) * (there > len(rows))
        found["api99"][int(district)] = float(rows.api99.mean() * there * moved)
    return found


def by_rows(frame: pd.DataFrame, y: str, totals: dict[str, dict[int, float]]) -> tuple[np.ndarray, float, float]:
    """Weights, total and its variance as R's calibrate.survey.design2 (stage 1) and multistage make them."""
    z, weight = frame[y].to_numpy(float), np.zeros(len(frame))
    first = (frame.fpc1 / frame.dnum.nunique()).to_numpy()
    inside, sub = frame.pw.to_numpy() / first, 0.0
    for district, at in frame.groupby("dnum").indices.items():
        x = np.column_stack([np.ones(len(at)), frame.api99.to_numpy(float)[at]])
        c, goal = inside[at], np.array([totals["size"][district], totals["api99"][district]])
        g = 1 + x @ np.linalg.pinv(x.T @ (x * c[:, None])) @ (goal - c @ x)
        weight[at] = first[at] * c * g
        root = np.sqrt(c)[:, None]
        residual = z[at] - x @ np.linalg.lstsq(x * root, z[at] * root[:, 0], rcond=None)[0]
        score, n, there = residual * weight[at], len(at), frame.fpc2.iloc[at[0]]
        if n > 1:
            sub += (there - n) / there * n * np.var(score, ddof=1) * frame.dnum.nunique() / frame.fpc1.iloc[0]
    of_units = pd.Series(weight * z).groupby(frame.dnum.to_numpy()).sum()
    n, there = len(of_units), float(frame.fpc1.iloc[0])
    return weight, float(weight @ z), (there - n) / there * n * of_units.var(ddof=1) + sub


@pytest.mark.derivation
@pytest.mark.parametrize("y", ["api00", "enroll", "api99"])
def test_totals_of_units_give_the_weights_and_variances_of_rs_formulas(
    schools: pd.DataFrame, known: dict[str, Any], y: str
) -> None:
    frame = schools.assign(enroll=schools.enroll.fillna(0))
    sample = survey.Sample(frame, DESIGN)
    made = survey.calibrate(sample, totals={"api99": known["api99"]}, size=known["size"], stage=1)
    weight, total, variance = by_rows(frame, y, known)
    np.testing.assert_allclose(made.weights, weight, rtol=1e-9)
    found = made.total(y)
    assert found.estimate[0] == pytest.approx(total, rel=1e-10)
    assert found.std_error[0] == pytest.approx(np.sqrt(variance), rel=1e-9)
    mean = made.mean(y)
    ratio = frame.assign(d=(frame[y] - total / weight.sum()) / weight.sum())
    assert mean.std_error[0] == pytest.approx(np.sqrt(by_rows(ratio, "d", known)[2]), rel=1e-9)


@pytest.mark.property
def test_a_number_whose_total_is_known_in_each_unit_varies_between_units_alone(
    schools: pd.DataFrame, known: dict[str, Any]
) -> None:
    made = survey.calibrate(survey.Sample(schools, DESIGN), totals={"api99": known["api99"]}, stage=1)
    of_units = 757 / 40 * np.array(list(known["api99"].values()))
    found = made.total("api99")
    assert found.estimate[0] == pytest.approx(of_units.sum(), rel=1e-12)
    assert found.std_error[0] == pytest.approx(np.sqrt((1 - 40 / 757) * 40 * of_units.var(ddof=1)), rel=1e-9)
    assert "totals of each dnum" in str(made.calibration.text)
    np.testing.assert_array_equal(survey.replay(survey.Sample(schools, DESIGN), made.steps).weights, made.weights)
    named = {str(unit): total for unit, total in known["api99"].items()}
    written = {"steps": [{"calibrate": {"totals": {"api99": named}, "stage": 1}}]}
    np.testing.assert_array_equal(survey.weigh(survey.Sample(schools, DESIGN), written).weights, made.weights)


@pytest.mark.contract
def test_units_are_named_by_their_stratum_where_their_number_repeats(schools: pd.DataFrame) -> None:
    frame = schools.assign(half=np.where(schools.dnum < schools.dnum.median(), "a", "b"))
    frame["unit"] = frame.groupby("half").dnum.transform(lambda one: pd.factorize(one, sort=True)[0])
    frame["fpc1"] = 400
    design = survey.SurveyDesign(stratum="half", psu=("unit", "snum"), fpc=("fpc1", "fpc2"), weight="pw")
    sizes = frame.groupby(["half", "unit"]).fpc2.first().astype(float).to_dict()
    made = survey.calibrate(survey.Sample(frame, design), size=sizes, stage=1)
    drawn = frame.half.map(frame.groupby("half").unit.nunique())
    expected = 400 / drawn * frame.fpc2 / frame.groupby(["half", "unit"]).snum.transform("count")
    np.testing.assert_allclose(made.weights, expected, rtol=1e-12)
    with pytest.raises(WeightingError, match="unit.s. have no figure"):
        survey.calibrate(survey.Sample(frame, design), size={1: 3.0}, stage=1)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("design", "options", "said"),
    [
        (DESIGN, {"size": SIZE, "stage": 1}, "38 unit.s. have no figure"),
        (DESIGN, {"size": SIZE, "stage": 3}, "the design has 2 stage"),
        (survey.SurveyDesign(psu="dnum", weight="pw"), {"size": SIZE, "stage": 1}, "does not say how many units"),
        (DESIGN, {"size": SIZE}, "figures of units belong to a stage"),
        (DESIGN, {"size": 757.0, "stage": 1}, "needs a figure for each unit"),
        (DESIGN, {"size": SIZE, "stage": 1, "distance": "raking"}, "by the linear distance"),
        (DESIGN, {"stage": 1}, "nothing to calibrate to"),
    ],
)
def test_what_does_not_go_with_a_stage_is_told(
    schools: pd.DataFrame, design: survey.SurveyDesign, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(WeightingError, match=said):
        survey.calibrate(survey.Sample(schools, design), **options)


@pytest.mark.contract
def test_a_unit_that_cannot_meet_its_totals_is_named(schools: pd.DataFrame, known: dict[str, Any]) -> None:
    lone = int(schools.groupby("dnum").snum.count().idxmin())
    wrong = {**known["api99"], lone: 1.0}
    with pytest.raises(WeightingError, match=f"unit {lone} cannot meet its totals"):
        survey.calibrate(survey.Sample(schools, DESIGN), totals={"api99": wrong}, size=known["size"], stage=1)
