"""A published figure in words."""

from __future__ import annotations

import math

from survey.definitions.records.values import Figure
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


def figure_text(figure: Figure, decimals: int | None = None, *, thousands: bool = False) -> Text:
    """The figure as its source prints it: ``61.8``, ``more than 60``, ``5–8``. ``decimals``: digits it is printed
    with."""

    def written(value: float | None) -> Text:
        if value is None:
            return joined(["?"])
        return joined([whole(value) if thousands else number(value, digits(value, decimals))])

    if figure.value is None:
        return joined([written(figure.low), written(figure.high)], "–")
    if figure.qualifier == "exact":
        return written(figure.value)
    return message(f"general.{figure.qualifier}", value=written(figure.value))


def digits(value: float, decimals: int | None) -> int | None:
    """Digits after the point: those of the source, or more where the figure has more; None: as short as can be."""
    if decimals is None or math.isclose(value, round(value, decimals)):
        return decimals
    return None
