"""A question of several answers in every command: the same figures however the answers are written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from survey.cli import cli

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
OPTIONS = ("tv", "net", "radio")
STUDY = """\
study: {name}
title: Media
fieldwork: '2020'
sample: {{kind: unknown, size: 120}}
data: {{file: {name}.csv}}
design: {{weight: w}}
questions:
  media:
    type: multiple
    title: Media
    options: {{tv: TV, net: {{label: "Net; web"}}, radio: Radio}}
    nets: {{screen: [tv, net]}}
{how}
  sex: {{options: {{m: Men, f: Women}}}}
banner: [sex]
"""
FORMS = {
    "flags": "    columns: {tv: f_tv, net: f_net, radio: f_radio}",
    "codes": "    columns: [m1, m2, m3]",
    "cells": "    column: cell\n    delimiter: ';'",
}


def answers() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    flags = rng.random((120, 3)) < (0.6, 0.4, 0.3)
    flags[~flags.any(axis=1), 0] = True  # a cell cannot tell none of them from nobody asked
    named = [[option for option, is_ in zip(OPTIONS, row, strict=True) if is_] for row in flags.tolist()]
    label = {"tv": "TV", "net": "Net; web", "radio": "Radio"}
    frame = pd.DataFrame({f"f_{option}": flags[:, k].astype(int) for k, option in enumerate(OPTIONS)})
    for k in range(3):
        frame[f"m{k + 1}"] = [row[k] if k < len(row) else None for row in named]
    frame["cell"] = ["; ".join(label[option] for option in row) for row in named]
    return frame.assign(sex=rng.choice(["m", "f"], 120), w=rng.uniform(0.5, 2, 120).round(3))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, how in FORMS.items():
        (tmp_path / f"{name}.yaml").write_text(STUDY.format(name=name, how=how), encoding="utf-8")
        answers().to_csv(tmp_path / f"{name}.csv", index=False)
    return tmp_path


def ran(folder: Path, *call: str) -> Result:
    study = next(one for one in call if one in FORMS)
    return CliRunner().invoke(cli, [str(folder / f"{one}.yaml") if one == study else one for one in call])


def rows(folder: Path, *call: str) -> list[dict[str, Any]]:
    result = ran(folder, *call, "--format", "json")
    assert result.exit_code == 0, result.output
    return [{**row, "study": ""} for row in json.loads(result.stdout)["rows"]]


@pytest.mark.parametrize(
    "call",
    [
        lambda name: ("topline", name, "media"),
        lambda name: ("topline", name, "media", "--base", "answers"),
        lambda name: ("crosstab", name, "--rows", "media", "--banner", "sex"),
        lambda name: ("crosstab", name, "--rows", "sex", "--banner", "media"),
        lambda name: ("crosstab", name, "--rows", "media", "--banner", "sex", "--letters"),
        lambda name: ("estimate", name, "share", "media", "--by", "sex"),
        lambda name: ("estimate", name, "total", "media"),
        lambda name: ("topline", name, "media", "--engine", "duckdb"),
    ],
)
def test_flags_codes_and_cells_make_one_table(folder: Path, call: Callable[[str], tuple[str, ...]]) -> None:
    flags, *others = (rows(folder, *call(name)) for name in FORMS)
    for made in others:
        assert made == flags


def test_check_weight_and_a_book_take_it(folder: Path) -> None:
    for name in FORMS:
        assert ran(folder, "check", name).exit_code == 0
        made = ran(folder, "crosstab", name, "--all", "--out", str(folder / f"{name}.xlsx"))
        assert made.exit_code == 0, made.output


def test_the_table_says_that_several_answers_could_be_given_and_counts_nobody_twice_in_a_net(folder: Path) -> None:
    text = ran(folder, "topline", "flags", "media").stdout
    assert "Several answers could be given" in text
    found = {row["option"]: row["estimate"] for row in rows(folder, "topline", "flags", "media")}
    frame = answers()
    screen = frame["w"][(frame["f_tv"] == 1) | (frame["f_net"] == 1)].sum() / frame["w"].sum()
    assert found["screen"] == pytest.approx(screen, rel=1e-12) and found["screen"] < found["tv"] + found["net"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("estimate", "flags", "mean", "media"), "one answer of each respondent"),
        (("topline", "flags", "sex", "--base", "answers"), "questions of type multiple"),
        (("estimate", "flags", "test", "media", "--by", "sex"), "one answer of each respondent"),
    ],
)
def test_what_needs_one_answer_says_so(folder: Path, call: tuple[str, ...], said: str) -> None:
    result = ran(folder, *call)
    assert result.exit_code == 1 and said in result.stderr and "Traceback" not in result.output


def test_flags_of_one_and_two_without_a_mark_are_refused_with_their_values(folder: Path) -> None:
    frame = answers()
    for option in OPTIONS:
        frame[f"f_{option}"] = 2 - frame[f"f_{option}"]
    frame.to_csv(folder / "flags.csv", index=False)
    result = ran(folder, "topline", "flags", "media")
    assert result.exit_code == 1 and "marked" in result.stderr
    path = folder / "flags.yaml"
    path.write_text(path.read_text().replace("    columns: {tv", "    marked: 1\n    columns: {tv"))
    assert rows(folder, "topline", "flags", "media")[0]["estimate"] > 0.5


def test_check_foresees_what_a_trend_of_answers_refuses(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = STUDY.replace("    type: multiple", "    type: multiple\n    base: {base}")
    for name, base in (("flags", "answers"), ("codes", "asked"), ("cells", "asked")):
        text = study.replace("{base}", base).format(name=name, how=FORMS[name]).replace("'2020'", f"'20{len(name)}0'")
        (folder / "studies").mkdir(exist_ok=True)
        (folder / "studies" / f"{name}.yaml").write_text(text, encoding="utf-8")
        answers().to_csv(folder / "studies" / f"{name}.csv", index=False)
    monkeypatch.chdir(folder)
    at = ["--questionnaires", str(folder)]
    told = CliRunner().invoke(cli, ["check", "flags", *at])
    assert told.exit_code == 0 and "'survey trend media' will need --base asked or --base valid" in told.stdout
    assert "trend" not in CliRunner().invoke(cli, ["check", "codes", *at]).stdout
    refused = CliRunner().invoke(cli, ["trend", "media", *at])
    assert refused.exit_code == 1 and "not of the answers marked" in " ".join(refused.output.split())
    assert CliRunner().invoke(cli, ["trend", "media", "--base", "asked", *at]).exit_code == 0
