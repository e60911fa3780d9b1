"""A default stands in one place: signatures, definitions and records of a weighting agree about it."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.definitions.records.weighting import VERBS, Choice, WeightingStep
from survey.weighting.calibrating.replayable import unlike_default
from survey.weighting.combining.attrition import attrition
from survey.weighting.plan.choose import choose
from survey.weighting.plan.replay import plan_of
from survey.weighting.plan.weigh import ROOMS

pytestmark = pytest.mark.contract


def function(verb: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(importlib.import_module(f"survey.weighting.{ROOMS[verb]}.{verb}"), verb)
    return found


def same(one: Any, other: Any) -> bool:
    """None in a definition stands for the function's own default; nothing is written in several ways."""
    empty = (None, (), {}, [], "")
    return one is None or one == other or (one in empty and other in empty)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "trim"])
def test_a_definition_has_the_defaults_of_the_function(verb: str) -> None:
    known = inspect.signature(function(verb)).parameters
    record = WeightingStep.model_fields[verb].annotation.__args__[0]
    for key, field in record.model_fields.items():
        if not field.is_required() and not (key == "missing" and verb in ("rake", "poststratify", "calibrate")):
            default = field.get_default(call_default_factory=True)
            assert same(default, known[key].default), f"{verb}.{key}: {default!r}, {known[key].default!r}"


def test_choosing_and_attrition_have_the_defaults_of_what_they_stand_for() -> None:
    known = inspect.signature(choose).parameters
    made = Choice()
    assert {key: getattr(made, key) for key in ("limit", "method", "most", "iterate")} == {
        key: known[key].default for key in ("limit", "method", "most", "iterate")
    }
    panel = inspect.signature(attrition).parameters
    for verb in ("nonresponse", "propensity"):
        for key, one in inspect.signature(function(verb)).parameters.items():
            if key in panel and one.default is not inspect.Parameter.empty and key not in ("response",):
                assert panel[key].default == one.default, key


def test_a_record_keeps_what_is_not_the_default_and_nothing_else() -> None:
    rake = function("rake")
    known = inspect.signature(rake).parameters
    defaults = {key: one.default for key, one in known.items() if one.default is not inspect.Parameter.empty}
    assert unlike_default(rake, defaults) == {}
    assert unlike_default(rake, {**defaults, "rounds": 7}) == {"rounds": 7}


@pytest.mark.parametrize("verb", ["rake", "poststratify", "calibrate"])
def test_steps_without_arguments_are_recorded_without_any_and_done_again_to_the_last_bit(verb: str) -> None:
    data = pd.DataFrame({"sex": ["man"] * 30 + ["woman"] * 70})
    made = function(verb)(survey.Sample(data), {"sex": {"man": 46, "woman": 54}})
    (step,) = plan_of(made.steps).steps
    assert step.arguments.model_fields_set <= {"targets", "distance"}
    again = survey.replay(survey.Sample(data), made.steps)
    np.testing.assert_array_equal(again.weights, made.weights)
