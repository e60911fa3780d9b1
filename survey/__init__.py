"""Survey toolkit: weight, tabulate, compare and check public-opinion surveys.

``import survey`` is cheap: each name below is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from survey.definitions.reading.load import load_library, load_study
    from survey.design import SurveyDesign
    from survey.errors import SurveyError, SurveyWarning
    from survey.estimation.result.contrast import contrast, expression, lift
    from survey.estimation.result.difference import difference
    from survey.estimation.result.stack import stack
    from survey.estimation.statistics.compare import compare
    from survey.estimation.statistics.together import together
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
    from survey.weighting.margins.targets_from import targets_from
    from survey.weighting.plan.choose import choose
    from survey.weighting.plan.forecast import forecast
    from survey.weighting.told.balance import balance
    from survey.weighting.told.profiles import profiles
    from survey.weighting.told.report import weighting_report
    from survey.weighting.told.statement import statement

_PLACES = {
    "Sample": "survey.sample",
    "SurveyDesign": "survey.design",
    "SurveyError": "survey.errors",
    "SurveyWarning": "survey.errors",
    "adjust_p": "survey.maths.adjust",
    "attrition": "survey.sample",
    "balance": "survey.weighting.told.balance",
    "calibrate": "survey.sample",
    "choose": "survey.weighting.plan.choose",
    "combine": "survey.sample",
    "compare": "survey.estimation.statistics.compare",
    "compare_schemes": "survey.tables.schemes",
    "contrast": "survey.estimation.result.contrast",
    "difference": "survey.estimation.result.difference",
    "eligibility": "survey.sample",
    "expression": "survey.estimation.result.contrast",
    "forecast": "survey.weighting.plan.forecast",
    "joint_probabilities": "survey.sample",
    "lift": "survey.estimation.result.contrast",
    "load_library": "survey.definitions.reading.load",
    "load_study": "survey.definitions.reading.load",
    "make_replicates": "survey.sample",
    "nonresponse": "survey.sample",
    "open_study": "survey.sample",
    "poststratify": "survey.sample",
    "profiles": "survey.weighting.told.profiles",
    "propensity": "survey.sample",
    "rake": "survey.sample",
    "replay": "survey.sample",
    "replicate_weights": "survey.sample",
    "scale": "survey.sample",
    "selection": "survey.sample",
    "simulate": "survey.sample",
    "stack": "survey.estimation.result.stack",
    "statement": "survey.weighting.told.statement",
    "targets_from": "survey.weighting.margins.targets_from",
    "together": "survey.estimation.statistics.together",
    "trim": "survey.sample",
    "weigh": "survey.sample",
    "weighting_report": "survey.weighting.told.report",
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
