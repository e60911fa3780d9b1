"""How one line is drawn out of the polls of a series, and what a reader of it has to know."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from survey.definitions.records.values import Id, PartialDate, Record, Text


class Anchor(Record):
    """What is known without an error: the outcome of an election, in percent by option."""

    date: PartialDate
    shares: dict[str, float]
    label: Text | None = None
    sources: tuple[Id, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _codes(cls, data: Any) -> Any:
        shares = data.get("shares") if isinstance(data, dict) else None
        return {**data, "shares": {str(key): one for key, one in shares.items()}} if isinstance(shares, dict) else data


class Line(Record):
    """How one line is drawn out of the polls of a series (``survey.trends.line``)."""

    anchors: tuple[Anchor, ...] = ()
    houses: Literal["fixed", "random"] = "fixed"
    overlaps: Literal["shared", "separate"] = "shared"  # whether polls of a house that share days share respondents


class Event(Record):
    """A day that a reader of the line has to know of."""

    date: PartialDate
    label: Text
    sources: tuple[Id, ...] = ()
