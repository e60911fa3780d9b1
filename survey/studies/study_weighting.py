"""The weighting of a study as its page and its report tell it."""

from __future__ import annotations

from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.targets import Targets
from survey.errors import SurveyError
from survey.weighting.told.report import WeightingReport, weighting_report
from survey.weighting.told.statement import statement


def study_weighting(sample: SampleData, library: Library) -> WeightingReport:
    """The report of the weights in use: margins used, the other margins of the same targets, and the variables of the
    study's banner before and after.

    Raises ``WeightingError`` for a sample without weights.
    """
    names = sample.study.across if sample.study is not None else ()
    shown = [name for name in names if _known(sample, name)]
    return weighting_report(sample, used_targets(sample, library), shown, library.questions)


def weighting_statement(sample: SampleData, library: Library, language: str = "en") -> str:
    """How the sample was weighted, in plain sentences; see ``survey.weighting.told.statement``."""
    return statement(sample, language, used_targets(sample, library))


def used_targets(sample: SampleData, library: Library) -> tuple[Targets, ...]:
    """The targets that the sample was weighted to, as far as the library has them."""
    chain = sample.calibration.steps if sample.calibration is not None else ()
    return tuple(
        library.target(name) for name in dict.fromkeys(made.targets for made in chain) if name in library.targets
    )


def _known(sample: SampleData, name: str) -> bool:
    try:
        sample.engine.encoding(sample.question(name))
    except SurveyError:
        return False
    return True
