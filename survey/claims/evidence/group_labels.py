"""What the groups are called that a published figure is of."""

from __future__ import annotations

from collections.abc import Mapping

from survey.cells.samples.sample import SampleData
from survey.errors import SurveyError
from survey.words import Text


def group_labels(sample: SampleData, domain: Mapping[str, str]) -> list[Text]:
    """The label of each option in ``domain`` (variable -> option); the option itself where the data do not have the
    variable."""
    return [_label(sample, variable, option) for variable, option in domain.items()]


def _label(sample: SampleData, variable: str, option: str) -> Text:
    try:
        return sample.question(variable).label(option)
    except SurveyError:
        return {"und": option}
