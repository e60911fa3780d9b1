"""R's ratios, quantiles, variances, deviations, correlations and covariances of several questions, in domains, with
other intervals and with replicates.

``statistics.json`` was made by ``statistics.R``.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.estimation.result.estimates import Estimates

pytestmark = pytest.mark.oracle

HERE = Path(__file__).resolve().parent
WANTED = json.loads((HERE / "statistics.json").read_text(encoding="utf-8"))
DESIGNS = {
    "clusters": survey.SurveyDesign(stratum="region", psu="psu", weight="w", nest=True),
    "elements": survey.SurveyDesign(stratum="region", weight="w"),
}
SEXES = ("man", "woman")
TAYLOR = ("mean", "xlogit", "asin", "beta")


def sample(name: str) -> survey.Sample:
    frame = pd.read_csv(HERE / "data/statistics.csv")
    if name == "replicates":
        return survey.make_replicates(survey.Sample(frame, DESIGNS["clusters"]), "JKn")
    return survey.Sample(frame, DESIGNS[name])


def agrees(made: Estimates, row: int, want: dict[str, Any]) -> None:
    np.testing.assert_allclose(made.estimate[row], want["est"][0], rtol=1e-10)
    np.testing.assert_allclose(made.std_error[row], want["se"][0], rtol=1e-8)
    assert made.df[row] == want.get("df", made.df[row])


@pytest.mark.parametrize("name", WANTED)
def test_ratios_and_variances_in_domains_are_those_of_r(name: str) -> None:
    data, want = sample(name), WANTED[name]
    agrees(data.ratio("gap", "score"), 0, want["ratio"])
    ratio, variance = data.ratio("gap", "score", by="sex"), data.variance("score", by="sex")
    for row, sex in enumerate(SEXES):
        assert ratio.domain_levels[row] == variance.domain_levels[row] == (sex,)
        agrees(ratio, row, want[f"ratio.{sex}"])
        agrees(variance, row, want[f"variance.{sex}"])


@pytest.mark.parametrize("name", WANTED)
def test_deviation_and_correlation_are_those_of_r(name: str) -> None:
    data, want = sample(name), WANTED[name]
    agrees(data.deviation("score"), 0, want["deviation"])
    made = data.correlation("score", "other")
    agrees(made, 0, want["correlation"])
    assert data.correlation("other", "score").estimate == pytest.approx(made.estimate, rel=1e-14)


@pytest.mark.parametrize(
    "name,interval",
    [(name, how) for name in ("clusters", "elements") for how in TAYLOR]
    + [("replicates", "mean"), ("replicates", "quantile")],
)
def test_quantiles_in_domains_and_their_intervals_are_those_of_r(name: str, interval: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", survey.SurveyWarning)  # R warns of jackknives too
        made = sample(name).quantile("score", [0.1, 0.5, 0.9], "sex", rule="hf7", interval=interval)
    columns = {"est": made.estimate, "se": made.std_error, "low": made.conf_low, "high": made.conf_high}
    for place, sex in enumerate(SEXES):
        for key, want in WANTED[name][f"quantile.{interval}.{sex}"].items():
            np.testing.assert_allclose(columns[key].reshape(3, 2)[:, place], want, rtol=1e-8, err_msg=key)


@pytest.mark.parametrize("name", ["clusters", "elements"])
def test_design_effects_of_ratios_are_those_of_r(name: str) -> None:
    made = sample(name).ratio("other", "score", deff="without replacement")
    agrees(made, 0, WANTED[name]["deff"])
    assert made.deff[0] == pytest.approx(WANTED[name]["deff"]["deff"], rel=1e-8)


@pytest.mark.parametrize(
    "name,statistic,questions",
    [
        ("clusters", "share", ["trust", "sex"]),
        ("elements", "share", ["trust", "sex"]),
        ("clusters", "total", ["score", "other"]),
        ("elements", "total", ["score", "other"]),
        ("replicates", "mean", ["score", "other"]),
    ],
)
def test_covariances_of_several_questions_are_those_of_r(name: str, statistic: str, questions: list[str]) -> None:
    made = sample(name).together(questions, statistic, **({"base": "valid"} if statistic == "share" else {}))
    want = np.array(WANTED[name][f"{statistic}s"]["vcov"])
    np.testing.assert_allclose(made.covariance, want, rtol=0, atol=1e-8 * want.max())
    assert np.sqrt(np.diag(made.covariance)) == pytest.approx(made.std_error, rel=1e-10)
