"""R's post-stratification, raking, calibration and trimming, and the variances after each.

``weighting_calibration.json`` was made by ``weighting_calibration.R``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.samples.sample import SampleData
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.share import share
from survey.estimation.statistics.total import total
from survey.weighting.calibrating.calibrate import calibrate
from survey.weighting.calibrating.poststratify import poststratify
from survey.weighting.calibrating.rake import rake
from survey.weighting.calibrating.scale import scale
from survey.weighting.calibrating.trim import trim

pytestmark = pytest.mark.oracle

HERE = Path(__file__).resolve().parent
WANTED = json.loads((HERE / "weighting_calibration.json").read_text(encoding="utf-8"))

# Kalton & Flores-Cervantes (2003), Weighting methods, Journal of Official Statistics 19(2), 81-97: the weights of their
# 4 × 3 table to two digits, as printed by R's own test (survey, tests/kalton.Rout.save), row by row
PUBLISHED = {
    "poststratify": "4.00 1.00 1.38 1.20 1.07 1.10 1.70 1.20 4.00 1.83 1.65 1.79",
    "raking": "1.81 1.45 2.02 1.08 0.87 1.21 2.20 1.76 2.45 1.83 1.47 2.04",
    "linear": "1.82 1.50 1.97 1.09 0.78 1.24 2.19 1.88 2.34 1.83 1.52 1.98",
    "numbers": "1.21 1.17 1.14 1.43 1.40 1.36 1.66 1.62 1.59 1.88 1.85 1.81",
    "logit": "1.87 1.46 1.98 1.08 0.74 1.27 2.17 2.09 2.18 1.89 1.49 1.99",
    "truncated": "1.81 1.48 1.99 1.08 0.75 1.26 2.20 2.00 2.20 1.83 1.50 2.00",
}
COUNTS = np.array([20, 50, 100, 30, 40, 140, 50, 100, 40, 310, 50, 70])
POPULATION = np.array([80, 60, 170, 55, 40, 150, 60, 165, 55, 340, 200, 125], dtype=float)
ROWS = {str(a + 1): float(POPULATION[a::4].sum()) for a in range(4)}
COLUMNS = {str(b + 1): float(POPULATION[4 * b : 4 * b + 4].sum()) for b in range(3)}


def kalton(name: str) -> SampleData:
    """The table as respondents, weighted."""
    cell = np.repeat(np.arange(12), COUNTS)
    frame = pd.DataFrame({"a": cell % 4 + 1, "b": cell // 4 + 1, "all": 1, "y": (np.arange(1, 1001) * 7) % 11})
    sample = survey.Sample(frame)
    margins = {"a": ROWS, "b": COLUMNS}
    crossed = {("a", "b"): {str(a + 1): {str(b + 1): POPULATION[4 * b + a] for b in range(3)} for a in range(4)}}
    if name == "poststratify":
        return poststratify(sample, crossed)
    if name == "rake":
        return rake(sample, margins, residuals="cell means")
    if name == "numbers":
        totals = {key: sum(int(level) * figure for level, figure in margins[key].items()) for key in ("a", "b")}
        return calibrate(sample, {"all": {"1": 1500.0}}, totals)
    options: dict[str, Any] = {
        "crossed": {},
        "linear": {},
        "raking": {"distance": "raking"},
        "truncated": {"bounds": (0.5, 2.2)},
        "logit": {"distance": "logit", "bounds": (0.5, 2.2)},
    }[name]
    return calibrate(sample, crossed if name == "crossed" else margins, **options)


@pytest.mark.parametrize("name", WANTED["kalton"])
def test_the_table_of_kalton_and_flores_cervantes_is_weighted_as_by_r(name: str) -> None:
    made, want = kalton(name), WANTED["kalton"][name]
    first = np.concatenate([[0], np.cumsum(COUNTS)[:-1]])
    np.testing.assert_allclose(made.weights[first], want["weights"], rtol=1e-8)
    average, sum_ = mean(made, "y"), total(made, "y")
    np.testing.assert_allclose([average.estimate[0], sum_.estimate[0]], [*want["mean"], *want["total"]], rtol=1e-8)
    np.testing.assert_allclose(
        [average.std_error[0], sum_.std_error[0]], [*want["mean_se"], *want["total_se"]], rtol=1e-8
    )


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_weights_of_kalton_and_flores_cervantes_are_met(name: str) -> None:
    first = np.concatenate([[0], np.cumsum(COUNTS)[:-1]])
    table = kalton(name).weights[first].reshape(3, 4).T.ravel()
    published = np.array([float(figure) for figure in PUBLISHED[name].split()])
    np.testing.assert_allclose(table, published, atol=0.00501)


DESIGNS = {
    "clus1": survey.SurveyDesign(psu="dnum", weight="pw", fpc="fpc"),
    "strat": survey.SurveyDesign(stratum="stype", weight="pw", fpc="fpc"),
    "elements": survey.SurveyDesign(weight="pw"),
}
TYPES = {"E": 4421.0, "H": 755.0, "M": 1018.0}
WIDE = {"No": 1072.0, "Yes": 5122.0}
NUMBERS = {"api99": 3914069.0}
FACTORS = {"clus1": (0.5, 1.8), "strat": (0.965, 1.03), "elements": (0.965, 1.03)}
CONSTANT = {"clus1": (15.0, 65.0), "strat": (14.7, 45.5), "elements": (14.7, 45.5)}


def schools(name: str) -> survey.Sample:
    frame = pd.read_csv(HERE / "data" / ("apiclus1.csv" if name == "clus1" else "apistrat.csv"))
    return survey.Sample(frame, DESIGNS[name])


def weighted(name: str, how: str) -> SampleData:
    sample = schools(name)
    if how == "poststratify":
        return poststratify(sample, {"stype": TYPES})
    if how == "rake":
        return rake(sample, {"stype": TYPES, "sch.wide": WIDE}, residuals="cell means")
    way, _, limits = how.partition(".")
    if way.endswith("_margins"):
        way = way.removesuffix("_margins")
        margins = {"stype": TYPES, "sch.wide": WIDE}
        return calibrate(sample, margins, distance=way, bounds=(0.5, 1.9) if way == "logit" else None)
    if how in ("trimmed", "trimmed_strict"):
        low, high = WANTED[name]["cut"]
        raking = calibrate(sample, {"stype": TYPES}, NUMBERS, distance="raking")
        return trim(raking, low, high, strict=how == "trimmed_strict")
    if how == "scaled":
        return scale(calibrate(sample, {"stype": TYPES}, NUMBERS, distance="raking"), "n")
    if how == "trimmed_factors":
        cut = tuple(WANTED[name]["limits"])
        return calibrate(sample, {"stype": TYPES}, NUMBERS, distance="raking", trim=cut, strict=False)
    bounds = {"": None, "factor": FACTORS[name], "weight": CONSTANT[name]}[limits]
    kind = "weight" if limits == "weight" else "factor"
    return calibrate(sample, {"stype": TYPES}, NUMBERS, distance=way, bounds=bounds, bounds_on=kind)


def agrees(made: SampleData, want: dict[str, Any]) -> None:
    w = made.weights
    np.testing.assert_allclose(w[::20], want["weights"], rtol=1e-8)
    np.testing.assert_allclose([w.sum(), (w**2).sum(), w.min(), w.max()], want["sums"], rtol=1e-8)
    estimates = [mean(made, "enroll"), mean(made, "api00"), share(made, "sch.wide")]
    np.testing.assert_allclose(np.concatenate([one.estimate for one in estimates]), want["mean"], rtol=1e-8)
    # a share that the margins fix has no error, of which R leaves rounding
    got = np.concatenate([one.std_error for one in estimates])
    np.testing.assert_allclose(got, want["mean_se"], rtol=1e-8, atol=1e-9)
    sum_, by = total(made, "enroll"), mean(made, "api00", by="stype")
    np.testing.assert_allclose(sum_.estimate, want["total"], rtol=1e-8)
    np.testing.assert_allclose(sum_.std_error, want["total_se"], rtol=1e-8)
    np.testing.assert_allclose(by.estimate, want["by"], rtol=1e-8)
    np.testing.assert_allclose(by.std_error, want["by_se"], rtol=1e-8)


@pytest.mark.parametrize(
    "name,how", [(name, how) for name in DESIGNS for how in WANTED[name] if how not in ("limits", "cut")]
)
@pytest.mark.filterwarnings("ignore:.*trimming leaves:survey.errors.WeightingWarning")
def test_weights_and_variances_are_those_of_r(name: str, how: str) -> None:
    agrees(weighted(name, how), WANTED[name][how])


@pytest.mark.parametrize("how", [key for key in WANTED["within"] if key != "limits"])
@pytest.mark.filterwarnings("ignore:.*negative weight:survey.errors.WeightingWarning")
def test_one_weight_a_cluster_and_its_variances_are_those_of_r(how: str) -> None:
    way, _, limits = how.partition(".")
    bounds = {"": None, "factor": (0.1, 2.8), "weight": (4.0, 95.0)}[limits]
    kind = "weight" if limits == "weight" else "factor"
    made = calibrate(
        schools("clus1"), {"stype": TYPES}, NUMBERS, distance=way, bounds=bounds, bounds_on=kind, within="dnum"
    )
    spread = pd.Series(made.weights).groupby(schools("clus1").engine.values("dnum")).agg(np.ptp)
    assert spread.max() < 1e-9
    agrees(made, WANTED["within"][how])


def test_bounds_that_r_cannot_meet_are_met_where_they_can_be() -> None:
    """R 4.2.2, survey 4.1-1: calibrate(dclus1, ~stype+api99, pop.totals, aggregate.stage=1, calfun="raking",
    bounds=c(.3, 3)) fails after any number of rounds, since Newton's step is not halved; a solution exists."""
    made = calibrate(schools("clus1"), {"stype": TYPES}, NUMBERS, distance="raking", bounds=(0.3, 3), within="dnum")
    factor = made.weights / schools("clus1").weights
    assert factor.min() == pytest.approx(0.3, abs=1e-12) and factor.max() <= 3
    assert mean(made, "api99").estimate[0] == pytest.approx(3914069 / 6194, rel=1e-9)
