"""What printing a table may load: none of the libraries that only pictures and pages need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ("matplotlib", "seaborn")
PAGES = ("jinja2",)
MODELS = ("patsy", "statsmodels", "survey.estimation.models.model")
COMMAND = """
import contextlib, io, json, sys
from survey.cli import main
sys.argv = ["survey", *json.loads(sys.argv[1])]
printed = io.StringIO()
with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
    main()
print(json.dumps([printed.getvalue(), [name for name in json.loads(sys.argv[-1]) if name in sys.modules]]))
"""


def loaded(*command: str, of: tuple[str, ...]) -> tuple[str, list[str]]:
    """What the command printed, and which modules of ``of`` it loaded."""
    program = COMMAND.replace("json.loads(sys.argv[-1])", repr(of))
    run = subprocess.run(
        [sys.executable, "-c", program, json.dumps(command)],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    text, names = json.loads(run.stdout.splitlines()[-1])
    return text, names


@pytest.mark.parametrize("form", ["text", "csv", "json", "md"])
def test_a_topline_of_published_figures_needs_no_library_of_pictures_pages_or_models(form: str) -> None:
    text, names = loaded("topline", "baw_2022_03", "--format", form, of=(*PICTURES, *PAGES, *MODELS))
    assert "61.8" in text or "0.618" in text
    assert names == []


COMMANDS = (("topline", "example_wave"), ("crosstab", "example_wave"), ("verify", "baw_2022_03"))


@pytest.mark.parametrize("command", COMMANDS)
def test_no_text_needs_a_library_of_pictures_or_pages(command: tuple[str, ...]) -> None:
    text, names = loaded(*command, of=(*PICTURES, *PAGES))
    assert text and names == []


def test_a_page_needs_no_library_of_pictures() -> None:
    text, names = loaded("topline", "baw_2022_03", "--format", "html", of=PICTURES)
    assert text.startswith("<!DOCTYPE html>") and names == []
