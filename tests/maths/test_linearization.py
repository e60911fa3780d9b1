"""Variance of several stages, with R's values where a stage has one unit."""

from __future__ import annotations

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
    assert error(STAGES, "adjust") == pytest.approx(36.5350370744558, rel=1e-12)


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
