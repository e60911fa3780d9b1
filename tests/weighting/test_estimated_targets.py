"""Standard errors of samples weighted to targets that were themselves estimated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.samples.sample import SampleData
from survey.weighting.calibrating.rake import rake
from survey.weighting.margins.targets_from import targets_from

DESIGN = survey.SurveyDesign("region", "psu", weight="w")


@pytest.fixture(scope="module")
def waves(root: Path) -> dict[int, pd.DataFrame]:
    data = pd.read_csv(root / "tests" / "oracles" / "data" / "opinion3.csv")
    return {wave: data[data["wave"] == wave].reset_index(drop=True) for wave in (1, 2)}


def fixed(made: SampleData) -> survey.Sample:
    """The same weights, as if the targets were known."""
    from dataclasses import replace

    return survey.Sample.of(made.changed(calibration=replace(made.calibration, target_covariance=None)))


def answer(sample: SampleData) -> tuple[float, float]:
    shares = survey.Sample.of(sample).share("trust", base="all")
    at = shares.option.index("5")
    return float(shares.estimate[at]), float(shares.std_error[at])


@pytest.mark.oracle
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_the_standard_error_is_that_of_the_formula_written_in_r(
    waves: dict[int, pd.DataFrame], root: Path, engine: str
) -> None:
    """tests/oracles/weighting_targets.R, ``estimated``: vcov of the calibrated mean, plus B' V B of the targets."""
    want = json.loads((root / "tests" / "oracles" / "weighting_targets.json").read_text(encoding="utf-8"))["estimated"]
    reference = survey.Sample(waves[2], DESIGN)
    targets = targets_from(reference, ["sex", "age4"], variance=True)
    made = rake(survey.Sample(waves[1], DESIGN, engine=engine), targets)
    assert answer(made)[0] == pytest.approx(want["mean"], rel=1e-8)
    assert answer(fixed(made))[1] == pytest.approx(want["se_fixed"], rel=1e-8)
    assert answer(made)[1] == pytest.approx(want["se"], rel=1e-8)


@pytest.mark.derivation
def test_moving_a_target_moves_the_estimate_as_the_formula_says(waves: dict[int, pd.DataFrame]) -> None:
    """The added variance is the quadratic form of the numerical derivatives of the post-stratified estimate."""
    shares = np.array([0.46, 0.54])
    error = 0.01
    sample = survey.Sample(waves[1], survey.SurveyDesign(weight="w"))

    def weighted(p: Any, **how: Any) -> SampleData:
        return survey.poststratify(sample, {"sex": {"shares": {"man": p, "woman": 1 - p}, **how}})

    made = weighted(shares[0], std_error={"man": error, "woman": error})
    step = 1e-5
    slope = (answer(weighted(shares[0] + step))[0] - answer(weighted(shares[0] - step))[0]) / (2 * step)
    added = answer(made)[1] ** 2 - answer(weighted(shares[0]))[1] ** 2
    assert added == pytest.approx((slope * error) ** 2, rel=1e-6)


@pytest.mark.derivation
def test_an_estimated_margin_has_the_error_of_its_target(waves: dict[int, pd.DataFrame]) -> None:
    targets = targets_from(survey.Sample(waves[2], DESIGN), ["sex", "age4"], variance=True)
    made = survey.Sample.of(rake(survey.Sample(waves[1], DESIGN), targets))
    want = survey.Sample(waves[2], DESIGN).share("age4")
    got = made.share("age4")
    assert got.estimate == pytest.approx(want.estimate, rel=1e-9)
    assert got.std_error == pytest.approx(want.std_error, rel=1e-7)
    assert fixed(made).share("age4").std_error == pytest.approx(0, abs=1e-9)


@pytest.mark.derivation
def test_rows_cells_and_replicates_add_the_same(waves: dict[int, pd.DataFrame]) -> None:
    targets = targets_from(survey.Sample(waves[2], DESIGN), ["sex", "age4"], variance=True)
    base = survey.Sample(waves[1], DESIGN)
    added = []
    for sample in (base, survey.make_replicates(base, "JKn")):
        made = rake(sample, targets)
        added.append(answer(made)[1] ** 2 - answer(fixed(made))[1] ** 2)
    assert added[1] == pytest.approx(added[0], rel=1e-8)
    made = rake(base, targets)
    whole = survey.Sample.of(made)
    rows = [sample.mean("score").std_error[0] ** 2 for sample in (whole, fixed(made))]
    cells = whole.model("score ~ 1").fit.covariance[0, 0] - fixed(made).model("score ~ 1").fit.covariance[0, 0]
    assert rows[0] - rows[1] == pytest.approx(cells, rel=1e-6) and cells > 0
