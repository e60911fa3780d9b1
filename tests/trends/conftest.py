"""Small series of made-up studies, and the shipped ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from survey.definitions.reading.load import load_library
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.trends.series import Trend
from survey.trends.trend import trend

VOTE = {
    "question": "vote",
    "title": {"en": "Vote", "ru": "Голос", "be": "Голас"},
    "text": {"en": "How would you vote?"},
    "wording": "exact",
    "options": {
        "red": {"label": {"en": "Red", "ru": "Красные", "be": "Чырвоныя"}},
        "blue": {"label": {"en": "Blue", "ru": "Синие", "be": "Сінія"}},
        "dk": {"label": {"en": "Hard to say", "ru": "Трудно сказать", "be": "Цяжка сказаць"}, "missing": "dont_know"},
    },
}


@pytest.fixture(scope="session")
def shipped(root: Path) -> Library:
    """The questionnaires of this checkout."""
    return load_library(root / "questionnaires")


@pytest.fixture(scope="session")
def polls(root: Path) -> list[dict[str, Any]]:
    """The 101 records that the shipped polls were made from, as plain values."""
    found = YAML(typ="safe").load((root / "tests/questionnaires/polls.yaml").read_text(encoding="utf-8"))
    records: list[dict[str, Any]] = found["waves"]
    return records


def _wave(name: str, when: str | None, published: dict[str, Any] | None = None, **more: Any) -> Study:
    """A study of series ``town`` that asked ``vote``; ``vote`` in ``more`` refines the question."""
    refined = more.pop("vote", {})
    data: dict[str, Any] = {"study": name, "series": "town", "mode": "phone", "sample": {"size": 1000}, **more}
    if when:
        data["fieldwork"] = when
    data["questions"] = {"vote": {"published": published or {}, **refined}}
    return Study.model_validate(data)


def _library(*studies: Study) -> Library:
    """A library with these studies and the question ``vote``."""
    return Library(
        folder=Path("made_up"),
        questions={"vote": Question.model_validate(VOTE)},
        studies={study.study: study for study in studies},
    )


def _line(*studies: Study, **how: Any) -> Trend:
    """The trend of ``vote`` over these studies."""
    how = {"series": ("town",), **how}
    return trend("vote", _library(*studies), open_sample=lambda name: None, **how)


@pytest.fixture(scope="session")
def wave() -> Callable[..., Study]:
    """Makes a study."""
    return _wave


@pytest.fixture(scope="session")
def library_of() -> Callable[..., Library]:
    """Makes a library of studies."""
    return _library


@pytest.fixture(scope="session")
def line() -> Callable[..., Trend]:
    """Makes a trend of studies."""
    return _line


@pytest.fixture(scope="session")
def baw(shipped: Library) -> Trend:
    """The alliance question over the waves of the Belarusian Analytical Workshop."""
    return trend("alliance_preference", shipped, series=("baw",), open_sample=lambda name: None)


@pytest.fixture(scope="session")
def iiseps(shipped: Library) -> Trend:
    """The choice between Russia and the EU over the waves of IISEPS."""
    return trend("alliance_preference", shipped, series=("iiseps",), open_sample=lambda name: None)
