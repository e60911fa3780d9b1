"""The story of docs/weighting.md is what the program does: commands, Python, and the pages they leave."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "weighting.md"


def refresh_docs() -> ModuleType:
    """scripts/refresh_docs.py as a module."""
    spec = importlib.util.spec_from_file_location("refresh_docs", ROOT / "scripts" / "refresh_docs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder after the page's commands, and the page with their real output."""
    refresh = refresh_docs()
    folder = refresh.workplace(tmp_path_factory.mktemp("story"))
    return folder, refresh.refreshed(PAGE.read_text(encoding="utf-8"), folder)


def test_every_command_and_every_line_of_python_prints_what_the_page_shows(told: tuple[Path, str]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "Traceback" not in text
    assert len(refresh_docs().commands(text)) >= 8 and text.count("```text") >= 6
    assert told[1].splitlines() == text.splitlines(), "run: .venv/bin/python scripts/refresh_docs.py"


def test_the_weighted_file_and_the_pictures_are_there_and_say_that_they_are_synthetic(told: tuple[Path, str]) -> None:
    folder = told[0]
    assert sorted(path.name for path in (folder / "plots").iterdir()) == [
        "gaps.svg", "lorenz.svg", "love.svg", "weights.svg"
    ]  # fmt: skip
    for path in (folder / "plots").iterdir():
        assert "SYNTHETIC" in path.read_text(encoding="utf-8"), path.name
    assert "invented (synthetic)" in (folder / "statement.txt").read_text(encoding="utf-8")


@pytest.mark.oracle
def test_r_gives_the_two_numbers_of_the_page() -> None:
    found = json.loads((ROOT / "tests" / "oracles" / "weighting_story.json").read_text(encoding="utf-8"))
    said = re.search(r"share ([\d.]+), standard error ([\d.]+)", PAGE.read_text(encoding="utf-8"))
    assert said is not None
    assert float(said[1]) == pytest.approx(found["estimate"], abs=6e-7)
    assert float(said[2]) == pytest.approx(found["std_error"], abs=6e-7)


def test_links_lead_somewhere() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        assert "://" in link or (PAGE.parent / link).exists(), link
    known = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for option in set(re.findall(r"(?<=[` ])(--[a-z-]+)", text)):
        assert f"  {option} " in known or f" {option}\n" in known, option
