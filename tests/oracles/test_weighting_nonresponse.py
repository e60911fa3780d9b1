"""Non-response by classes and propensities, eligibility and combined samples against R; see weighting_nonresponse.R."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.samples.sample import SampleData
from survey.weighting.before.eligibility import eligibility
from survey.weighting.before.nonresponse import nonresponse
from survey.weighting.before.propensity import propensity
from survey.weighting.combining.combine import combine

pytestmark = pytest.mark.oracle

HERE = Path(__file__).resolve().parent
R: dict[str, Any] = json.loads((HERE / "weighting_nonresponse.json").read_text(encoding="utf-8"))
STATUS: dict[str, Any] = {"eligible": ("interview", "refusal"), "unknown": "unknown", "ineligible": "ineligible"}
MODEL = ("sex", "region", "age4")
RULES: dict[str, Callable[[SampleData], SampleData]] = {
    "classes": lambda sample: nonresponse(sample, "came", classes=("region", "sex")),
    "propensity": lambda sample: propensity(sample, "came", MODEL),
    "crossed": lambda sample: propensity(sample, "came", ("region", ("sex", "age4"))),
    "numbers": lambda sample: propensity(sample, "came", ("sex", "region", "age"), numbers="age"),
    "strata": lambda sample: propensity(sample, "came", MODEL, strata=5),
    "eligibility": lambda sample: eligibility(sample, "status", **STATUS, classes="region"),
    "chain": lambda sample: nonresponse(
        eligibility(sample, "status", **STATUS, classes="region"), "status", responded="interview", classes="sex"
    ),
}
DESIGN = survey.SurveyDesign("region", "psu", weight="w")


@pytest.fixture(scope="module")
def opinions() -> pd.DataFrame:
    """Wave 1 of opinion3.csv with the response, status and age of weighting_nonresponse.R."""
    data = pd.read_csv(HERE / "data" / "opinion3.csv")
    data = data[data["wave"] == 1].reset_index(drop=True)
    i = np.arange(1, len(data) + 1)
    data["age"] = 20 + (i * 37) % 57
    limit = 35 + 20 * data["sex"].eq("woman") + 10 * data["region"].eq("north") + 12 * (data["age"] > 45)
    data["came"] = ((i * 7919) % 101 < limit).astype(int)
    answered = np.where(data["came"] == 1, "interview", "refusal")
    known = np.where((i * 1299709) % 23 == 0, "ineligible", answered)
    data["status"] = np.where((i * 104729) % 17 == 0, "unknown", known)
    return data


def figures(sample: SampleData) -> dict[str, Any]:
    made = survey.Sample.of(sample)
    mean, sex, total = made.mean("score"), made.share("sex"), made.total("score")
    return {
        "mean": mean.estimate[0],
        "mean_se": mean.std_error[0],
        "share": list(sex.estimate),
        "share_se": list(sex.std_error),
        "total": total.estimate[0],
        "total_se": total.std_error[0],
    }


def agree(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    for key, value in found.items():
        assert value == pytest.approx(wanted[key], rel=1e-8), key


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("name", RULES)
def test_weights_and_the_variance_that_takes_them_as_given_are_those_of_r(
    name: str, engine: str, opinions: pd.DataFrame
) -> None:
    made = RULES[name](survey.Sample(opinions, DESIGN, engine=engine))
    w = made.weights
    assert [w.sum(), (w**2).sum()] == pytest.approx([R[name]["sum"], R[name]["squares"]], rel=1e-10)
    np.testing.assert_allclose(w[:40], R[name]["first"], rtol=1e-9)
    agree(figures(made), R[name]["given"])


@pytest.mark.parametrize("name", RULES)
def test_replicates_repeat_the_step_as_in_r(name: str, opinions: pd.DataFrame) -> None:
    made = RULES[name](survey.make_replicates(survey.Sample(opinions, DESIGN), "JKn"))
    agree(figures(made), R[name]["repeated"])


def test_the_figures_of_the_model_are_those_of_r(opinions: pd.DataFrame) -> None:
    details = propensity(survey.Sample(opinions, DESIGN), "came", MODEL).steps[-1].details
    names = ("lowest propensity", "highest propensity", "pseudo-R2", "AUC", "R-indicator")
    wanted = [R["model"][key] for key in ("low", "high", "mcfadden", "auc", "indicator")]
    assert [details[name] for name in names] == pytest.approx(wanted, rel=1e-8)


def waves() -> dict[str, SampleData]:
    data = pd.read_csv(HERE / "data" / "opinion3.csv")
    return {
        str(wave): survey.Sample(data[data["wave"] == wave].drop(columns="wave").reset_index(drop=True), DESIGN)
        for wave in (1, 2)
    }


def test_waves_combined_by_effective_size_have_the_variance_of_one_design_with_waves_as_strata() -> None:
    made = combine(waves(), question="wave")
    wanted = R["combined"]
    assert made.weights.sum() == pytest.approx(wanted["sum"], rel=1e-12)
    assert made.steps[-1].details["composite factor of 1"] == pytest.approx(wanted["share_of_first"], rel=1e-12)
    agree(figures(made), wanted)
    assert survey.Sample.of(made).mean("score", df="design").df[0] == wanted["df"]


def test_waves_post_stratified_before_keep_what_that_does_to_the_variance() -> None:
    sex = {"sex": {"man": 460.0, "woman": 540.0}}
    made = combine({key: survey.poststratify(one, sex) for key, one in waves().items()})
    wanted = R["combined_post"]
    assert made.steps[-1].details["composite factor of 1"] == pytest.approx(wanted["share_of_first"], rel=1e-12)
    found = figures(made)
    assert found.pop("share_se") == pytest.approx([0, 0], abs=1e-12)
    agree(found, wanted)
