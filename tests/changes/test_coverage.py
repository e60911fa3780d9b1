"""Intervals of changes hold the true one as often as they say: a small run of scripts/coverage.py, whose full figures
stand in docs/comparing-years.md."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

TIMES = 100
LEAST = 0.95 - 3 * np.sqrt(0.95 * 0.05 / TIMES)  # three standard errors of a coverage below it
APART = 1 - 2.6 * np.sqrt(2 / TIMES), 1 + 3.5 * np.sqrt(2 / TIMES)  # of a mean of so many squares whose mean is 1


@pytest.mark.derivation
@pytest.mark.parametrize("name", ["clustering", "panel overlap", "re-weighting", "make-up"])
def test_a_change_is_held_as_often_as_its_level_says(name: str, root: Path) -> None:
    """Neither less often nor, as intervals that are too wide would, always: squares of error by standard error are 1
    in the mean. Were the persons of the panel not known to be the same they would be 0.6, by 2/3 · 0.6 in common."""
    spec = importlib.util.spec_from_file_location("coverage_of_changes", root / "scripts" / "coverage.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    low, high, true = np.array(list(script.intervals(name, np.random.default_rng(7), TIMES))).T
    assert ((low <= true) & (true <= high)).mean() >= LEAST
    away = ((low + high) / 2 - true) / ((high - low) / (2 * 1.96))
    assert APART[0] < (away**2).mean() < APART[1]
