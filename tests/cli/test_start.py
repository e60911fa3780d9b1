"""How the command line starts and describes itself."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from survey.cli import COMMANDS, cli
from survey.cli.reference import reference

pytestmark = pytest.mark.contract

HEAVY = (
    "pandas",
    "numpy",
    "scipy",
    "statsmodels",
    "seaborn",
    "matplotlib",
    "pydantic",
    "pyarrow",
    "duckdb",
    "narwhals",
)


@pytest.mark.parametrize(
    "args", [["--help"], ["--version"], *([name, "--help"] for name in ("run", "topline", "estimate", "plot"))]
)
def test_help_loads_no_heavy_library(args: list[str], tmp_path: Path) -> None:
    code = (
        "import atexit, json, sys\n"
        f"heavy = {HEAVY!r}\n"
        "atexit.register(lambda: print(json.dumps([name for name in heavy if name in sys.modules])))\n"
        "from survey.cli import main\n"
        f"sys.argv = ['survey', *{args!r}]\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_of_commands_says_what_each_command_says(name: str) -> None:
    command = getattr(importlib.import_module(f"survey.cli.{name}"), name)
    assert command.name == name
    assert command.help.splitlines()[0] == COMMANDS[name]


def test_every_option_has_a_help_text() -> None:
    for name, command in _all_commands():
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} {option.opts}"


def _all_commands() -> list[tuple[str, click.Command]]:
    context = click.Context(cli)
    found = []
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {inner}", item) for inner, item in command.commands.items()]
    return found


def test_the_reference_in_docs_is_current(root: Path) -> None:
    assert (root / "docs" / "cli.md").read_text(encoding="utf-8") == reference(), "run: python -m survey.cli.reference"


def test_the_module_runs_like_the_command(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "survey", "--version"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith("survey, version ")
