"""Options and figures that would say something else than they seem to."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey.cli import cli

pytestmark = pytest.mark.contract

LINES = "study: p\nsample: {size: 1000}\nquestions:\n  q1: {options: {a: A, b: B}, published: {a: %s, b: %s}}\n"


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args), prog_name="survey")


@pytest.fixture
def poll(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.yaml").write_text(LINES % (61.8, 29), encoding="utf-8")
    return tmp_path / "p.yaml"


@pytest.mark.parametrize("command", ["check", "topline", "verify"])
@pytest.mark.parametrize("option", [("--encoding", "cp1251"), ("--sheet", "answers"), ("--weight", "none")])
def test_an_option_of_reading_without_data_is_refused(poll: Path, command: str, option: tuple[str, str]) -> None:
    made = run(command, str(poll), *option)
    assert made.exit_code == 1 and option[0] in made.output and "Give --data FILE" in made.output
    assert run(command, str(poll)).exit_code in (0, 3)


def test_published_proportions_are_a_fault_with_the_percentage_to_write(poll: Path) -> None:
    poll.write_text(LINES % (0.618, 0.29), encoding="utf-8")
    made = run("check", str(poll))
    assert made.exit_code == 1 and "write 61.8 for 0.618 (a)" in made.output and "p.yaml:4" in made.output


def test_small_percentages_of_some_answers_are_no_fault(poll: Path) -> None:
    text = LINES % (0.6, 0.3)
    poll.write_text(text.replace("b: B}", "b: B, c: C}"), encoding="utf-8")
    assert run("check", str(poll)).exit_code == 0
