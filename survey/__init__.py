"""Survey toolkit: weight, tabulate, compare and check public-opinion surveys.

``import survey`` is cheap: each name below is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from survey.definitions.load import load_library, load_study
    from survey.design import SurveyDesign
    from survey.errors import SurveyError, SurveyWarning
    from survey.estimation.compare import compare
    from survey.estimation.contrast import contrast, expression, lift
    from survey.estimation.difference import difference
    from survey.estimation.stack import stack
    from survey.estimation.together import together
    from survey.maths.adjust import adjust_p
    from survey.sample import Sample, make_replicates, open_study, poststratify, rake, replicate_weights, trim

_PLACES = {
    "calibrate": "survey.sample",
    "Sample": "survey.sample",
    "SurveyDesign": "survey.design",
    "SurveyError": "survey.errors",
    "SurveyWarning": "survey.errors",
    "adjust_p": "survey.maths.adjust",
    "compare": "survey.estimation.compare",
    "contrast": "survey.estimation.contrast",
    "difference": "survey.estimation.difference",
    "expression": "survey.estimation.contrast",
    "lift": "survey.estimation.contrast",
    "joint_probabilities": "survey.sample",
    "load_library": "survey.definitions.load",
    "load_study": "survey.definitions.load",
    "make_replicates": "survey.sample",
    "open_study": "survey.sample",
    "poststratify": "survey.sample",
    "rake": "survey.sample",
    "replicate_weights": "survey.sample",
    "stack": "survey.estimation.stack",
    "together": "survey.estimation.together",
    "trim": "survey.sample",
}
__all__ = [
    "calibrate",
    "Sample",
    "SurveyDesign",
    "SurveyError",
    "SurveyWarning",
    "adjust_p",
    "compare",
    "contrast",
    "difference",
    "expression",
    "lift",
    "joint_probabilities",
    "load_library",
    "load_study",
    "make_replicates",
    "open_study",
    "poststratify",
    "rake",
    "replicate_weights",
    "stack",
    "together",
    "trim",
]


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(importlib.import_module(_PLACES[name]), name)
    if name == "__version__":
        from importlib.metadata import version

        return version("opinion-survey")
    raise AttributeError(f"module 'survey' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
