"""Questions of which no table can be made: named by check, left out by the commands that make all tables."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from survey.cli import cli

TABLES = "tables: [vote, sex]\n"
QUESTIONS = """\
questions:
  vote: {options: {1: Left, 2: Right}}
  sex: {options: {1: Man, 2: Woman}}
  multi: {type: multiple, options: {tv: {}, net: {}}, columns: {tv: m1, net: m2}, marked: 1}
  words: {}
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """600 respondents: two questions, one of several answers, and one of 591 different answers."""
    rng = np.random.default_rng(5)
    columns = {name: rng.integers(1, 3, 600) for name in ("vote", "sex", "m1", "m2")}
    words = [f"answer {min(i, 590)}" for i in range(600)]
    for part in ("questions", "studies", "targets", "sources", "claims"):
        (tmp_path / "q" / part).mkdir(parents=True)
    pd.DataFrame({**columns, "words": words}).to_csv(tmp_path / "q/studies/st.csv", index=False)
    write(tmp_path / "q")
    return tmp_path / "q"


def write(library: Path, more: str = "") -> None:
    policy = "disclosure: {preset: none, reason: invented}\n"  # under one the record has kinds of warnings only
    text = f"study: st\nfieldwork: '2020'\ndata: st.csv\n{policy}banner: [sex]\n{more}{QUESTIONS}"
    library.joinpath("studies/st.yaml").write_text(text)


def ran(library: Path, *words: str) -> Result:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        return CliRunner().invoke(cli, [*words, "--questionnaires", str(library)])


@pytest.mark.contract
@pytest.mark.parametrize("command", [["check", "st"], ["topline", "st"], ["crosstab", "st"]])
def test_a_question_without_a_table_is_named_and_costs_no_other_table(library: Path, command: list[str]) -> None:
    made = ran(library, *command)
    said = " ".join(made.output.split())
    assert made.exit_code == 0
    assert "multi: left out" not in said and (command[0] == "check" or "Several answers could be given" in said)
    assert "st: words: left out of the tables (600 respondents): has no options and 591 different answers" in said
    assert "'tables:'" in said
    assert command[0] == "check" or "Left" in said
    write(library, TABLES)
    assert "left out of the tables" not in ran(library, *command).output


@pytest.mark.contract
def test_a_run_makes_the_other_tables_and_records_what_it_left_out(library: Path, tmp_path: Path) -> None:
    made = ran(library, "run", "st", "--out", str(tmp_path / "made"))
    assert made.exit_code == 0, made.output
    record = json.loads(next((tmp_path / "made").rglob("run.json")).read_text())
    assert sum("left out of the tables" in said for said in record["warnings"]) == 1
    figures = pd.read_csv(next((tmp_path / "made").rglob("toplines.csv")))
    assert set(figures["question"]) == {"vote", "multi"}


@pytest.mark.contract
def test_a_question_without_a_table_that_is_named_is_an_error_in_every_command(library: Path) -> None:
    name = "words"
    assert ran(library, "topline", "st", name).exit_code == 1
    assert ran(library, "crosstab", "st", "--rows", f"vote,{name}").exit_code == 1
    for more in (f"tables: [vote, {name}]\n", f"banner: [{name}]\n"):
        text = f"study: st\nfieldwork: '2020'\ndata: st.csv\n{more}{QUESTIONS}"
        library.joinpath("studies/st.yaml").write_text(text)
        refused = [ran(library, *command) for command in (["check", "st"], ["crosstab", "st", "--banner", "sex"])]
        assert refused[0].exit_code == 1 and name in refused[0].output
        assert "tables" not in more or refused[1].exit_code == 1
