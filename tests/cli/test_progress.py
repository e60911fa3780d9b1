"""What takes long says how far it is, to whoever watches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from survey.definitions.reading.load import load_library
from survey.progress import steps, watched
from survey.studies.waves.study_compare import study_samples

pytestmark = pytest.mark.contract


@pytest.fixture
def told() -> Iterator[list[tuple[str, float]]]:
    """What was told while the test ran."""
    found: list[tuple[str, float]] = []
    with watched(lambda what, part: found.append((what, part))):
        yield found


def test_steps_are_told_after_each(told: list[tuple[str, float]]) -> None:
    assert list(steps("waves", "abcd")) == list("abcd")
    assert told == [("waves", 0.0), ("waves", 0.25), ("waves", 0.5), ("waves", 0.75), ("waves", 1.0)]
    assert list(steps("nothing", "")) == []


def test_waves_that_are_opened_are_told(town: Any, told: list[tuple[str, float]]) -> None:
    town.change("studies/poll.yaml", "series: town\n", "series: town\ndata: {file: ../data/wave.csv, id: number}\n")
    study_samples(["poll", "wave"], load_library())
    assert [part for what, part in told if what == "waves"] == [0.0, 0.5, 1.0]
