"""The shell completes ids of studies, questions, options: from the definitions as they stand, at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from click.shell_completion import CompletionItem, ShellComplete

from survey.cli import cli
from survey.cli.shared.fish import Fish

pytestmark = pytest.mark.contract

MAIN = """\
import atexit, json, sys
heavy = ("pydantic", "numpy", "pandas", "duckdb", "survey.cells", "survey.estimation", "rich")
atexit.register(lambda: print(json.dumps([name for name in heavy if name in sys.modules])))
from survey.cli import main
main()
"""


def completed(*typed: str) -> list[str]:
    """What the shell offers for the last of ``typed``."""
    *before, last = typed
    return [item.value for item in ShellComplete(cli, {}, "survey", "_SURVEY_COMPLETE").get_completions(before, last)]


def test_ids_are_completed_by_what_stands_before_them(town: Any) -> None:
    town.change("studies/wave.yaml", "  area: {}\n", "  area: {}\n  mood: {options: {good: Good, bad: Bad}}\n")
    assert completed("topline", "w") == ["wave"]
    assert completed("topline", "wave", "") == ["vote", "sex", "area", "mood"]
    assert completed("crosstab", "wave", "vote", "--banner", "sex>a") == ["sex>area"]
    assert completed("crosstab", "wave", "vote", "--banner=sex,") == ["sex,vote", "sex,area", "sex,mood"]
    assert completed("plot", "crosstab", "wave", "mood", "--option", "") == ["good", "bad"]
    assert completed("estimate", "wave", "t", "mood", "--by", "sex", "--groups", "m") == ["male"]
    assert completed("line", "vote", "--options", "red,") == ["red,blue", "red,hard_to_say"]
    assert completed("trend", "vote", "--series", "") == ["town"]
    assert completed("trend", "vote", "--change", "poll:") == ["poll:wave"]
    assert completed("compare", "poll", "wave", "vo") == ["vote"]
    assert completed("verify", "pa") == ["paper"] and completed("report", "to") == ["town"]
    assert completed("weight", "wave", "--targets", "") == ["town"]
    assert completed("weight", "wave", "--margins", "a") == ["area"]
    elsewhere = completed("topline", "--questionnaires", str(town.folder / "none"), "")
    assert elsewhere == [""]  # the shell then offers files


def test_options_that_are_numbers_are_completed_too(town: Any) -> None:
    town.change(
        "studies/wave.yaml", "  area: {}\n", "  area: {}\n  mood: {options: {1: Bad, 12: Good}, nets: {top: [12]}}\n"
    )
    assert completed("plot", "crosstab", "wave", "mood", "--option", "") == ["1", "12", "top"]
    assert completed("plot", "crosstab", "wave", "mood", "--option", "1") == ["1", "12"]


def test_fish_takes_a_value_with_commas_whole_and_keeps_the_name_of_the_option(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Fish(cli, {}, "survey", "_SURVEY_COMPLETE")
    assert 'string split --max 1 "," $completion' in shell.source()
    offered = CompletionItem("sex,area", help="Area (1, 2)")
    monkeypatch.setenv("COMP_CWORD", "sex,")
    assert shell.format_completion(offered) == "plain,sex,area\tArea (1, 2)"
    monkeypatch.setenv("COMP_CWORD", "--banner=sex,")
    assert shell.format_completion(offered) == "plain,--banner=sex,area\tArea (1, 2)"


def test_broken_definitions_are_completed_as_far_as_they_can_be_read(town: Any) -> None:
    town.write("studies/odd.yaml", "study: odd\nseries: town\nquestions:\n  vote: 7\n  mood: [1, 2]\n  sex: {x: {\n")
    town.write("questions/vote.yaml", "- not\n- a question\n")
    assert "odd" in completed("topline", "")
    assert completed("topline", "odd", "v") in ([], ["vote"])
    assert completed("plot", "crosstab", "odd", "vote", "--option", "") == []
    assert set(completed("trend", "")) == {"vote", "sex", "area"}


def test_completion_loads_no_library(town: Any) -> None:
    words = {"_SURVEY_COMPLETE": "bash_complete", "COMP_WORDS": "survey crosstab wave --banner s", "COMP_CWORD": "4"}
    done = subprocess.run([sys.executable, "-c", MAIN], capture_output=True, text=True, env={**os.environ, **words})
    *offered, loaded = done.stdout.splitlines()
    assert offered == ["plain,sex"] and json.loads(loaded) == [], done.stderr
