"""Figures and dates as their sources print them."""

from __future__ import annotations

from dataclasses import dataclass

from survey.definitions.records.values import Fieldwork, Figure
from survey.definitions.records.when import when
from survey.maths.published import printed_decimals
from survey.wording.figures import brief, number
from survey.wording.message import message
from survey.wording.spans import dashed
from survey.wording.worded import Part, Worded, said_in
from survey.words import Text, say


@dataclass(frozen=True)
class Printed(Worded):
    """A figure as its source prints it: "61.8", "more than 60", "5-8". Two are equal where their print is.

    ``value`` is None for a range, of which ``low`` or ``high`` may be open. ``short``: a figure that was worked out.
    """

    value: float | None = None
    decimals: int = 1
    qualifier: str = "exact"
    low: float | None = None
    high: float | None = None
    short: bool = False

    def words(self, language: str) -> str:
        return said_in(self._said, language)

    @property
    def _said(self) -> Part:
        if self.value is None:
            return dashed(_end(self.low), _end(self.high))
        figure = brief(self.value, self.decimals) if self.short else number(self.value, self.decimals)
        if self.qualifier == "exact":
            return figure
        return message(f"claims.limit_{'_'.join(self.qualifier.split())}", figure=figure)


def figure_text(figure: Figure) -> Printed:
    """A figure as its source prints it."""
    if figure.value is None:
        return Printed(low=figure.low, high=figure.high)
    return Printed(figure.value, figure.digits, figure.qualifier)


def made_text(value: float) -> Printed:
    """A percentage that was worked out from printed ones."""
    return Printed(round(value, 1), short=True)


def dated(fieldwork: Fieldwork) -> Text | None:
    """The dates of a study; None where none are known."""
    dates = when(fieldwork)
    return dates if say(dates) else None


def _end(value: float | None) -> Part:
    return "?" if value is None else number(value, printed_decimals(value))
