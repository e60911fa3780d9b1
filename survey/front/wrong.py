"""What is said of a value of another kind. Only that value is looked at: no work is begun to find a better word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Real
from typing import Any, get_args, get_origin

from survey.cells.samples.sample import SampleData
from survey.definitions.records.targets import Targets
from survey.design import DesignColumns, SurveyDesign
from survey.errors import CallError, EstimationError, SurveyError
from survey.front.kinds import kind, shown
from survey.weighting.margins.given_targets import as_targets

EXAMPLES = {float: "0.95", bool: "True", int: "100"}
MAKE_ONE = "Make one: survey.Sample(frame, weight='…'), or survey.open_study('…')."
QUESTIONS = ("question", "by")  # options that are names of questions


def wrong_kind(call: str, option: str, value: Any, hint: Any, sample: Any) -> SurveyError:
    """The error of ``call`` for ``value``, which does not fit ``hint``; ``sample``: its first argument, if any."""
    try:
        if call in ("Sample", "open_study") and option in DesignColumns.__annotations__:
            SurveyDesign(**{option: value})
        if option in QUESTIONS and isinstance(sample, SampleData) and isinstance(value, Real):
            sample.question(value)  # type: ignore[arg-type]
        if Targets in get_args(hint) and not isinstance(value, Mapping):
            as_targets(value)
    except SurveyError as error:  # the name that is nearest, or what a column of the design must be
        return error
    if call == "expression" and option == "what":
        return EstimationError(f"{shown(value)} is neither a formula nor a function", where=call)
    said = f"must be {kind(hint)}, not {shown(value)}"
    return CallError(said, where=f"{call}: {option}", fix=_fix(option, value, hint))


def wrong_number(call: str, option: str, value: Any) -> SurveyError | None:
    """The error for degrees of freedom that there cannot be. With 0 there is no interval and no test."""
    if option != "df" or not isinstance(value, Real) or float(value) >= 0:
        return None
    said = f"must be 0 or more, not {float(value):g}"
    return CallError(said, where=f"{call}: df", fix="Write float('inf') for normal limits.")


def _fix(option: str, value: Any, hint: Any) -> str:
    kinds = get_args(hint) or (hint,)
    if SampleData in kinds:
        return MAKE_ONE
    if isinstance(value, str) and any(get_origin(one) is Sequence for one in (hint, *kinds)):
        return f"Write {option}=['{value}']."
    return f"Write {option}={EXAMPLES[hint]}." if hint in EXAMPLES else ""
