"""Claims: what a publication says of a survey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from survey.definitions.records.read_yaml import Written
from survey.definitions.records.values import Figure, Id, Moe, Record, Text
from survey.maths.published import printed_decimals


class Change(Record):
    """A stated change between waves, in points. Without ``start`` and ``end`` every pair of waves is tried."""

    points: tuple[float, float]  # from, to; equal for one number
    direction: Literal["up", "down"] = "up"
    decimals: int | None = Field(default=None, ge=0)  # digits printed; those written, if left out
    start: Id | None = None  # study
    end: Id | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        points = data.get("points")
        if isinstance(points, (int, float)) and not isinstance(points, bool):
            data = {**data, "points": (points, points)}
        written = [one.decimals for one in data.get("points") or () if isinstance(one, Written)]
        return {"decimals": max(written), **data} if written else data

    @property
    def digits(self) -> int:
        """Digits after the point, as printed."""
        if self.decimals is not None:
            return self.decimals
        return max(printed_decimals(value) for value in self.points)


@dataclass(frozen=True)
class Statement:
    """What the checks of a definition need to know of a form of statement, beside its type."""

    options: bool = False  # its value names options of the question
    turns: bool = False  # it is one that a population may fail to follow


OF_OPTIONS = Statement(options=True)
TURNS = Statement(turns=True)
OPTIONS_THAT_TURN = Statement(options=True, turns=True)


class Says(Record):
    """What is stated, in one of these forms; exactly one is given."""

    share: Figure | None = None  # 11, or {value: 60, qualifier: more than}
    phrase: Annotated[str | None, TURNS] = None  # "two-thirds", "one in ten", "a majority"
    shares: Annotated[dict[str, Figure] | None, OF_OPTIONS] = None  # several options at once
    order: Annotated[tuple[str, ...] | None, OPTIONS_THAT_TURN] = None  # options from largest to smallest
    leads: Annotated[str | None, OPTIONS_THAT_TURN] = None  # this option is the largest
    divided: Annotated[tuple[str, ...] | None, OPTIONS_THAT_TURN] = None  # without a majority; the leaders are named
    change: Annotated[Change | None, TURNS] = None
    moe: Moe | None = None
    n: int | None = None
    wording: str | None = None  # the question as the publication words it
    qualitative: str | None = None  # why no figure can be checked

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if isinstance(data, (int, float)) and not isinstance(data, bool):
            return {"share": data}
        if isinstance(data, str):
            return {"phrase": data}
        return data

    @property
    def given(self) -> Iterator[tuple[str, Any, Statement]]:
        """Name and value of each form that is given, and what is known of it."""
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if value is not None:
                rule = next((one for one in field.metadata if isinstance(one, Statement)), Statement())
                yield name, value, rule


class Claim(Record):
    """One published statement; ``study`` or ``series`` says of what, or neither where none is named."""

    id: Id
    quote: str
    language: str = "en"
    study: Id | None = None
    series: Id | None = None
    question: Id | None = None
    option: str | None = None
    options: tuple[str, ...] = ()  # summed, when the statement joins options
    base: dict[str, tuple[str, ...]] | None = None  # the part of the sample meant: {religious: [religious]}
    domain: dict[str, str] | None = None  # {education: university}
    says: Says
    decimals: int | None = None  # digits printed; read from the figure where left out
    kind: Literal["survey", "outcome"] = "survey"  # outcome: a count (a vote) that a survey is held against
    about: Literal["poll", "population"] = "poll"  # population: the sentence itself asserts certainty ("clearly leads")
    note: str | None = None

    @property
    def studies(self) -> tuple[str, ...]:
        """The studies named: that of the claim, and those between which something changed."""
        change = self.says.change
        named = (self.study, *((change.start, change.end) if change is not None else ()))
        return tuple(dict.fromkeys(name for name in named if name is not None))


class Publication(Record):
    """Where the claims were printed."""

    title: Text
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    language: str = "en"


class Claims(Record):
    """All statements of one publication about surveys."""

    publication: Publication
    claims: tuple[Claim, ...]
    sources: tuple[Id, ...] = ()
    note: str | None = None
    id: Id = Field(default="unnamed")  # the file's name
