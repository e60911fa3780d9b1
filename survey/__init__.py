"""Survey toolkit: weight, tabulate, compare and check public-opinion surveys.

``import survey`` is cheap: each name below is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from survey.shown import shown_by

if TYPE_CHECKING:
    from survey.design import SurveyDesign
    from survey.errors import SurveyError, SurveyWarning
    from survey.front.opened import open_study
    from survey.front.planned import allocate, detectable_difference, sample_size, sample_size_difference
    from survey.front.published import explain_published, verify_published
    from survey.front.reported import disclose, release, report
    from survey.front.results import (
        adjust_p,
        balance,
        choose,
        compare,
        compare_schemes,
        compare_waves,
        contrast,
        decompose,
        difference,
        expression,
        forecast,
        granularity,
        lift,
        load_library,
        load_study,
        profiles,
        stack,
        statement,
        targets_from,
        together,
        weighting_report,
    )
    from survey.front.sample import Sample
    from survey.front.simulated import simulate
    from survey.front.started import new
    from survey.front.waves import line, trend, verify
    from survey.front.weighted import (
        attrition,
        calibrate,
        combine,
        eligibility,
        joint_probabilities,
        make_replicates,
        nonresponse,
        poststratify,
        propensity,
        rake,
        replay,
        replicate_weights,
        scale,
        selection,
        standardize,
        trim,
        weigh,
    )
    from survey.tables.letters.asked import Letters

shown_by("survey.front.presented")

_NAMES = {
    "survey.design": ("SurveyDesign",),
    "survey.errors": ("SurveyError", "SurveyWarning"),
    "survey.front.opened": ("open_study",),
    "survey.front.planned": ("allocate", "detectable_difference", "sample_size", "sample_size_difference"),
    "survey.front.published": ("explain_published", "verify_published"),
    "survey.front.reported": ("disclose", "release", "report"),
    "survey.front.results": (
        *("adjust_p", "balance", "choose", "compare", "compare_schemes", "compare_waves", "contrast"),
        *("decompose", "difference", "expression", "forecast", "granularity", "lift", "load_library", "load_study"),
        *("profiles", "stack", "statement", "targets_from", "together", "weighting_report"),
    ),
    "survey.front.sample": ("Sample",),
    "survey.front.simulated": ("simulate",),
    "survey.front.started": ("new",),
    "survey.front.waves": ("line", "trend", "verify"),
    "survey.front.weighted": (
        *("attrition", "calibrate", "combine", "eligibility", "joint_probabilities", "make_replicates"),
        *("nonresponse", "poststratify", "propensity", "rake", "replay", "replicate_weights", "scale"),
        *("selection", "standardize", "trim", "weigh"),
    ),
    "survey.tables.letters.asked": ("Letters",),
}
_PLACES = {name: module for module, names in _NAMES.items() for name in names}
__all__ = [
    "Letters",
    "Sample",
    "SurveyDesign",
    "SurveyError",
    "SurveyWarning",
    "adjust_p",
    "allocate",
    "attrition",
    "balance",
    "calibrate",
    "choose",
    "combine",
    "compare",
    "compare_schemes",
    "compare_waves",
    "contrast",
    "decompose",
    "detectable_difference",
    "difference",
    "disclose",
    "eligibility",
    "explain_published",
    "expression",
    "forecast",
    "granularity",
    "joint_probabilities",
    "lift",
    "line",
    "load_library",
    "load_study",
    "make_replicates",
    "new",
    "nonresponse",
    "open_study",
    "poststratify",
    "profiles",
    "propensity",
    "rake",
    "release",
    "replay",
    "replicate_weights",
    "report",
    "sample_size",
    "sample_size_difference",
    "scale",
    "selection",
    "simulate",
    "stack",
    "standardize",
    "statement",
    "targets_from",
    "together",
    "trend",
    "trim",
    "verify",
    "verify_published",
    "weigh",
    "weighting_report",
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
