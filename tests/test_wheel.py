"""A wheel carries the questionnaires and runs them from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parent.parent


def call(installed: Path, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-m", *args]
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True)


def test_the_wheel_is_what_is_tested(installed: Path, tmp_path: Path) -> None:
    settings = {**os.environ, "PYTHONPATH": str(installed)}
    code = "import survey; print(survey.__file__)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, env=settings, capture_output=True, text=True
    )
    assert Path(done.stdout.strip()) == installed / "survey" / "__init__.py"


def test_the_wheel_carries_every_definition(installed: Path, root: Path) -> None:
    def names(folder: Path) -> set[str]:
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    assert names(installed / "survey" / "questionnaires") == names(root / "questionnaires")
    assert (installed / "survey" / "py.typed").is_file()


def test_the_wheel_checks_the_questionnaires_it_carries(installed: Path, tmp_path: Path) -> None:
    done = call(installed, tmp_path, "survey", "check")
    assert done.returncode == 0, done.stderr
    assert "OK" in done.stdout


def test_the_wheel_runs_the_questionnaires_it_carries_into_the_folder_of_the_call(shipped: Path) -> None:
    made = {path.relative_to(shipped) for path in shipped.rglob("*")}  # nothing beside results
    committed = ROOT / "results"  # of the checkout this alone: elsewhere other tests come and go
    assert made == {path.relative_to(ROOT) for path in (committed, *committed.rglob("*"))}
