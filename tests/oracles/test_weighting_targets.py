"""Targets from a reference survey, missing answers, free, nested and recoded margins against R; see
weighting_targets.R."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.samples.sample import SampleData
from survey.definitions.records.targets import Targets
from survey.errors import MissingWarning
from survey.weighting.calibrating.poststratify import poststratify
from survey.weighting.calibrating.rake import rake
from survey.weighting.margins.targets_from import targets_from

pytestmark = pytest.mark.oracle

HERE = Path(__file__).resolve().parent
R: dict[str, Any] = json.loads((HERE / "weighting_targets.json").read_text(encoding="utf-8"))
MARGINS = {"sex": "sex", "age4": "age4", "cell": ("sex", "urban")}
DESIGN = survey.SurveyDesign("region", "psu", weight="w")
SEX = {"man": 0.46, "woman": 0.54}
SIDE = {"A": 0.45, "B": 0.40, "DK": 0.10, "REF": 0.05}
AGE = {"18-29": 0.17, "30-44": 0.27, "45-59": 0.26, "60+": 0.30}


@pytest.fixture(scope="module")
def waves() -> dict[int, pd.DataFrame]:
    data = pd.read_csv(HERE / "data" / "opinion3.csv")
    return {wave: data[data["wave"] == wave].reset_index(drop=True) for wave in (1, 2)}


def same(got: Any, want: Any) -> None:
    np.testing.assert_allclose(got, np.asarray(want, dtype=float), rtol=1e-8, atol=1e-14)


def figures(targets: Targets) -> list[float]:
    return [value for margin in targets.margins.values() for value in margin.figures.values()]


@pytest.mark.parametrize("case", ["clusters", "elements", "replicates", "totals"])
def test_a_reference_survey_gives_targets_with_the_covariance_of_r(waves: dict[int, pd.DataFrame], case: str) -> None:
    reference = survey.Sample(waves[2], survey.SurveyDesign(weight="w") if case == "elements" else DESIGN)
    if case == "replicates":
        reference = survey.make_replicates(reference, "JKn")
    made = targets_from(reference, MARGINS, counts=case == "totals", variance=True)
    cells = [" ".join(cell) for margin in made.margins.values() for cell in margin.figures]
    order = [cells.index(level) for level in R["reference"]["levels"]]
    same(np.array(figures(made))[order], R["reference"][case]["estimate"])
    want = np.array(R["reference"][case]["covariance"])
    got = np.array(made.covariance)[np.ix_(order, order)]
    np.testing.assert_allclose(got, want, rtol=1e-8, atol=1e-8 * np.diag(want).max())


def test_who_did_not_answer_is_left_out_of_the_shares_and_counted(waves: dict[int, pd.DataFrame]) -> None:
    with pytest.warns(MissingWarning, match="20 respondent.s. without an answer are left out"):
        made = targets_from(survey.Sample(waves[2], DESIGN), ["side"], variance=True)
    same(figures(made), R["reference"]["missing"]["estimate"])
    want = np.array(R["reference"]["missing"]["covariance"])
    np.testing.assert_allclose(np.array(made.covariance), want, rtol=1e-8, atol=1e-8 * np.diag(want).max())


def compare(made: SampleData, want: dict[str, Any]) -> None:
    same(made.weights, want["weights"])
    if "trust5" in want:
        trust = survey.Sample.of(made).share("trust", base="all")
        at = trust.option.index("5")
        same(trust.estimate[at], want["trust5"])
        same(trust.std_error[at], want["trust5_se"])


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("case", ["class", "carry", "free", "nested", "recode"])
def test_weights_and_standard_errors_are_those_of_r(waves: dict[int, pd.DataFrame], case: str, engine: str) -> None:
    sample = survey.Sample(waves[1], DESIGN, engine=engine)
    if case in ("class", "carry"):
        made = rake(sample, {"side": SIDE, "sex": SEX}, missing={"side": case})
    elif case == "free":
        edu = {"shares": {"basic": 25, "secondary": "free", "higher": "free"}, "of": 100}
        made = rake(sample, {"edu3": edu, "age4": AGE})
    elif case == "recode":
        groups = {"young": ["18-29", "30-44"], "old": ["45-59", "60+"]}
        age = {"shares": {"young": 44, "old": 56}, "recode": {"age4": groups}}
        made = rake(sample, {"age4": age, "sex": SEX})
    else:
        men = {"north": 44, "south": 46, "east": 48, "west": 50}
        inside = {region: {"man": share, "woman": 100 - share} for region, share in men.items()}
        sizes = {"north": 20, "south": 30, "east": 25, "west": 25}
        made = poststratify(sample, {("region", "sex"): {"sizes": sizes, "nested": inside}})
    compare(made, R[case])
