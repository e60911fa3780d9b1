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
    from survey.estimation.difference import difference
    from survey.sample import Sample, open_study, poststratify, rake, trim

_PLACES = {
    "calibrate": "survey.sample",
    "Sample": "survey.sample",
    "SurveyDesign": "survey.design",
    "SurveyError": "survey.errors",
    "SurveyWarning": "survey.errors",
    "difference": "survey.estimation.difference",
    "load_library": "survey.definitions.load",
    "load_study": "survey.definitions.load",
    "open_study": "survey.sample",
    "poststratify": "survey.sample",
    "rake": "survey.sample",
    "trim": "survey.sample",
}
__all__ = [
    "calibrate",
    "Sample",
    "SurveyDesign",
    "SurveyError",
    "SurveyWarning",
    "difference",
    "load_library",
    "load_study",
    "open_study",
    "poststratify",
    "rake",
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
