"""What a weighting leaves to be read has words in every language, and no words of another in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.definitions.records.study import Trim
from survey.weighting.before.eligibility import eligibility
from survey.weighting.before.nonresponse import nonresponse
from survey.weighting.before.propensity import propensity
from survey.weighting.before.selection import selection
from survey.weighting.calibrating.scale import scale
from survey.weighting.calibrating.trim import trim
from survey.weighting.combining.combine import combine
from survey.words import LANGUAGES, Text, say

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]

# what an English sentence cannot do without, and no name in these data is
ENGLISH = re.compile(r"\b(the|of|and|weights|respondents?|with|were|are|is)\b")


def sample() -> survey.Sample:
    rng, n = np.random.default_rng(1), 300
    data = pd.DataFrame(
        {
            "g": rng.choice(["m", "w"], n),
            "a": rng.choice(["1", "2", None], n, p=[0.3, 0.6, 0.1]),
            "r": rng.choice([0, 1], n, p=[0.3, 0.7]),
            "s": rng.choice(["i", "u", "x"], n),
            "h": rng.integers(1, 4, n),
            "b": rng.choice([0.5, 1.0, 4.0], n),
        }
    )
    return survey.Sample(data, survey.SurveyDesign(weight="b"))


TARGETS = {"g": {"m": 46, "w": 54}, "a": {"1": 60, "2": 40}}
WAYS: dict[str, Callable[[survey.Sample], Any]] = {
    "class": lambda one: survey.rake(one, TARGETS, missing="class", cap=4),
    "impute": lambda one: survey.rake(one, TARGETS, missing={"a": {"impute": ["g"]}}, trim=Trim(upper=1.3)),
    "carry": lambda one: survey.rake(one, TARGETS, missing="carry"),
    "nonresponse": lambda one: nonresponse(one, "r", classes=["g", "s"], smallest=60, collapse=True),
    "eligibility": lambda one: eligibility(one, "s", eligible="i", unknown="u", ineligible="x", classes="g"),
    "propensity": lambda one: propensity(one, "r", ["g", "s"], strata=3),
    "selection": lambda one: selection(one, household="h", cap=2),
    "trim": lambda one: trim(one, 0.6, 2.0),
    "scale": lambda one: scale(one, "n", by="g"),
    "combine": lambda one: combine([one, sample()], by="g"),
}


@pytest.mark.parametrize("way", WAYS)
def test_steps_and_notes_are_told_in_every_language(way: str) -> None:
    made = WAYS[way](sample())
    texts: list[Text] = [step.said for step in made.steps]
    texts += [*made.calibration.notes, made.calibration.said] if made.calibration is not None else []
    for text in texts:
        words = {language: say(text, language) for language in LANGUAGES}
        assert not re.search("[а-яіў]", words["en"]), words["en"]
        for language in ("ru", "be"):
            assert not ENGLISH.search(words[language]) and re.search("[а-яіў]", words[language]), words[language]
    assert made.steps[-1].text == say(made.steps[-1].said)


@pytest.mark.parametrize("missing", ["stop", "class"])
def test_a_forecast_is_told_in_every_language(missing: str) -> None:
    found = survey.forecast(sample(), {**TARGETS, "s": {"i": 50, "u": 40, "z": 10}}, missing=missing)
    assert found.problems and {problem.key for problem in found.problems} >= {"data.no_option", "data.no_target"}
    for line in found.said:
        own = re.sub(r"(Known|Did).*", "", say(line, "ru"))  # what was meant perhaps is English, as in the error
        assert not ENGLISH.search(own) and re.search("[а-я]", own), own
    assert found.text == tuple(map(say, found.said))
