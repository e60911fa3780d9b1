"""A study's rule of presentation is one rule, or limits that can be met; else a fault with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey.definitions.reading.load import check_library, load_library

pytestmark = pytest.mark.contract

STUDY = """\
study: poll
fieldwork: '2020'
presentation: {}
questions: {{vote: {{options: {{yes: Yes, no: No}}, published: {{yes: 60}}}}}}
"""


@pytest.mark.parametrize("said", ["nchs", "{rule: n30}", "{suppress: {n: 30}, flag: {n: 100}}", "{flag: {moe: 10}}"])
def test_a_rule_by_name_or_limits_are_taken(write: Callable[..., Path], said: str) -> None:
    assert not check_library(load_library(write({"studies/poll.yaml": STUDY.format(said)})))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("n40", "n40"),
        ("{}", "Neither a rule nor limits"),
        ("{rule: n30, suppress: {n: 20}}", "A rule by its name and limits"),
        ("{suppress: {n: 100}, flag: {n: 30}}", "Marks no figure"),
        ("{suppress: {n: -1}}", "suppress"),
    ],
)
def test_what_is_no_rule_is_a_fault_in_its_line(write: Callable[..., Path], given: str, said: str) -> None:
    problems = check_library(load_library(write({"studies/poll.yaml": STUDY.format(given)})))
    assert [problem.line for problem in problems if said in f"{problem.key} {problem.message}"] == [3], problems
