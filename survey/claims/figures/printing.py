"""How figures and dates of publications are written in the sentences of verdicts."""

from __future__ import annotations

from dataclasses import dataclass

from survey.definitions.records.question import Question
from survey.definitions.records.values import Fieldwork, Figure
from survey.definitions.records.when import dates_in, when
from survey.maths.published import Range, printed_decimals
from survey.words import Text
from survey.wording.figures import Number, number, short
from survey.wording.lists import dashed, span
from survey.wording.message import Message, message
from survey.wording.worded import Part, Worded, said_in


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
        figure = short(self.value, self.decimals) if self.short else number(self.value, self.decimals)
        if self.qualifier == "exact":
            return figure
        return message(f"claims.limit_{'_'.join(self.qualifier.split())}", figure=figure)


@dataclass(frozen=True, eq=False)
class Dates(Worded):
    """When a study was in the field, as one date or two."""

    fieldwork: Fieldwork

    def words(self, language: str) -> str:
        return dates_in(when(self.fieldwork), language)


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
    return Dates(fieldwork) if when(fieldwork) else None


def percent(share: float, decimals: int = 1) -> Number:
    """A share as percent without the sign, as sentences have it: 61.8, 60."""
    return short(100 * share, decimals)


def points(share: float) -> Message:
    """A difference with its unit: "1 point", "4 points"."""
    value = round(100 * share, 1)
    return points_of(percent(share), round(value) if value == round(value) else None)


def points_of(size: Part, count: int | None) -> Message:
    """``size`` with its unit, which goes by ``count``; None for a fraction."""
    if count is None:
        return message("claims.points_part", size=size)
    return message("claims.points", plural=count, size=size)


def share_span(allowed: Range) -> Worded:
    """Two shares as percent: "58.7-64.8"."""
    return span(100 * allowed.low, 100 * allowed.high)


def open_span(allowed: Range) -> Message:
    """A range of shares in words: "64.2-69.2%", "more than 50%", "less than 50%"."""
    if allowed.high >= 1:
        return message("claims.span_more", share=percent(allowed.low))
    if allowed.low <= 0:
        return message("claims.span_less", share=percent(allowed.high))
    return message("claims.span", ends=share_span(allowed))


def labels_of(question: Question) -> dict[str, Text]:
    """The label of every option and net, by id."""
    return {key: question.label(key) for key in (*question.options, *question.nets)}


def _end(value: float | None) -> Part:
    return "?" if value is None else number(value, printed_decimals(value))
