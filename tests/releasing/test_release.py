"""``survey release``: what goes out, what stays inside, and what is said of it."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner

import survey
from survey.cli import cli
from survey.maths.disclosure.frequencies import own_category
from survey.releasing.measure import key_codes, told_by
from survey.reports.printing.render import render
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract
STUDY = """study: town
fieldwork: {start: 2022-03-16, end: 2022-03-26}
data: {file: town.csv, id: nr}
design: {weight: w, psu: village}
questions:
  vote: {text: Vote?, options: {1: A, 2: B, 9: {label: Refused, missing: refused}}}
  sex: {text: Sex?, options: {1: M, 2: F}}
  area: {text: Area?, options: {n: North, s: South, e: East}}
  age: {type: number, text: Age?, missing: {999: refused}}
  said: {type: open, text: Why?}
release:
  keys: [sex, age, area]
  k: 3
  top: {age: 70}
  recode: {area: {rest: [s, e]}}
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("town")
    draw = np.random.default_rng(5)
    n = 300
    frame = pd.DataFrame(
        {
            "nr": range(1000, 1000 + n),
            "village": draw.integers(1, 20, n),
            "vote": draw.choice([1, 2, 9], n).astype(object),
            "sex": draw.choice([1, 2], n),
            "area": draw.choice(["n", "s", "e"], n, p=[0.9, 0.08, 0.02]),
            "age": draw.integers(18, 95, n),
            "said": [f"I am Maria {i}" for i in range(n)],
            "asked_at": [f"2022-03-{16 + i % 10:02d} 10:{i % 60:02d}" for i in range(n)],
            "income": draw.integers(1, 10**6, n),
            "w": draw.uniform(100, 900, n).round(3),
        }
    )
    frame.loc[3, "age"] = 999
    frame.loc[5, "vote"] = "Ivan Ivanov, +375 29 1234567"
    frame.to_csv(folder / "town.csv", index=False)
    (folder / "town.yaml").write_text(STUDY)
    yield folder


def released(town: Path, tmp_path: Path, *options: str) -> tuple[Path, str, str]:
    out = tmp_path / "public.sav"
    made = CliRunner().invoke(cli, ["release", str(town / "town.yaml"), "--out", str(out), *options])
    assert made.exit_code == 0, made.output
    return out, made.stdout, made.stderr


def test_a_release_shows_nobody_and_says_all_that_was_done(town: Path, tmp_path: Path) -> None:
    out, said, _ = released(town, tmp_path)
    frame, meta = pyreadstat.read_sav(str(out))
    assert list(frame.columns) == ["vote", "sex", "area", "age", "w"]
    assert (own_category(key_codes(frame, ["sex", "age", "area"])) >= 3).all()
    assert frame["age"][frame["age"] < 999].max() == 70
    assert set(frame["area"]) <= {"n", "rest", ""} and not frame["vote"].isin([5]).any()
    assert "Maria" not in out.read_bytes().decode("latin1") and "Ivan" not in said
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    record = json.loads(out.with_name("public.sav.json").read_text())
    why = {one["column"]: one["why"] for one in record["left_out"]}
    assert why == {"nr": "id", "village": "design", "said": "open", "asked_at": "date", "income": "other"}
    how = {(one["column"], one["how"]) for one in record["changed"]}
    assert {("vote", "words"), ("age", "top"), ("area", "recoded"), ("age", "suppressed")} <= how
    assert record["before"]["below"]["2"] > 0 == record["after"]["below"]["3"]
    assert record["asked"]["keys"] == ["sex", "age", "area"]
    assert record["after"]["expected"] < record["before"]["expected"]
    raw = pd.read_csv(town / "town.csv")
    assert sorted(frame["w"].round(3)) == sorted(raw["w"])


@pytest.mark.filterwarnings("ignore::survey.errors.UnknownCodeWarning", "ignore::survey.errors.LabelWarning")
def test_the_order_of_the_rows_tells_nothing(town: Path, tmp_path: Path) -> None:
    one = survey.release(town / "town.yaml", tmp_path / "a.csv")
    raw = pd.read_csv(town / "town.csv")
    raw.sample(frac=1, random_state=2).to_csv(tmp_path / "shuffled.csv", index=False)
    survey.release(town / "town.yaml", tmp_path / "b.csv", data=tmp_path / "shuffled.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    for language in LANGUAGES:
        assert "sex" in render(one, "text", language)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--keys", "sex,said"], "stays inside and is no key"),
        (["--keys", "sex,vote2"], "no question or column 'vote2'"),
        (["--top", "area=3"], "is recoded already"),
        (["--recode", "area=3"], "are no numbers"),
        (["--weights", "much"], "--weights"),
        (["--population", "3"], "smaller than the sample"),
        (["--drop", "vote", "--keep", "vote"], "both to go and to stay"),
    ],
)
def test_what_cannot_be_is_one_error_and_writes_nothing(
    town: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    made = CliRunner().invoke(cli, ["release", str(town / "town.yaml"), "--out", str(tmp_path / "x.csv"), *options])
    assert made.exit_code == 1 and said in made.output, made.output
    assert not list(tmp_path.iterdir())


def test_options_take_the_place_of_the_definition(town: Path, tmp_path: Path) -> None:
    line = ["--k", "5", "--recode", "age=30/60", "--weights", "drop", "--keep", "village", "--drop", "vote"]
    study = (town / "town.yaml").read_text().replace("  top: {age: 70}\n", "")
    (town / "bands.yaml").write_text(study.replace("study: town", "study: bands"))
    out = tmp_path / "bands.dta"
    made = CliRunner().invoke(cli, ["release", str(town / "bands.yaml"), "--out", str(out), *line])
    assert made.exit_code == 0, made.output
    frame, meta = pyreadstat.read_dta(str(out))
    assert list(frame.columns) == ["village", "sex", "area", "age"]
    assert (own_category(key_codes(frame, ["sex", "age", "area"])) >= 5).all()
    assert meta.variable_value_labels["age"] == {0: "<30", 1: "30–<60", 2: "≥60"}
    assert sorted(frame["village"].unique()) == list(range(1, 20))  # numbered anew


def test_a_weight_that_gives_back_what_was_taken_away_is_told() -> None:
    weights = np.array([1.0, 1, 1, 2, 2])
    before = np.array([[0], [0], [0], [1], [0]])
    after = np.array([[0], [0], [-1], [-1], [0]])
    assert told_by(weights, before, after) == 1  # the third; the fourth is guessed wrongly


def test_a_file_without_a_definition_is_told_to_have_one_first(town: Path, tmp_path: Path) -> None:
    call = ["release", str(town / "town.csv"), "--keys", "sex", "--out", str(tmp_path / "x.csv")]
    made = CliRunner().invoke(cli, call)
    assert made.exit_code == 1 and "survey new town --data FILE" in made.stderr
    assert not (tmp_path / "x.csv").exists()
