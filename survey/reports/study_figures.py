"""Pictures of a study's weights."""

from __future__ import annotations

from typing import Any

from survey.cells.sample import SampleData
from survey.errors import SurveyError
from survey.words import say


def weights_figure(sample: SampleData, language: str = "en") -> Any:
    """Histogram of the weights in use; a sample without weights is an error."""
    from survey.plots.weights import weights
    from survey.weighting.diagnose import diagnose

    if sample.weight is None:
        raise SurveyError("there are no weights to draw", where=sample.name, fix="Give --weight COLUMN.")
    title = say(sample.study.title, language, sample.name) if sample.study else sample.name
    return weights(sample.weights, diagnose(sample.weights), title=title, language=language, synthetic=sample.synthetic)


def gaps_figure(sample: SampleData, language: str = "en") -> Any:
    """Margins before and after weighting; a sample that was not weighted here is an error."""
    from survey.plots.gaps import gaps

    if sample.calibration is None:
        raise SurveyError("it was not weighted to targets, so there are no gaps to draw", where=sample.name)
    return gaps(sample.calibration, language=language, synthetic=sample.synthetic)
