"""Survey toolkit: weight, tabulate, compare and check public-opinion surveys.

``import survey`` is cheap: each name below is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from survey.definitions.load import load_library as load_library
    from survey.definitions.load import load_study as load_study
    from survey.design import SurveyDesign as SurveyDesign
    from survey.errors import SurveyError as SurveyError
    from survey.errors import SurveyWarning as SurveyWarning
    from survey.sample import Sample as Sample
    from survey.sample import open_study as open_study
    from survey.sample import poststratify as poststratify
    from survey.sample import rake as rake
    from survey.sample import trim as trim

_PLACES = {
    "Sample": "survey.sample",
    "SurveyDesign": "survey.design",
    "SurveyError": "survey.errors",
    "SurveyWarning": "survey.errors",
    "load_library": "survey.definitions.load",
    "load_study": "survey.definitions.load",
    "open_study": "survey.sample",
    "poststratify": "survey.sample",
    "rake": "survey.sample",
    "trim": "survey.sample",
}
__all__ = sorted(_PLACES)


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(importlib.import_module(_PLACES[name]), name)
    if name == "__version__":
        from importlib.metadata import version

        return version("opinion-survey")
    raise AttributeError(f"module 'survey' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
