"""Small values that definitions are made of: texts, figures, dates, option codes."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from survey.definitions.records.read_yaml import Written
from survey.maths.published import printed_decimals

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=80)]
Code = int | float | str

Qualifier = Literal[
    "exact", "about", "more than", "slightly more than", "at least", "less than", "slightly less than", "at most"
]
LOWER_BOUNDS = frozenset({"more than", "slightly more than", "at least"})
UPPER_BOUNDS = frozenset({"less than", "slightly less than", "at most"})
Status = Literal["published", "derived", "inferred"]


def is_limit(qualifier: str) -> bool:
    """True for a qualifier that leaves only a limit ("more than"), so that the figure has no interval."""
    return qualifier in LOWER_BOUNDS or qualifier in UPPER_BOUNDS


_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


class Record(BaseModel):
    """Base of all definition records: frozen, and a key that is not known is an error."""

    # built with the file that holds them, when the first one is read, and not each by itself when it is imported
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


def short_form(key: str, *kinds: type) -> Any:
    """A validator of a record: a value of one of ``kinds`` stands for ``{key: value}``."""

    def written_out(cls: type[Record], data: Any) -> Any:
        return {key: data} if isinstance(data, kinds) else data

    validator: Any = classmethod(written_out)
    return model_validator(mode="before")(validator)


def _text(value: Any) -> Any:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return {"und": str(value)}
    return value


# Language -> text. A plain string is a text whose language was not said ("und").
Text = Annotated[dict[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], str], BeforeValidator(_text)]


def _partial_date(value: Any) -> Any:
    text = str(value) if value is not None else value
    if text is None or text == "unknown":
        return None
    if not _DATE.match(text):
        raise PydanticCustomError(
            "partial_date",
            "Write a date as 2022-03-16, 2022-03 or 2022 (in quotes), or unknown; got '{got}'",
            {"got": text},
        )
    return text


PartialDate = Annotated[str | None, BeforeValidator(_partial_date)]


def with_digits(data: Any, *keys: str) -> Any:
    """A number as ``{value: …}``, and ``decimals`` as its digits are written in the file: ``2.0`` has one."""
    if isinstance(data, (int, float)) and not isinstance(data, bool):
        data = {"value": data}
    if not isinstance(data, dict) or "decimals" in data:
        return data
    written = [data[key].decimals for key in ("value", *keys) if isinstance(data.get(key), Written)]
    return {**data, "decimals": max(written)} if written else data


class Figure(Record):
    """A printed number, in percent for shares, with what its source said of its exactness.

    A bare number is an exact printed figure. ``low``/``high`` hold a printed range. ``said`` keeps
    the source's own phrase ("one in five"). ``status`` is ``derived`` when somebody computed the
    figure from others of the same source and ``inferred`` when it is a reading of an unclear text.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    decimals: int | None = Field(default=None, ge=0)  # digits printed after the point; those written, if left out
    level: float | None = None  # confidence level of low and high, where the source gives one
    qualifier: Qualifier = "exact"
    status: Status = "published"
    said: str | None = None
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        return with_digits(data, "low", "high")

    @model_validator(mode="after")
    def _has_a_number(self) -> Figure:
        if self.value is None and self.low is None and self.high is None:
            raise PydanticCustomError("figure_empty", "A figure needs a value, or a low and a high")
        return self

    @property
    def is_bound(self) -> bool:
        """True when the source gives only a limit ("more than 60")."""
        return is_limit(self.qualifier)

    @property
    def digits(self) -> int:
        """Digits after the point, as printed."""
        if self.decimals is not None:
            return self.decimals
        return max(printed_decimals(one) for one in (self.value, self.low, self.high) if one is not None)


class Moe(Record):
    """A printed margin of error, in points; of a share of one half unless ``share`` (percent) says otherwise."""

    value: float
    share: float = 50.0
    decimals: int | None = Field(default=None, ge=0)

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        return with_digits(data)

    @property
    def digits(self) -> int:
        """Digits after the point, as printed."""
        return printed_decimals(self.value) if self.decimals is None else self.decimals

    @property
    def text(self) -> str:
        """As printed: "±2.0"."""
        return f"±{self.value:.{self.digits}f}"


class Reading(Record):
    """One source's version of figures on which sources disagree."""

    source: Id
    published: dict[str, Figure] = Field(default_factory=dict)
    size: Figure | None = None
    fieldwork: str | None = None
    note: Text | None = None


class Fieldwork(Record):
    """When the interviews were made; partial dates (2018-09) are allowed, ``stated`` is the source's phrase."""

    start: PartialDate = None
    end: PartialDate = None
    stated: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if data == "unknown" or data is None:
            return {}
        if not isinstance(data, dict):
            return {"start": data, "end": data}
        return data
