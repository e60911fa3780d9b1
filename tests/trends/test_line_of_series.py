"""A line as the series of its polls say: breaks inside a house, several series, and the same from Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import survey
from survey.cli import cli
from survey.definitions.reading.load import load_library
from survey.errors import SurveyError
from survey.studies.waves.study_line import study_line
from survey.words import say

SERIES = """\
series: {name}
questions:
  vote: {{base: all, options: {{left: Left, right: Right, none: {{label: Undecided, missing: dont_know}}}}}}
polls:
  {{file: {name}.csv, pollster: house, start: from, end: to, size: n, shares: {{vote: {{left: l, right: r, none: u}}}}}}
"""
OUTCOMES = {"2024-01-01": {"left": 0.41}, "2024-08-01": {"left": 0.43}}


def rows(seed: int, houses: str, every: int = 7, step: float = 0.0) -> list[str]:
    rng = np.random.default_rng(seed)
    found = []
    for at, day in enumerate(range(5, 205, every)):
        left = round(41 + 2 * (at % len(houses)) + step * (day > 100) + rng.normal(0, 1.6), 1)
        end = np.datetime64("2024-01-01") + day
        found.append(f"{houses[at % len(houses)]},{end - 8},{end},1000,{left},{round(90 - left, 1)},10")
    return found


def write(folder: Path, **tables: tuple[str, list[str]]) -> Path:
    for name in ("series", "data"):
        (folder / name).mkdir(parents=True)
    for name, (more, polls) in tables.items():
        (folder / "series" / f"{name}.yaml").write_text(SERIES.format(name=name) + more)
        (folder / "data" / f"{name}.csv").write_text("\n".join(["house,from,to,n,l,r,u", *polls, ""]))
    return folder


@pytest.mark.property
def test_a_house_that_asks_otherwise_is_another_house_from_then_on(tmp_path: Path) -> None:
    """The same series, its polls in files: from June the pollster B asks in other words, and has 6 points more."""
    (tmp_path / "studies").mkdir(parents=True)
    for at, row in enumerate([*rows(1, "A", 5), *rows(2, "B", 5, 6.0)]):
        house, start, end, n, left, right, none = row.split(",")
        other = house == "B" and end > "2024-04-10"
        words = "Whom would you elect today?" if other else "Whom do you trust more?"
        (tmp_path / "studies" / f"p{at}.yaml").write_text(
            f"study: p{at}\nseries: own\npollster: {house}\nfieldwork: {{start: {start}, end: {end}}}\n"
            f"sample: {{size: {n}}}\nquestions:\n  vote:\n    text: {words}\n    wording: exact\n    base: all\n"
            "    options: {left: Left, right: Right, none: {label: Undecided, missing: dont_know}}\n"
            f"    published: {{left: {left}, right: {right}, none: {none}}}\n"
        )
    made = study_line("vote", load_library(tmp_path), series=["own"], options=["left"])
    labels = [str(one) for one in made.houses]
    assert len(labels) == 3 and sum("since" in label or "from" in label for label in labels) == 1, labels
    (mark,) = [mark for mark in made.marks if mark.kind == "break"]
    assert mark.date[:7] == "2024-04" and "B" in str(mark.label)
    assert any(note.key == "breaks" for note in made.notes)
    (line,) = made.lines
    steps = {str(one.label): 100 * one.centred for one in line.leanings}
    before, after = (steps[label] for label in labels if label.startswith("B"))
    assert abs(after - before) == pytest.approx(6, abs=2.5)  # the step is of the house, not of the level
    half = len(line.level) // 2
    assert abs(line.level[half + 60] - line.level[half - 60]) < 0.03


@pytest.mark.contract
def test_outcomes_houses_and_overlaps_are_taken_from_every_series(tmp_path: Path) -> None:
    anchored = "line: {{anchors: [{{date: '2024-{}', shares: {{left: {}}}}}]{}}}\n"
    anchored += "events: [{{date: '2024-05-01', label: {}}}]\n"
    folder = write(
        tmp_path / "both",
        first=(anchored.format("01-01", 41, "", "One"), rows(3, "AB")),
        second=(anchored.format("08-01", 43, ", overlaps: separate", "Two"), rows(4, "CD")),
    )
    made = study_line("vote", load_library(folder), series=["first", "second"], options=["left"])
    assert [(mark.date, mark.kind) for mark in made.marks if mark.kind == "anchor"] == [
        ("2024-01-01", "anchor"),
        ("2024-08-01", "anchor"),
    ]
    assert [say(mark.label) for mark in made.marks if mark.kind == "event"] == ["One", "Two"]
    (line,) = made.lines
    assert (line.level[0], line.level[-1]) == pytest.approx((0.41, 0.43))
    assert {poll.separate for poll in line.polls if poll.study.startswith("second")} == {True}
    assert {poll.separate for poll in line.polls if poll.study.startswith("first")} == {False}
    other = write(
        tmp_path / "two",
        first=("line: {houses: random}\n", rows(3, "AB")),
        second=("line: {houses: fixed}\n", rows(4, "CD")),
    )
    with pytest.raises(SurveyError, match="first: random; second: fixed"):
        study_line("vote", load_library(other), series=["first", "second"])
    assert study_line("vote", load_library(other), series=["first", "second"], houses="random").random


@pytest.mark.contract
def test_python_and_the_command_draw_one_line(tmp_path: Path) -> None:
    folder = write(tmp_path / "one", polls=("", rows(3, "AB")))
    made = survey.line("vote", series=["polls"], options=["left"], anchors=OUTCOMES, questionnaires=folder)
    args = ["line", "vote", "--series", "polls", "--options", "left", "--format", "csv"]
    for day, shares in OUTCOMES.items():
        args += ["--anchor", f"{day}:left={100 * shares['left']:g}"]
    printed = CliRunner().invoke(cli, [*args, "--questionnaires", str(folder)])
    assert printed.exit_code == 0, printed.output
    made.save(tmp_path / "line.csv")
    assert printed.output.splitlines() == (tmp_path / "line.csv").read_text().splitlines()


@pytest.mark.contract
@pytest.mark.parametrize(
    ("anchors", "said"),
    [
        ({"2024-01-01": {"left": 41.0}}, "'left' is no proportion"),
        ({"January": {"left": 0.41}}, "'January' is no day"),
        ({"2024-02-30": {"left": 0.41}}, "'2024-02-30' is no day"),
        ({"2024-01-01": {"green": 0.41}}, "names 'green', which no poll has"),
    ],
)
def test_an_outcome_that_cannot_be_meant_is_refused(tmp_path: Path, anchors: Any, said: str) -> None:
    folder = write(tmp_path / "one", polls=("", rows(3, "AB")))
    with pytest.raises(SurveyError, match=said):
        survey.line("vote", series=["polls"], anchors=anchors, questionnaires=folder)
