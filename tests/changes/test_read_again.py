"""What a second reading of comparisons, lines and tables of polls found: each answer that was wrong once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

import survey
from survey.cells.polls.poll_rows import _size
from survey.changes.audit import audit_schemes
from survey.changes.compare_waves import compare_waves
from survey.definitions.comparing.match import added_up
from survey.definitions.records.polls import Anchor
from survey.definitions.records.question import Question
from survey.errors import ComparisonError, EstimationError

pytestmark = pytest.mark.contract


def sample(answers: dict[int, int], **options: Any) -> survey.Sample:
    frame = pd.DataFrame({"q": np.repeat([*answers], [*answers.values()])})
    return survey.Sample(frame, questions={"q": {"options": options}})


TWO = {"pro": {"code": 1}, "con": {"code": 2}}


def test_the_two_ends_of_a_change_are_joined_by_kind_as_the_change_is() -> None:
    one = sample({1: 50, 2: 40, 9: 10}, **TWO, hts={"code": 9, "missing": "dont_know"})
    two = sample({1: 45, 2: 40, 9: 15}, **TWO, unsure={"code": 9, "missing": "dont_know"})
    made = compare_waves({"one": one, "two": two}, "q")
    (row,) = [one for one in made.changes if one.figures[0] == pytest.approx(0.10)]
    assert row.figures == pytest.approx((0.10, 0.15)) and row.estimate == pytest.approx(0.05)


def test_a_net_may_not_be_called_like_an_option() -> None:
    with pytest.raises(EstimationError, match="'pro' is an option, too"):
        sample({1: 50, 2: 50}, **TWO).share("q", nets={"pro": ["con"]})


@pytest.mark.parametrize(
    "nets",
    [
        {"support": ["fully", "rather", "hard"]},  # don't know would become support
        {"support": ["fully", "rather"], "against": ["rather", "no"]},  # an answer in two nets
    ],
)
def test_nets_that_take_more_than_the_answers_they_sum_make_no_common_form(nets: dict[str, list[str]]) -> None:
    def question(names: list[str], **more: Any) -> Question:
        options = {name: {"code": at} for at, name in enumerate(names)}
        options |= {"hard": {"code": 9, "missing": "dont_know"}}
        return Question.model_validate({"question": "q", "options": options, **more})

    shared = question(["support", "against"])
    assert added_up(shared, question(["fully", "rather", "no"], nets=nets)) == ()
    fine = {"support": ["fully", "rather"], "against": ["no"]}
    assert added_up(shared, question(["fully", "rather", "no"], nets=fine)) == ("support", "against")


def test_a_scheme_compares_what_may_be_compared_and_shares_or_means_alone() -> None:
    one, two = sample({1: 50, 2: 50}, **TWO), sample({1: 40, 2: 30, 3: 30}, **TWO, half={"code": 3})
    with pytest.raises(ComparisonError):
        audit_schemes({"one": one, "two": two}, {"one": one, "two": two}, "q")
    with pytest.raises(EstimationError, match="a median is not split"):
        audit_schemes({"one": one, "two": one}, {"one": one, "two": one}, "q", statistic="median")


def test_a_level_that_is_none_is_refused_with_the_nearest() -> None:
    frame = pd.DataFrame({"q": [1, 2] * 50, "sex": ["men", "women"] * 50})
    both = {name: survey.Sample(frame, questions={"q": {"options": TWO}}) for name in ("one", "two")}
    with pytest.raises(EstimationError, match="no level 'mne'\nDid you mean 'men'"):
        compare_waves(both, "q", "sex", between=("mne", "women"))


@pytest.mark.parametrize(
    ("written", "n"), [("1,234", 1234), ("1 234", 1234), ("1.234", 1234), (1234.0, 1234), ("", None)]
)
def test_sizes_are_read_with_their_thousands(written: Any, n: int | None) -> None:
    assert _size(written, "n") == n


@pytest.mark.parametrize("written", ["0", "-5", "inf", "many"])
def test_what_is_no_number_of_respondents_is_told(written: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        _size(written, "n")


@pytest.mark.parametrize("given", [{"date": "2007-02-30"}, {"shares": {"labor": 4338}}, {"shares": {"labor": "nan"}}])
def test_an_outcome_that_cannot_be_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Anchor.model_validate({"date": "2007-11-24", "shares": {"labor": 43.4}, **given})
