"""What tells who a respondent is makes no question by itself: neither of ``questions: all`` nor in a scaffold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.cells.files.open import open_data
from survey.cells.opening.personal import personal
from survey.definitions.reading.load import load_library, load_study
from survey.errors import LeftOutWarning
from survey.scaffold.guessing.guess import guess
from survey.studies.codebook.study_codebook import study_codebook

pytestmark = pytest.mark.contract

WORDS = [f"word {one}" for one in "abcdef"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("q7", ["a@example.org", "b@example.org"]),
        ("q7", ["10.0.0.1", "192.168.1.20"]),
        ("q7", ["+375 29 123-45-67", "(029) 123 45 67"]),
        ("q7", [375291234567.0, 375291234568.0]),
        ("ФИО", WORDS),
        ("LastName", WORDS),
        ("recipient_email", WORDS),
        ("Телефон", WORDS),
        ("home address", WORDS),
    ],
)
def test_a_column_that_tells_who_somebody_is(name: str, values: list[object]) -> None:
    assert personal(name, values, {}) is not None
    assert personal(name, values, {1: "Yes"}) is None, "a labelled column holds codes"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("income", [1200.0, 3400.0, 999999.0]),
        ("income", [100000000.5, 250000000.25]),
        ("phone", ["landline", "mobile", "none"]),
        ("phone", [0, 1, 2, 3, 4, 5, 6]),
        ("party_name", WORDS),
        ("date", ["2024-01-02", "2024-01-03"]),
        ("q1", []),
    ],
)
def test_a_column_that_does_not(name: str, values: list[object]) -> None:
    assert personal(name, values, {}) is None


@pytest.fixture
def wave(tmp_path: Path) -> Path:
    draw, n = np.random.default_rng(3), 300
    frame = pd.DataFrame(
        {
            "vote": draw.choice(["Red", "Blue"], n),
            "mail": [f"m{one}@example.org" for one in draw.integers(0, 15, n)],
            "tel": [f"+37529{one}" for one in draw.integers(1000000, 1000012, n)],
            "surname": [f"Petrov {one}" for one in draw.integers(0, 12, n)],
            "other": [f"my neighbour {one}" if one < 15 else "" for one in range(n)],
        }
    )
    frame.to_csv(tmp_path / "wave.csv", index=False)
    return tmp_path / "wave.csv"


def test_it_is_left_out_of_a_scaffold_with_the_reason(wave: Path) -> None:
    made = guess(open_data(wave))
    assert [one.name for one in made.questions] == ["vote"]
    assert [one.column for one in made.left] == ["mail", "tel", "surname", "other"]


def test_it_is_no_question_of_all_and_not_in_the_codebook(wave: Path) -> None:
    (wave.parent / "studies").mkdir()
    text = "study: poll\ndata: {file: ../wave.csv}\nquestions: all\n"
    (wave.parent / "studies" / "poll.yaml").write_text(text, encoding="utf-8")
    library = load_library(wave.parent)
    with pytest.warns(LeftOutWarning, match=r"personal data: 3: mail, tel, surname; own words: 1: other"):
        made = study_codebook(load_study("poll", library), library, settings={})
    assert [item.question.question for item in made.items] == ["vote"]
