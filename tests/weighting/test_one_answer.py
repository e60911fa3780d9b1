"""No weighting stands on a question of several answers, whose figures overlap: not even where each gave one answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import survey
from survey.errors import WeightingError

pytestmark = pytest.mark.contract

SHARES = {"marks": {"a": 0.5, "b": 0.5}}


@pytest.fixture
def sample() -> survey.Sample:
    """Everybody marked just one of two, so that the sets that occur are called like the options."""
    frame = pd.DataFrame({"a": [1, 0] * 30, "b": [0, 1] * 30, "done": ["yes", "no", "yes"] * 20, "w": 1.0})
    marks = {"type": "multiple", "columns": {"a": "a", "b": "b"}, "options": {"a": {}, "b": {}}}
    return survey.Sample(frame, weight="w", questions={"marks": marks})


@pytest.mark.parametrize(
    "weigh",
    [
        lambda sample: survey.rake(sample, SHARES),
        lambda sample: survey.poststratify(sample, SHARES),
        lambda sample: survey.calibrate(sample, SHARES),
        lambda sample: survey.nonresponse(sample, "done", classes=["marks"], responded=["yes"]),
        lambda sample: survey.nonresponse(sample, "marks", classes=["done"], responded=["a"]),
        lambda sample: survey.propensity(sample, "done", ["marks"], responded=["yes"]),
        lambda sample: survey.targets_from(sample, ["marks"]),
    ],
)
def test_a_question_of_several_answers_is_no_margin_class_or_predictor(
    sample: survey.Sample, weigh: Callable[[Any], Any]
) -> None:
    with pytest.raises(WeightingError, match="several answers can be given"):
        weigh(sample)
