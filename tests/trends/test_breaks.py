"""What besides opinion may have changed between two waves, and only between these two."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from survey.cli import cli
from survey.definitions.records.library import Library
from survey.errors import SurveyError
from survey.maths.published import Range, change_range, printed_range
from survey.studies.study_trend import study_trend, trends_of
from survey.trends.change import Changes, change
from survey.trends.trend import trend
from survey.words import say

Make = Callable[..., Any]


def notes(found: Any, key: str) -> str:
    return " ".join(say(note.text) for note in found.notes if note.key == key)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("what", "one", "two", "words"),
    [
        ("pollster", {"pollster": "A"}, {"pollster": "B"}, "pollster: A → B"),
        ("sample", {"sample": {"kind": "quota"}}, {"sample": {"kind": "opt_in"}}, "sample: quota → opt-in"),
        ("weighting", {"weighting": {"variables": ["sex", "age"]}}, {"weighting": {"variables": ["sex"]}}, "sex, age"),
        ("weighting", {"weighting": {"stated": "by sex"}}, {"weighting": {"stated": "by age"}}, "by sex → by age"),
        ("order", {"vote": {"after": "trust"}}, {"vote": {"after": "war"}}, "asked after: trust → war"),
        ("base", {"vote": {"nested": {"question": "heard", "options": ["yes"]}}}, {}, "those who answered yes"),
        ("mode", {"mode": "phone"}, {"mode": "online"}, "phone → online"),
    ],
)  # fmt: skip
def test_each_thing_that_studies_state_breaks_the_line_where_it_differs(
    what: str, one: Any, two: Any, words: str, wave: Make, line: Make
) -> None:
    found = line(wave("a", "2020", {"red": 40}, **one), wave("b", "2021", {"red": 45}, **two))
    (step,) = found.breaks
    assert step.what == (what,) and words in step.text["en"]
    assert len({step.text[language] for language in ("en", "ru", "be")}) >= 2
    if what != "base":
        assert words in notes(change(found, "a", "b"), "breaks")
    # what one of them does not state is no change, nor are the same words
    assert line(wave("a", "2020", {"red": 40}, **one), wave("b", "2021", {"red": 45}, **one)).breaks == ()
    if what not in ("base", "mode"):
        assert line(wave("a", "2020", {"red": 40}, **one), wave("b", "2021", {"red": 45})).breaks == ()


@pytest.mark.contract
def test_a_wave_that_does_not_state_its_sample_lies_inside_the_break(wave: Make, line: Make) -> None:
    kinds = ("quota", "unknown", "probability")
    found = line(*(wave(f"w{i}", f"202{i}", {"red": 40}, sample={"kind": kind}) for i, kind in enumerate(kinds)))
    (step,) = found.breaks
    assert (step.after, step.before, step.what) == ("w0", "w2", ("sample",))


@pytest.mark.contract
def test_a_change_compares_its_two_waves_not_the_steps_between(wave: Make, line: Make) -> None:
    # phone, online, phone; A, B, A: nothing differs between the first and the last
    found = line(
        wave("a", "2020", {"red": 40}, pollster="A"),
        wave("b", "2021", {"red": 41}, mode="online", pollster="B", vote={"text": {"en": "Which party is best?"}}),
        wave("c", "2022", {"red": 45}, pollster="A"),
    )
    assert len(found.breaks) == 2
    assert notes(change(found, "a", "c"), "breaks") == ""
    assert "phone → online; other wording; pollster: A → B" in notes(change(found, "a", "b"), "breaks")
    assert "online → phone" in notes(change(found, "b", "c"), "breaks")


# rounding


@pytest.mark.derivation
def test_41_to_45_is_3_to_5_points_and_not_certain_beyond_3_07(wave: Make, line: Make) -> None:
    # n = 1 990 twice: 1.96 · sqrt(.41 · .59/1990 + .45 · .55/1990) = 3.07 points
    figures = (("a", "2020", 41), ("b", "2021", 45))
    found = line(*(wave(name, year, {"red": p}, sample={"size": 1990}) for name, year, p in figures))
    (one,) = change(found, "a", "b").rows
    half = 1.959963984540054 * one.std_error
    assert half == pytest.approx(0.0307, abs=0.0001)
    assert (one.least, one.most) == pytest.approx((0.03, 0.05)) and one.beyond is None
    assert "not certain: by the rounding of the figures it is 3.0 to 5.0 points" in one.text["en"]
    with_digits = line(
        *(wave(name, year, {"red": p}, sample={"size": 1990}, vote={"decimals": 1}) for name, year, p in figures)
    )
    (sure,) = change(with_digits, "a", "b").rows  # 40.95-41.05 and 44.95-45.05
    assert sure.beyond is True and (sure.least, sure.most) == pytest.approx((0.039, 0.041))
    assert sure.deff_limit == pytest.approx((0.039 / half) ** 2, rel=1e-6)


@pytest.mark.property
@given(st.integers(0, 100), st.integers(0, 100), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_every_pair_of_shares_that_round_to_the_figures_changes_within_the_range(
    first: int, second: int, off: float, other: float
) -> None:
    before, after = min(max(first + off, 0), 100) / 100, min(max(second + other, 0), 100) / 100
    limits = change_range(printed_range(first, 0), printed_range(second, 0))
    assert limits.low - 1e-12 <= after - before <= limits.high + 1e-12
    assert change_range(Range(0.2, 0.2), Range(0.5, 0.5)) == pytest.approx((0.3, 0.3))


# the real traps of the shipped polls


@pytest.mark.oracle
def test_trap_8_option_sets_that_differ_are_no_one_line(shipped: Library) -> None:
    # two-way (BAW, IISEPS) and four-way (Chatham House) questions have names of their own, and the four-way one cannot
    # join under the two-way name
    assert {"alliance_preference", "foreign_union"} <= set(shipped.questions)
    ids = {name: set(shipped.questions[name].substantive) for name in ("alliance_preference", "foreign_union")}
    assert ids["foreign_union"] - ids["alliance_preference"] == {"both", "none"}
    found = trend("alliance_preference", shipped, open_sample=lambda name: None)
    assert not any(one.study.startswith("chatham") for one in found.points)
    assert {step.what for step in found.breaks if "series" in step.what} == {("series",)}


@pytest.mark.oracle
def test_trap_9_the_change_of_mode_inside_baw_is_a_break_between_december_2019_and_november_2020(
    shipped: Library,
) -> None:
    found = trend("alliance_preference", shipped, series=("baw",), open_sample=lambda name: None)
    modes = [(step.after, step.before) for step in found.breaks if "mode" in step.what]
    assert modes == [("baw_2019_12", "baw_2020_11")]
    assert "face-to-face → phone" in notes(change(found, "baw_2019_12", "baw_2020_11"), "breaks")


@pytest.mark.oracle
def test_trap_7_the_education_added_to_the_weighting_of_chatham_house_is_a_break(shipped: Library) -> None:
    found = trend("foreign_union", shipped, series=("chatham_house",), open_sample=lambda name: None)
    steps = {(step.after, step.before): step for step in found.breaks}
    step = steps["chatham_house_2020_09", "chatham_house_2021_04"]
    assert step.what == ("weighting",) and "education" in step.text["en"]


@pytest.mark.oracle
def test_trap_10_hard_to_say_moved_from_9_to_18_while_opposition_fell_by_10(shipped: Library) -> None:
    # 29 + 61.8 of all, then 30.9 + 51.4: opposition −10.4 of all, −5.6 of those who said, support +5.6 of them
    made = {base: trend("military_infrastructure", shipped, series=("baw",), open_sample=lambda name: None, base=base)
            for base in ("asked", "valid")}  # fmt: skip
    asked, valid = ({row.option: row for row in change(made[base], "baw_2022_03", "baw_2022_09").rows} for base in made)
    assert asked["negative"].estimate == pytest.approx(-0.104) and asked["negative"].beyond is True
    assert valid["negative"].estimate == pytest.approx(51.4 / 82.3 - 61.8 / 90.8)
    assert valid["positive"].estimate == pytest.approx(-valid["negative"].estimate)
    assert asked["positive"].beyond is False and valid["positive"].beyond is True
    told = notes(change(made["asked"], "baw_2022_03", "baw_2022_09"), "unanswered")
    assert "9.2% and 17.7% gave no answer" in told


@pytest.mark.oracle
def test_trap_12_a_change_needs_a_test(shipped: Library) -> None:
    found = trend("military_infrastructure", shipped, series=("baw",), open_sample=lambda name: None)
    rows = {row.option: row for row in change(found, "baw_2022_03", "baw_2022_09").rows}
    assert rows["negative"].beyond is True
    assert 1.96 * rows["negative"].std_error == pytest.approx(0.043, abs=5e-4)
    troops = trend("troop_deployment", shipped, series=("baw",), open_sample=lambda name: None)
    (slight,) = [row for row in change(troops, "baw_2022_03", "baw_2022_05").rows if row.option == "positive"]
    assert slight.beyond is not True  # 11.1, then "slightly under 11"
    stationed = trend("stationed_troops", shipped, series=("baw",), open_sample=lambda name: None)
    (unsure,) = [row for row in change(stationed, "baw_2022_03", "baw_2022_05").rows if row.option == "positive"]
    assert unsure.beyond is None and math.isfinite(unsure.std_error)  # 45 → 41 is 3 to 5, against 4.3


# nothing to show, nothing to multiply


@pytest.mark.contract
def test_a_question_without_figures_is_an_error_with_words_never_an_empty_table(
    wave: Make, line: Make, tmp_path: Path, library_of: Make
) -> None:
    with pytest.raises(SurveyError, match=r"vote: no wave has a figure \(without a figure: a, b\)"):
        line(wave("a", "2020"), wave("b", "2021"))
    for name in ("questions", "studies"):
        (tmp_path / name).mkdir()
    (tmp_path / "questions/age.yaml").write_text("question: age\ntype: number\n")
    (tmp_path / "studies/s.yaml").write_text("study: s\nfieldwork: '2020'\ndata: s.csv\nquestions: {age: {}}\n")
    (tmp_path / "studies/s.csv").write_text("age,x\n20,1\n30,1\n40,1\n")
    where = ["--questionnaires", str(tmp_path)]
    for command in (["trend", "age"], ["plot", "trend", "age", "--out", str(tmp_path / "x.png")]):
        found = CliRunner().invoke(cli, [*command, *where])
        assert found.exit_code == 1 and "no wave has a figure" in found.output and "ranges" in found.output
    assert not (tmp_path / "x.png").exists()
    studies = [wave(name, year) for name, year in (("a", "2020"), ("b", "2021"), ("c", "2022"))]
    assert trends_of(library_of(*studies)) == []


@pytest.mark.contract
def test_a_design_effect_that_multiplies_nothing_is_an_error(tmp_path: Path, shipped: Library, root: Path) -> None:
    where = ["--questionnaires", str(root / "questionnaires")]
    alone = CliRunner().invoke(cli, ["trend", "troop_deployment", "--series", "baw", "--deff", "2", *where])
    assert alone.exit_code == 2 and "--change" in alone.output
    found = study_trend("abortion_any", shipped, studies=("gss_1996", "gss_2018"))
    with pytest.raises(SurveyError, match="no effect on two waves of microdata"):
        change(found, "gss_1996", "gss_2018", deff=1.5)
    assert isinstance(change(found, "gss_1996", "gss_2018"), Changes)


@pytest.mark.contract
@pytest.mark.parametrize(
    "option", [["--base", "valid"], ["--interval", "wald"], ["--stratum", "x"], ["--engine", "memory"]]
)
def test_what_published_figures_cannot_follow_is_an_error(root: Path, option: list[str]) -> None:
    args = ["topline", "baw_2022_03", "military_infrastructure", "--questionnaires", str(root / "questionnaires")]
    found = CliRunner().invoke(cli, [*args, *option])
    assert found.exit_code == 1 and f"{option[0]} has no effect" in found.output
    assert CliRunner().invoke(cli, args).exit_code == 0
