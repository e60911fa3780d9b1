"""A fixed number of seeded cases; ``scripts/fuzz`` tries as many as there is time for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.cases import case
from tests.hostile.conftest import load_all
from tests.hostile.ground import make_ground
from tests.hostile.harness import try_case

pytestmark = pytest.mark.contract
CASES = 28


def test_no_case_ends_in_anything_but_an_answer_or_one_error(ground: Path, tmp_path: Path) -> None:
    load_all()
    sound = tmp_path / "sound"
    make_ground(sound)
    faults = {}
    for seed in range(CASES):
        made = case(seed, sound)
        found = try_case(made, sound, tmp_path / "case")
        if found.fault:
            faults[seed] = f"{made[0]}: {found.fault}"
    assert not faults
    assert [path.name for path in tmp_path.iterdir()] == ["sound"]
