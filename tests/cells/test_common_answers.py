"""Finer answers meet coarser ones by the nets of the definition, in every command alike; other sets of answers do
not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey
from survey.definitions.comparable import Asked
from survey.definitions.comparing.crosswalk import crosswalk
from survey.definitions.records.question import Question
from survey.errors import ComparisonError
from survey.words import say

COARSE = {"options": {"agree": {"code": 1}, "disagree": {"code": 2}, "dk": {"code": 9, "missing": "dont_know"}}}
FINE = {
    "options": {
        **{name: {"code": code} for code, name in enumerate(("much", "rather", "rather_not", "not_at_all"), start=1)},
        "dk": {"code": 9, "missing": "dont_know"},
    },
    "nets": {"agree": ["much", "rather"], "disagree": ["rather_not", "not_at_all"]},
}
FOUR = {"options": {"russia": {"code": 1}, "eu": {"code": 2}, "both": {"code": 3}, "neither": {"code": 4}}}
TWO = {"options": {"russia": {"code": 1}, "eu": {"code": 2}}}


def sample(question: dict[str, object], answers: list[int], repeat: int = 30) -> survey.Sample:
    return survey.Sample(pd.DataFrame({"q": np.repeat(answers, repeat)}), questions={"q": question})


@pytest.mark.derivation
@pytest.mark.parametrize("turned", [False, True])
def test_a_change_from_finer_answers_is_that_of_their_sums(turned: bool) -> None:
    fine, coarse = sample(FINE, [1, 1, 2, 3, 4]), sample(COARSE, [1, 2, 2, 2, 9])
    waves = (coarse, fine) if turned else (fine, coarse)
    made = survey.compare(*waves, "q")
    sign = -1 if turned else 1
    change = dict(zip(made.option, made.estimate, strict=True))
    assert change["agree"] == pytest.approx(sign * (0.2 - 0.6))
    assert change["disagree"] == pytest.approx(sign * (0.6 - 0.4))
    se = np.hypot(np.sqrt(0.24 / 149), np.sqrt(0.16 / 149))
    assert made.std_error[list(made.option).index("agree")] == pytest.approx(se)
    assert any("much" not in say(note) and "agree, disagree" in say(note) for note in made.notes)


@pytest.mark.derivation
def test_finer_answers_are_combined_with_coarser_ones() -> None:
    waves = {"one": sample(FINE, [1, 1, 2, 3, 4]), "two": sample(COARSE, [1, 2, 2, 2, 9])}
    whole = survey.combine(waves, factors="equal")
    made = whole.share("q")
    found = dict(zip(made.option, made.estimate, strict=True))
    assert found["agree"] == pytest.approx((0.6 + 0.2) / 2)
    assert found["disagree"] == pytest.approx((0.4 + 0.6) / 2)


@pytest.mark.contract
def test_four_answers_are_no_two_answers_although_the_names_agree() -> None:
    """Chatham House offered both and neither; the other pollsters did not."""
    two, four = (Asked(Question.model_validate({"question": "q", **form})) for form in (TWO, FOUR))
    assert "both" in say(crosswalk(two, four).reason) and not crosswalk(four, two).joins
    waves = sample(TWO, [1, 2]), sample(FOUR, [1, 2, 3, 4])
    with pytest.raises(ComparisonError, match="russia, eu, both, neither"):
        survey.compare(*waves, "q")
    with pytest.raises(ComparisonError, match="with: both, neither"):
        survey.combine(waves)


@pytest.mark.contract
def test_a_mean_of_finer_answers_is_not_that_of_coarser_ones() -> None:
    with pytest.raises(ComparisonError):
        survey.compare(sample(FINE, [1, 2, 3]), sample(COARSE, [1, 2]), "q", statistic="mean")
