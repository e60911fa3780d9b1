"""Published polls as the rows of one table, and how one line is drawn out of many polls."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from survey.definitions.records.values import Code, Id, PartialDate, Record, Text, short_form
from survey.words import DataPackage


class PollColumn(Record):
    """A column of the table; ``values``: what stands in it → what it means here."""

    column: str
    values: dict[str, str] = Field(default_factory=dict)

    _short_form = short_form("column", str)

    @field_validator("values", mode="before")
    @classmethod
    def _texts(cls, values: Any) -> Any:
        return {str(key): value for key, value in values.items()} if isinstance(values, dict) else values


class PollTable(Record):
    """A table with a row a poll: where it is, and which of its columns says what."""

    file: str | None = None
    package: DataPackage | None = None
    dataset: str | None = None
    licence: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    where: dict[str, Code] = Field(default_factory=dict)  # column -> the value its rows must have
    id: str | None = None  # column that names a poll; its row in the table where there is none
    pollster: PollColumn | None = None
    mode: PollColumn | None = None
    start: str | None = None  # first and last day of the fieldwork; one of them alone is both
    end: str | None = None
    dates: str | None = None  # how days are written, as in strptime, where it is not 2022-03-16
    size: str | None = None
    unit: Literal["percent", "proportion"] = "percent"
    zero: Literal["share", "not_reported"] = "share"  # what a share of 0 stands for
    shares: dict[Id, dict[str, str | tuple[str, ...]]]  # question -> option -> column, or columns that are added
    note: str | None = None  # columns that are printed beside the poll

    @model_validator(mode="before")
    @classmethod
    def _codes(cls, data: Any) -> Any:
        shares = data.get("shares") if isinstance(data, dict) else None
        if isinstance(shares, dict):
            made = {
                name: {str(key): tuple(one) if isinstance(one, list) else one for key, one in options.items()}
                if isinstance(options, dict)
                else options
                for name, options in shares.items()
            }
            return {**data, "shares": made}
        return data


class Anchor(Record):
    """What is known without an error: the outcome of an election, in percent by option."""

    date: PartialDate
    shares: dict[str, Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]]
    label: Text | None = None
    sources: tuple[Id, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _codes(cls, data: Any) -> Any:
        shares = data.get("shares") if isinstance(data, dict) else None
        return {**data, "shares": {str(key): one for key, one in shares.items()}} if isinstance(shares, dict) else data

    @field_validator("date")
    @classmethod
    def _day(cls, day: str) -> str:
        if len(day) == 10:
            datetime.date.fromisoformat(day)  # 2007-02-30 is none
        return day


class Line(Record):
    """How one line is drawn out of the polls of a series (``survey.trends.line``)."""

    anchors: tuple[Anchor, ...] = ()
    houses: Literal["fixed", "random"] = "fixed"
    overlaps: Literal["shared", "separate"] = "shared"  # whether polls of a house that share days share respondents
