"""What README and the guide show is what the program does."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    """scripts/refresh_docs.py as a module."""
    spec = importlib.util.spec_from_file_location("refresh_docs", ROOT / "scripts" / "refresh_docs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["docs/tour.md", "docs/guide.md", "docs/tables.md"])
def test_every_command_prints_what_the_page_shows(page: str, refresh: ModuleType, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert len(refresh.commands(text)) > 5
    assert refresh.refreshed(text, refresh.workplace(tmp_path)).splitlines() == text.splitlines(), (
        "run: .venv/bin/python scripts/refresh_docs.py"
    )
    assert "Traceback" not in text


def test_the_readme_is_short_and_its_commands_print_what_it_shows(refresh: ModuleType, tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.split()) <= 500
    assert refresh.refreshed(text, refresh.workplace(tmp_path)).splitlines() == text.splitlines()


def test_python_examples_run(refresh: ModuleType, tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "guide.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    folder = refresh.workplace(tmp_path)
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_scripts_run_writes_results_and_names_five_that_exist(tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "run", "baw_2022_03", "--out", tmp_path / "results"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "results" / "baw_2022_03" / "index.html").is_file()
    named = re.findall(r"^  (results/\S+)", done.stdout, re.MULTILINE)
    assert len(named) == 5
    assert all((ROOT / name).is_file() for name in named), named


SCRIPTS = [*(f"scripts/{name}" for name in ("run", "test", "install", "browser", "docs")), ".ci/run"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_can_be_run(name: str) -> None:
    assert (ROOT / name).stat().st_mode & 0o100
    subprocess.run(["bash", "-n", ROOT / name], check=True)
    assert "set -euo pipefail" in (ROOT / name).read_text(encoding="utf-8")


def test_ci_calls_scripts_test() -> None:
    assert "exec scripts/test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
