"""Variance of several stages, with R's values where a stage has one unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import LonelyPsuError
from survey.words import LonelyPsu

pytestmark = pytest.mark.oracle

# set.seed(3); data.frame(p = rep(1:4, times = c(3, 1, 2, 4)), s = 1:10, y = rnorm(10), N1 = 20, N2 = ...)
STAGES = pd.DataFrame(
    {
        "p": [1, 1, 1, 2, 3, 3, 4, 4, 4, 4],
        "s": range(1, 11),
        "y": [
            -0.9619334159198827,
            -0.2925257228784666,
            0.2587882162412515,
            -1.1521318859151326,
            0.1957828262863754,
            0.0301239446016315,
            0.0854177316122717,
            1.1166102127152657,
            -1.2188574155779879,
            1.2673687220898877,
        ],
        "N1": 20,
        "N2": [6, 6, 6, 5, 8, 8, 9, 9, 9, 9],
    }
)


def error(frame: pd.DataFrame, rule: LonelyPsu, fpc: tuple[str, ...] = ("N1", "N2")) -> float:
    sample = survey.Sample(frame, survey.SurveyDesign(psu=("p", "s"), fpc=fpc, lonely_psu=rule))
    return float(sample.total("y").std_error[0])


def test_a_single_unit_of_the_second_stage_follows_the_rule_as_in_r() -> None:
    # R 4.2.2, survey 4.1-1: options(survey.lonely.psu = rule); SE(svytotal(~y, svydesign(id=~p+s, fpc=~N1+N2, data=d)))
    assert error(STAGES, "remove") == pytest.approx(34.6708544137237, rel=1e-12)
    assert error(STAGES, "certainty") == pytest.approx(34.6708544137237, rel=1e-12)


@pytest.mark.derivation
def test_a_single_unit_of_the_second_stage_lies_at_the_mean_of_all_units_inside_which_is_its_own() -> None:
    # 4.1-1 gives 36.5350370744558 for adjust: it takes the total from 0, mended in 4.3
    assert error(STAGES, "adjust") == error(STAGES, "remove")


@pytest.mark.parametrize("rule", ["fail", "average"])
def test_a_single_unit_of_the_second_stage_is_refused_where_r_stops_or_gives_nan(rule: LonelyPsu) -> None:
    with pytest.raises(LonelyPsuError, match=r"s: one unit only was drawn at stage 2 in 1 unit\(s\)"):
        error(STAGES, rule)


def test_a_single_unit_taken_with_certainty_is_not_lonely() -> None:
    frame = STAGES.assign(N2=np.where(STAGES.p == 2, 1, STAGES.N2))
    assert error(frame, "fail") == pytest.approx(21.4208979863987, rel=1e-12)


def test_without_a_population_size_the_second_stage_counts_in_the_first() -> None:
    # R: SE(svytotal(~y, svydesign(id=~p, fpc=~N1, data=d)))
    assert error(STAGES, "fail", ("N1",)) == pytest.approx(10.09418, abs=5e-6)


LONELY = pd.DataFrame(
    {
        "s": [1, 1, 1, 1, 2, 2, 3, 3, 3, 3],
        "p": [1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
        "w": [2, 2, 2, 2, 5, 5, 3, 3, 3, 3],
        "x": [1.0, 3, 2, 7, 10, 12, 4, 5, 6, 8],
        "half": ["in", "out", "out", "in", "in", "out", "in", "in", "out", "out"],
        "far": ["in", "out", "out", "in", "out", "out", "in", "in", "out", "out"],
    }
)


def adjusted(totals: dict[str, list[float]], n: dict[str, int], lonely: set[str], f: float = 0.0) -> float:
    """The standard error of a total, stratum by stratum: a lonely one from the mean over all PSUs of all strata."""
    everywhere = sum(sum(units) for units in totals.values()) / sum(n.values())
    variance = 0.0
    for stratum, units in totals.items():
        drawn = units + [0.0] * (n[stratum] - len(units))
        centre = everywhere if stratum in lonely else sum(drawn) / n[stratum]
        scale = n[stratum] / (n[stratum] - 1) if n[stratum] > 1 else 1.0
        variance += (1 - f) * scale * sum((unit - centre) ** 2 for unit in drawn)
    return float(variance**0.5)


def lonely(frame: pd.DataFrame = LONELY, **design: Any) -> survey.Sample:
    given = {"stratum": "s", "psu": "p", "weight": "w", "lonely_psu": "adjust", **design}
    return survey.Sample(frame, survey.SurveyDesign(**given))


def inside(made: Any, column: str = "std_error") -> float:
    return next(float(getattr(made, column)[i]) for i in range(len(made)) if made.domain_levels[i][0] == "in")


@pytest.mark.derivation
def test_a_lonely_total_lies_around_the_mean_over_all_psus_of_all_strata() -> None:
    want = adjusted({"1": [8, 18], "2": [110], "3": [27, 42]}, {"1": 2, "2": 1, "3": 2}, {"2"})
    assert want == pytest.approx(71.31619732, abs=5e-9)  # R survey 4.3; 111.467 in 4.1, from 0
    assert float(lonely().total("x").std_error[0]) == pytest.approx(want, rel=1e-12)
    assert float(lonely().mean("x").std_error[0]) == pytest.approx(1.51331539, abs=5e-9)  # R 4.1 and 4.3 alike
    assert float(lonely(LONELY.assign(N=10), fpc="N").total("x").std_error[0]) == pytest.approx(
        (0.8 * 100 + 0.9 * 69**2 + 0.8 * 225) ** 0.5, rel=1e-12
    )


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_so_does_the_only_respondent_of_a_stratum(engine: str) -> None:
    frame = LONELY.drop(index=[5]).reset_index(drop=True)
    sample = survey.Sample(frame, survey.SurveyDesign(stratum="s", weight="w", lonely_psu="adjust"), engine=engine)
    want = adjusted({"1": [2, 6, 4, 14], "2": [50], "3": [12, 15, 18, 24]}, {"1": 4, "2": 1, "3": 4}, {"2"})
    assert float(sample.total("x").std_error[0]) == pytest.approx(want, rel=1e-12)
    both = sample.together(["x", "half"], "total")
    assert float(np.sqrt(both.covariance[0, 0])) == pytest.approx(want, rel=1e-12)


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("in_domain", [False, True])
def test_a_total_in_a_domain_keeps_the_design(engine: str, in_domain: bool) -> None:
    sample = survey.Sample(
        LONELY,
        survey.SurveyDesign("s", "p", weight="w", lonely_psu="adjust", lonely_in_domain=in_domain),
        engine=engine,
    )
    n = {"1": 2, "2": 1, "3": 2}
    units = {"1": [2.0, 14.0], "2": [50.0], "3": [27.0]}  # of the third stratum one PSU is left of two
    want = adjusted(units, n, {"2", "3"} if in_domain else {"2"})
    made = sample.total("x", "half")
    assert inside(made) == pytest.approx(want, rel=1e-12)
    assert inside(sample.together(["x"], "total", "half")) == inside(made)


@pytest.mark.derivation
def test_a_domain_that_is_not_in_the_lonely_stratum_has_nothing_of_it() -> None:
    want = adjusted({"1": [2.0, 14.0], "3": [27.0]}, {"1": 2, "3": 2}, set())
    assert inside(lonely().total("x", "far")) == pytest.approx(want, rel=1e-12)


@pytest.mark.property
def test_a_domain_that_is_the_lonely_stratum_is_not_free_of_error() -> None:
    frame = LONELY.assign(which=np.where(LONELY.s == 2, "in", "out"))
    assert inside(lonely(frame).total("x", "which")) == pytest.approx(110 - 110 / 5, rel=1e-12)


@pytest.mark.contract
def test_the_only_psu_of_all_cannot_be_adjusted() -> None:
    with pytest.raises(LonelyPsuError, match="one PSU only in the whole sample"):
        lonely(LONELY.assign(s=1, p=1)).total("x")
