"""What a printed figure may stand for."""

from __future__ import annotations

from survey.definitions.records.study import StudyQuestion
from survey.definitions.records.values import Figure
from survey.maths.published import Range, printed_range


def figure_range(figure: Figure, own: StudyQuestion) -> Range:
    """The shares that ``figure`` may stand for: its two ends, or what rounding to its printed digits leaves open."""
    if figure.value is None:
        low, high = 0.0 if figure.low is None else figure.low, 100.0 if figure.high is None else figure.high
        return Range(low / 100, high / 100)
    return printed_range(figure.value, max(own.decimals or 0, figure.digits), figure.qualifier)
