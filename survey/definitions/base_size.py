"""How many respondents published percentages are of: one answer for tables, trends and verdicts."""

from __future__ import annotations

import math

from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import UPPER_BOUNDS, Figure


def usable_size(size: Figure | None) -> float:
    """The number to compute with; NaN where there is none.

    A lower limit ("more than 1 000") and the lower end of a printed range are used as they are, which makes intervals
    rather too wide; an upper limit gives none.
    """
    if size is None or size.qualifier in UPPER_BOUNDS:
        return math.nan
    if size.value is not None:
        return size.value
    return size.low if size.low is not None else math.nan


def nested_part(study: Study, own: StudyQuestion) -> float:
    """The share (0-1) of the sample that a question's base is: 1 unless it is nested in another question.

    The sum of the published shares of the options that make the base; NaN where one of them is not published, or
    only as a limit.
    """
    if own.nested is None:
        return 1.0
    outer = study.questions.get(own.nested.question)
    figures = [outer.published.get(option) for option in own.nested.options] if outer is not None else []
    values = [one.value for one in figures if one is not None and one.value is not None and not one.is_bound]
    return sum(values) / 100 if values and len(values) == len(figures) else math.nan


def base_size(study: Study, own: StudyQuestion) -> float:
    """Respondents behind the figures of a question: its own size, else the study's times the part of the sample
    that a nested base is. NaN where that is not known."""
    if own.size is not None:
        return usable_size(own.size)
    return usable_size(study.sample.size) * nested_part(study, own)
