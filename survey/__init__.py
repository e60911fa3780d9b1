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
    from survey.front.granular import granularity
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

_PLACES = {
    "Letters": "survey.tables.letters.asked",
    "Sample": "survey.front.sample",
    "SurveyDesign": "survey.design",
    "SurveyError": "survey.errors",
    "SurveyWarning": "survey.errors",
    "adjust_p": "survey.front.results",
    "allocate": "survey.front.planned",
    "attrition": "survey.front.weighted",
    "balance": "survey.front.results",
    "calibrate": "survey.front.weighted",
    "choose": "survey.front.results",
    "combine": "survey.front.weighted",
    "compare": "survey.front.results",
    "compare_schemes": "survey.front.results",
    "compare_waves": "survey.front.results",
    "contrast": "survey.front.results",
    "decompose": "survey.front.results",
    "detectable_difference": "survey.front.planned",
    "difference": "survey.front.results",
    "disclose": "survey.front.reported",
    "eligibility": "survey.front.weighted",
    "explain_published": "survey.front.published",
    "expression": "survey.front.results",
    "forecast": "survey.front.results",
    "granularity": "survey.front.granular",
    "joint_probabilities": "survey.front.weighted",
    "lift": "survey.front.results",
    "line": "survey.front.waves",
    "load_library": "survey.front.results",
    "load_study": "survey.front.results",
    "make_replicates": "survey.front.weighted",
    "new": "survey.front.started",
    "nonresponse": "survey.front.weighted",
    "open_study": "survey.front.opened",
    "poststratify": "survey.front.weighted",
    "profiles": "survey.front.results",
    "propensity": "survey.front.weighted",
    "rake": "survey.front.weighted",
    "release": "survey.front.reported",
    "replay": "survey.front.weighted",
    "replicate_weights": "survey.front.weighted",
    "report": "survey.front.reported",
    "sample_size": "survey.front.planned",
    "sample_size_difference": "survey.front.planned",
    "scale": "survey.front.weighted",
    "selection": "survey.front.weighted",
    "simulate": "survey.front.simulated",
    "stack": "survey.front.results",
    "standardize": "survey.front.weighted",
    "statement": "survey.front.results",
    "targets_from": "survey.front.results",
    "together": "survey.front.results",
    "trend": "survey.front.waves",
    "trim": "survey.front.weighted",
    "verify": "survey.front.waves",
    "verify_published": "survey.front.published",
    "weigh": "survey.front.weighted",
    "weighting_report": "survey.front.results",
}
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
