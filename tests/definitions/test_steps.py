"""Which answers are steps, and of two poles: by what is declared, by type, values and nets; never by labels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from survey.definitions.reading.load import check_library, load_library
from survey.definitions.records.question import Question
from survey.definitions.steps import steps

pytestmark = pytest.mark.contract

FOUR = {name: {"code": at} for at, name in enumerate(("great", "good", "bad", "awful"), 1)}


def asked(**parts: Any) -> Question:
    return Question.model_validate({"question": "q", "options": FOUR, **parts})


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({}, None),
        ({"type": "scale"}, "steps"),
        ({"type": "scale", "ordered": "none"}, None),
        ({"ordered": "poles"}, "poles"),
        ({"ordered": "steps"}, "steps"),
        ({"type": "scale", "nets": {"well": ["great", "good"], "badly": ["bad", "awful"]}}, "poles"),
        ({"type": "scale", "nets": {"well": ["great"], "badly": ["awful"]}}, "steps"),  # two steps between them
        ({"type": "scale", "nets": {"well": ["great", "good"]}}, "steps"),
        ({"nets": {"well": ["great", "good"], "badly": ["bad", "awful"]}}, None),  # parties may have blocs
        ({"options": {name: {"value": at} for at, name in enumerate(FOUR)}}, "steps"),
        ({"options": {name: {"value": at} for at, name in zip((0, 2, 1, 3), FOUR)}}, None),
        ({"options": {name: {"value": at} for at, name in zip((2, 1, -1, -2), FOUR)}}, "poles"),
        ({"options": {"yes": {"value": 1}, "no": {"value": 0}}}, None),
        ({"type": "multiple", "options": {name: {"value": at} for at, name in enumerate(FOUR)}}, None),
    ],
)
def test_steps_and_poles(parts: dict[str, Any], found: str | None) -> None:
    assert steps(asked(**parts)) == found


def test_a_kind_of_missing_is_no_step() -> None:
    options = {**{name: {"value": at} for at, name in enumerate(FOUR)}, "dk": {"missing": "dont_know"}}
    assert steps(asked(options=options)) == "steps"


STUDY = """\
study: poll
fieldwork: '2020'
questions: {{vote: {{ordered: poles, options: {{yes: Yes, no: No}}, published: {{yes: 60}}}}}}
figures: {}
"""


@pytest.mark.parametrize(
    "said",
    ["{vote: Most say yes}", "{vote: {en: Most say yes, ru: Большинство за}}", "{vote: {title: Yes, by: {en: No}}}"],
)
def test_titles_of_pictures_stand_in_a_study(write: Callable[..., Path], said: str) -> None:
    library = load_library(write({"studies/poll.yaml": STUDY.format(said)}))
    assert not check_library(library)
    own = library.studies["poll"].figures["vote"]
    assert own.title and next(iter(own.title.values())) in ("Most say yes", "Yes")
    assert steps(library.question(library.studies["poll"], "vote")) == "poles"


def test_a_title_of_a_question_that_is_not_asked_is_a_fault_in_its_line(write: Callable[..., Path]) -> None:
    problems = check_library(load_library(write({"studies/poll.yaml": STUDY.format("{vot: Most say yes}")})))
    assert [(problem.line, "no question 'vot'" in problem.message) for problem in problems] == [(4, True)]
