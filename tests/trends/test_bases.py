"""Whom shares are of: those without an answer have a column, and two bases are not subtracted."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import survey
from survey.cli import cli
from survey.definitions.published_base import published_base
from survey.definitions.reading.load import load_library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.maths.published import share_std_error
from survey.studies.study_trend import study_trend
from survey.trends.change import change
from survey.trends.series import Trend, TrendPoint
from survey.words import say

Make = Callable[..., Any]
REMAIN = """
question: remain
options:
  remain: {code: 1, label: {en: Remain}}
  leave: {code: 2, label: {en: Leave}}
  undecided: {code: 9, label: {en: Undecided}, missing: dont_know}
"""


def point(found: Trend, study: str, option: str) -> TrendPoint:
    (one,) = [point for point in found.points if (point.study, point.option) == (study, option)]
    return one


def notes(found: Any, key: str) -> str:
    return " ".join(say(note.text) for note in found.notes if note.key == key)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("questions", "studies"):
        (tmp_path / name).mkdir()
    (tmp_path / "questions/remain.yaml").write_text(REMAIN)
    return tmp_path


@pytest.fixture
def brexit(folder: Path) -> Path:
    """Two polls of dslabs' brexit_polls: ICM of 8 January 2016, online, and Populus of 22 June 2016."""
    polls = (("icm", "2016-01-08", 2055, "remain: 44, leave: 38, undecided: 18"),
             ("populus", "2016-06-22", 4700, "remain: 55, leave: 45"))  # fmt: skip
    for name, day, n, figures in polls:
        (folder / f"studies/{name}.yaml").write_text(
            f"study: {name}\nseries: brexit\nfieldwork: '{day}'\nmode: online\nsample: {{size: {n}}}\n"
            f"questions: {{remain: {{published: {{{figures}}}}}}}\n"
        )
    return folder


@pytest.mark.derivation
def test_of_those_who_decided_remain_rose_by_1_34_points_within_error(brexit: Path) -> None:
    # 44 / 82 = 53.6585; 55 - 53.6585 = 1.3415; var = r(1-r)/(2055 · 0.82) + 0.55 · 0.45 / 4700
    found = study_trend("remain", load_library(brexit), series=("brexit",), base="valid")
    (one,) = [row for row in change(found, "icm", "populus").rows if row.option == "remain"]
    share = 44 / 82
    assert one.estimate == pytest.approx(0.0134146, abs=1e-6)
    assert one.std_error == pytest.approx(math.sqrt(share * (1 - share) / (2055 * 0.82) + 0.55 * 0.45 / 4700), rel=1e-9)
    assert one.std_error == pytest.approx(0.01415, abs=5e-6) and one.beyond is False
    rebased = point(found, "icm", "remain")
    assert rebased.n == pytest.approx(2055 * 0.82) and rebased.base == "valid"
    assert "(82% did)" in notes(found, "rebased") and found.options == ("remain", "leave")
    assert point(found, "populus", "remain").status == "published" and point(found, "icm", "remain").status == "derived"


@pytest.mark.property
@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=6), st.integers(50, 5000), st.floats(1, 3))
def test_the_error_of_a_rebased_share_is_the_gradient_on_the_multinomial_covariance(
    parts: list[float], n: int, deff: float
) -> None:
    shares = np.array(parts) / sum(parts)  # the last is the undecided
    whole = 1 - shares[-1]
    share = shares[0] / whole
    gradient = np.where(np.arange(len(shares)) == 0, 1 - share, -share) / whole
    gradient[-1] = 0
    covariance = deff * (np.diag(shares) - np.outer(shares, shares)) / n
    variance = gradient @ covariance @ gradient
    assert share_std_error(share, n * whole, deff) == pytest.approx(math.sqrt(variance), rel=1e-6)


@pytest.mark.contract
def test_figures_on_two_bases_are_not_subtracted_unless_it_is_forced(brexit: Path) -> None:
    found = study_trend("remain", load_library(brexit), series=("brexit",))
    assert [step.what for step in found.breaks] == [("base",)]
    with pytest.raises(SurveyError, match="not comparable: percentages"):
        change(found, "icm", "populus")
    forced = change(found, "icm", "populus", force=True)
    (one,) = [row for row in forced.rows if row.option == "remain"]
    assert one.beyond is None and math.isnan(one.std_error) and "not comparable" in one.text["en"]
    assert "Not comparable" in notes(forced, "unlike")


@pytest.mark.contract
def test_figures_of_those_who_answered_are_no_figures_of_everybody(brexit: Path) -> None:
    found = study_trend("remain", load_library(brexit), series=("brexit",), base="asked")
    assert [name for name, _ in found.unlike] == ["populus"] and {one.study for one in found.points} == {"icm"}


@pytest.mark.derivation
@pytest.mark.parametrize(
    ("figures", "how", "base", "answered"),
    [
        ({"remain": 44, "leave": 38, "undecided": 18}, {}, "asked", 0.82),
        ({"remain": 44, "leave": 38}, {}, "asked", 0.82),  # what is not printed
        ({"remain": 44, "undecided": 18}, {}, "asked", 0.82),
        ({"remain": 55, "leave": 45}, {}, "valid", 1.0),
        ({"remain": 55, "leave": 45}, {"base": "all"}, "valid", 1.0),  # leaves no room for the undecided
        ({"remain": 55, "leave": {"value": 45, "status": "derived"}}, {}, "", 1.0),  # 100 by subtraction shows nothing
        ({"remain": 55, "leave": 45, "undecided": 0}, {"base": "all"}, "asked", 1.0),
        ({"remain": 44}, {}, "", math.nan),
        ({"remain": {"value": 44, "qualifier": "more than"}, "leave": 38}, {"base": "all"}, "asked", math.nan),
        ({"remain": 44}, {"base": "valid"}, "valid", 1.0),
    ],
)
def test_what_published_figures_are_of(figures: Any, how: Any, base: str, answered: float) -> None:
    question = Question.model_validate(YAML(typ="safe").load(REMAIN))
    study = Study.model_validate({"study": "s", "questions": {"remain": {"published": figures, **how}}})
    found = published_base(question, study.questions["remain"])
    assert found.base == base
    assert found.answered == pytest.approx(answered, nan_ok=True)


@pytest.fixture
def waves(folder: Path) -> Path:
    """1996: 8% empty cells; 2008: everybody answered, one of them 77; 2018: 20% of them −9, by a code of its own."""
    answers = {
        1996: [1] * 50 + [2] * 40 + [9] * 2 + [None] * 8,
        2008: [1] * 50 + [2] * 49 + [77],
        2018: [1] * 45 + [2] * 35 + [-9] * 20,
    }
    for year, column in answers.items():
        pd.DataFrame({"id": range(100), "remain": column}).to_csv(folder / f"studies/w{year}.csv", index=False)
        (folder / f"studies/w{year}.yaml").write_text(
            f"study: w{year}\nseries: w\nfieldwork: '{year}'\nmode: phone\ndata: w{year}.csv\nquestions:\n  remain:\n"
            + ("    options: {remain: {code: 1}, leave: {code: 2}, undecided: {code: 9, missing: dont_know}, "
               "silent: {code: -9, missing: no_answer}}\n" if year == 2018 else "    wording: unknown\n")
        )  # fmt: skip
    return folder


@pytest.mark.filterwarnings("ignore::survey.errors.UnknownCodeWarning")
@pytest.mark.derivation
def test_those_without_an_answer_have_a_column_whether_by_a_code_or_an_empty_cell(waves: Path) -> None:
    found = study_trend("remain", load_library(waves), series=("w",))
    assert found.options == ("remain", "leave", "undecided", "_no_answer", "_unknown")
    silent = {study: point(found, study, "_no_answer").estimate for study in ("w1996", "w2008", "w2018")}
    assert silent == pytest.approx({"w1996": 0.08, "w2008": 0.0, "w2018": 0.20})
    assert point(found, "w2008", "_unknown").estimate == pytest.approx(0.01)
    for study in silent:
        assert sum(one.estimate for one in found.points if one.study == study) == pytest.approx(1.0)
    assert {"undecided", "_no_answer", "_unknown"} == set(found.missing)
    assert found.breaks == ()  # −9 beside an empty cell is no break


@pytest.mark.filterwarnings("ignore::survey.errors.UnknownCodeWarning")
@pytest.mark.property
@pytest.mark.parametrize("years", [(1996, 2018), (2008, 2018), (1996, 2008)])
def test_a_change_a_trend_and_a_combination_join_those_without_an_answer_alike(
    waves: Path, years: tuple[int, int]
) -> None:
    names = [f"w{year}" for year in years]
    trend = study_trend("remain", load_library(waves), series=("w",))
    steps = change(trend, *names)
    parts = [survey.open_study(name, questionnaires=waves) for name in names]
    made = survey.compare(*parts, "remain", df="satterthwaite")
    kinds = {"_blank": "_no_answer", "silent": "_no_answer"}
    rows = zip(made.option, made.estimate, made.std_error, strict=True)
    found = {kinds.get(option, option): (estimate, error) for option, estimate, error in rows}
    for step in steps.rows:
        if step.option in found:
            assert found[step.option] == pytest.approx((step.estimate, step.std_error), abs=1e-9)
    assert "_no_answer" in found and math.isfinite(found["_no_answer"][0])
    both = survey.combine(dict(zip(names, parts, strict=True)), factors="equal").share("remain")
    pooled = {kinds.get(option, option): share for option, share in zip(both.option, both.estimate, strict=True)}
    mean = sum(point(trend, name, "_no_answer").estimate for name in names) / 2
    assert pooled["_no_answer"] == pytest.approx(mean)


@pytest.mark.filterwarnings("ignore::survey.errors.UnknownCodeWarning")
@pytest.mark.derivation
def test_the_rise_of_those_who_answered_is_another_figure_and_the_notes_say_which(waves: Path) -> None:
    library = load_library(waves)
    asked = change(study_trend("remain", library, series=("w",)), "w1996", "w2018")
    valid = change(study_trend("remain", library, series=("w",), base="valid"), "w1996", "w2018")
    assert asked.rows[0].estimate == pytest.approx(0.45 - 0.50)
    assert valid.rows[0].estimate == pytest.approx(45 / 80 - 50 / 90)
    assert "10.0% and 20.0% gave no answer" in notes(asked, "unanswered")
    assert "among those who gave an answer" in notes(valid, "unanswered")
    assert "without an answer 8 (1996), 20 (2018)" in notes(valid, "outside")
    assert "did not know 2 (1996)" in notes(valid, "outside")


@pytest.mark.filterwarnings("ignore::survey.errors.UnknownCodeWarning")
@pytest.mark.property
@pytest.mark.parametrize("base", ["asked", "valid", "all"])
def test_published_and_recomputed_shares_of_one_base_agree(waves: Path, base: Any) -> None:
    library = load_library(waves)
    data = study_trend("remain", library, studies=("w1996",), base=base)
    (waves / "studies/printed.yaml").write_text(
        "study: printed\nfieldwork: '1996'\nmode: phone\nsample: {size: 100}\nquestions:\n  remain:\n"
        "    options: {remain: {code: 1}, leave: {code: 2}, undecided: {code: 9, missing: dont_know}, "
        "silent: {code: -9, missing: no_answer}}\n    published: {remain: 50, leave: 40, undecided: 2, silent: 8}\n"
    )
    printed = study_trend("remain", load_library(waves), studies=("printed",), base=base)
    for option in ("remain", "leave"):
        one, two = point(data, "w1996", option), point(printed, "printed", option)
        assert one.estimate == pytest.approx(two.estimate, rel=1e-9) and one.n == pytest.approx(two.n)
        assert one.std_error == pytest.approx(two.std_error * math.sqrt(100 / 99), rel=1e-9)  # PSUs: 100


@pytest.mark.contract
def test_the_command_line_and_python_take_the_same_base(brexit: Path) -> None:
    run = CliRunner()
    args = ["trend", "remain", "--questionnaires", str(brexit)]
    refused = run.invoke(cli, [*args, "--change", "icm:populus"])
    assert refused.exit_code == 1 and "not comparable: percentages" in refused.output
    made = run.invoke(cli, [*args, "--change", "icm:populus", "--base", "valid", "--format", "csv"])
    (row,) = [line for line in made.output.splitlines() if ",remain,remain," in line]
    (one, _) = change(study_trend("remain", load_library(brexit), base="valid"), "icm", "populus").rows
    printed = [float(cell) for cell in row.split(",")[3:5]]
    assert made.exit_code == 0 and printed == pytest.approx([one.estimate, one.std_error], rel=1e-9)
