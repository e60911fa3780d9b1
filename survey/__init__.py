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
    from survey.sample import (
        Sample,
        attrition,
        calibrate,
        combine,
        eligibility,
        joint_probabilities,
        make_replicates,
        nonresponse,
        open_study,
        poststratify,
        propensity,
        rake,
        replay,
        replicate_weights,
        scale,
        selection,
        simulate,
        trim,
        weigh,
    )
    from survey.tables.schemes import compare_schemes
    from survey.weighting.balance import balance
    from survey.weighting.choose import choose
    from survey.weighting.forecast import forecast
    from survey.weighting.profiles import profiles
    from survey.weighting.report import weighting_report
    from survey.weighting.statement import statement
    from survey.weighting.targets_from import targets_from

_PLACES = {
    "Sample": "survey.sample",
    "SurveyDesign": "survey.design",
    "SurveyError": "survey.errors",
    "SurveyWarning": "survey.errors",
    "adjust_p": "survey.maths.adjust",
    "attrition": "survey.sample",
    "balance": "survey.weighting.balance",
    "calibrate": "survey.sample",
    "choose": "survey.weighting.choose",
    "combine": "survey.sample",
    "compare": "survey.estimation.compare",
    "compare_schemes": "survey.tables.schemes",
    "contrast": "survey.estimation.contrast",
    "difference": "survey.estimation.difference",
    "eligibility": "survey.sample",
    "expression": "survey.estimation.contrast",
    "forecast": "survey.weighting.forecast",
    "joint_probabilities": "survey.sample",
    "lift": "survey.estimation.contrast",
    "load_library": "survey.definitions.load",
    "load_study": "survey.definitions.load",
    "make_replicates": "survey.sample",
    "nonresponse": "survey.sample",
    "open_study": "survey.sample",
    "poststratify": "survey.sample",
    "profiles": "survey.weighting.profiles",
    "propensity": "survey.sample",
    "rake": "survey.sample",
    "replay": "survey.sample",
    "replicate_weights": "survey.sample",
    "scale": "survey.sample",
    "selection": "survey.sample",
    "simulate": "survey.sample",
    "stack": "survey.estimation.stack",
    "statement": "survey.weighting.statement",
    "targets_from": "survey.weighting.targets_from",
    "together": "survey.estimation.together",
    "trim": "survey.sample",
    "weigh": "survey.sample",
    "weighting_report": "survey.weighting.report",
}
__all__ = [
    "Sample",
    "SurveyDesign",
    "SurveyError",
    "SurveyWarning",
    "adjust_p",
    "attrition",
    "balance",
    "calibrate",
    "choose",
    "combine",
    "compare",
    "compare_schemes",
    "contrast",
    "difference",
    "eligibility",
    "expression",
    "forecast",
    "joint_probabilities",
    "lift",
    "load_library",
    "load_study",
    "make_replicates",
    "nonresponse",
    "open_study",
    "poststratify",
    "profiles",
    "propensity",
    "rake",
    "replay",
    "replicate_weights",
    "scale",
    "selection",
    "simulate",
    "stack",
    "statement",
    "targets_from",
    "together",
    "trim",
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
