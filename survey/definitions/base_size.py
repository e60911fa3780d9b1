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


def question_size(study: Study, own: StudyQuestion) -> Figure | None:
    """The number of respondents of a question: its own, else that of the study, times the part of the sample that a
    nested base is (*derived*, with the least and the most that the rounding of the part leaves). None: not known."""
    size = own.size or study.sample.size
    if own.size is not None or own.nested is None or size is None:
        return size
    part, half = nested_part(study, own), _half_width(study, own)
    if math.isnan(part):
        return None
    if size.value is None:
        ends = {"low": size.low and size.low * part, "high": size.high and size.high * part}
    else:
        ends = {"low": size.value * (part - half), "high": size.value * (part + half)}
    value = None if size.value is None else size.value * part
    return size.model_copy(update={"value": value, "decimals": 0, "status": "derived", **ends})


def _half_width(study: Study, own: StudyQuestion) -> float:
    """How far rounding may have moved the part that a nested base is."""
    outer = study.questions.get(own.nested.question) if own.nested is not None else None
    if own.nested is None or outer is None:
        return 0.0
    figures = [outer.published[option] for option in own.nested.options if option in outer.published]
    return sum(0.005 * 10.0 ** -max(outer.decimals or 0, one.digits) for one in figures)


def base_size(study: Study, own: StudyQuestion) -> float:
    """Respondents behind the figures of a question, to compute with; NaN where that is not known."""
    return usable_size(question_size(study, own))
