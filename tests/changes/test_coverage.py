"""Intervals of changes hold the true one as often as they say: a small run of scripts/coverage.py, whose full figures
stand in docs/comparing-years.md."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

TIMES, LEAST = 40, 0.85  # three standard errors below 95% of so many draws


@pytest.mark.derivation
@pytest.mark.parametrize("name", ["clustering", "panel overlap", "re-weighting", "make-up"])
def test_a_change_is_held_as_often_as_its_level_says(name: str, root: Path) -> None:
    spec = importlib.util.spec_from_file_location("coverage_of_changes", root / "scripts" / "coverage.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.coverage(name, TIMES, seed=7) >= LEAST
