"""Claims: what a publication says of a survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from survey.definitions.records.read_yaml import Written
from survey.definitions.records.statements import LEVEL, Against, Difference, Lead, Rank, Tie
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


class Ratio(Record):
    """The claim's option as a multiple of ``against``, or of itself in wave ``start``: in figures (``times``) or in
    words ("twice as many", "nearly tripled", "fell by a quarter")."""

    times: Figure | None = None
    phrase: str | None = None
    against: Against | None = None
    start: Id | None = None
    end: Id | None = None


class Unchanged(Record):
    """No change between waves: no more than ``within`` points as printed."""

    start: Id | None = None
    end: Id | None = None
    within: float = Field(default=LEVEL, ge=0)


def _ends(data: Any) -> Any:
    """Two numbers as a printed range."""
    return {"low": data[0], "high": data[1]} if isinstance(data, (list, tuple)) and len(data) == 2 else data


Ends = Annotated[Figure, BeforeValidator(_ends)]


@dataclass(frozen=True)
class Statement:
    """What the checks of a definition need to know of a form of statement, beside its type."""

    options: bool = False  # its value names options of the question
    turns: bool = False  # it is one that a population may fail to follow
    answer: bool = False  # it is of the claim's option, or of several added up
    numbers: bool = False  # it is of the numbers that the answers stand for


OF_OPTIONS = Statement(options=True)
TURNS = Statement(turns=True)
OPTIONS_THAT_TURN = Statement(options=True, turns=True)
OF_ANSWER = Statement(answer=True)
ANSWER_THAT_TURNS = Statement(answer=True, turns=True)
OF_NUMBERS = Statement(numbers=True)


class Says(Record):
    """What is stated. Where several forms are given, the sentence states all of them, of the same question: its verdict
    is the worst of theirs."""

    share: Annotated[Figure | None, OF_ANSWER] = None  # 11, or {value: 60, qualifier: more than}
    phrase: Annotated[str | None, ANSWER_THAT_TURNS] = None  # "two-thirds", "one in ten", "a majority"
    shares: Annotated[dict[str, Figure] | None, OF_OPTIONS] = None  # several options at once
    order: Annotated[tuple[str, ...] | None, OPTIONS_THAT_TURN] = None  # options from largest to smallest
    leads: Annotated[str | None, OPTIONS_THAT_TURN] = None  # this option is the largest
    divided: Annotated[tuple[str, ...] | None, OPTIONS_THAT_TURN] = None  # without a majority; the leaders are named
    lead: Annotated[Lead | None, TURNS] = None  # of so many points over the runner-up
    difference: Annotated[Difference | None, ANSWER_THAT_TURNS] = None  # to another option or group; a net
    tie: Tie | None = None
    rank: Annotated[Rank | None, TURNS] = None
    ratio: Annotated[Ratio | None, ANSWER_THAT_TURNS] = None  # twice as many, fell by a quarter
    change: Annotated[Change | None, ANSWER_THAT_TURNS] = None
    unchanged: Annotated[Unchanged | None, OF_ANSWER] = None
    mean: Annotated[Figure | None, OF_NUMBERS] = None
    median: Annotated[Figure | None, OF_NUMBERS] = None
    total: Figure | None = None  # people who gave the claim's option; of a number, the sum of it
    sum: Annotated[Figure | None, OF_ANSWER] = None  # of printed figures, which may count one person twice
    std_error: Annotated[Figure | None, OF_ANSWER] = None  # of the share of the claim's option, in points
    interval: Annotated[Ends | None, OF_ANSWER] = None
    deff: Figure | None = None  # a design effect
    moe: Moe | None = None
    n: int | None = None
    wording: str | None = None  # the question as the publication words it
    qualitative: str | None = None  # why no figure can be checked

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if isinstance(data, list) and all(isinstance(_form(one), dict) for one in data):
            forms = [_form(one) for one in data]
            names = [name for form in forms for name in form]
            repeated = next((name for name in names if names.count(name) > 1), None)
            if repeated is not None:
                raise PydanticCustomError(
                    "says_twice", "States '{name}' twice: write one claim for each", {"name": repeated}
                )
            return {name: value for form in forms for name, value in form.items()}
        return _form(data)

    @property
    def given(self) -> Iterator[tuple[str, Any, Statement]]:
        """Name and value of each form that is given, and what is known of it."""
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if value is not None:
                rule = next((one for one in field.metadata if isinstance(one, Statement)), Statement())
                yield name, value, rule

    @property
    def apart(self) -> tuple[Says, ...]:
        """Each form that is given by itself."""
        return tuple(Says.model_construct(**{name: value}) for name, value, _ in self.given)


ANSWERED: Literal["answered"] = "answered"  # of a base: whoever gave an answer, of several answers at least one
WhoseAnswers = Mapping[str, Sequence[str] | Literal["answered"]]  # question -> answers of those who make a base


def _form(data: Any) -> Any:
    """A number as a share, a text as a phrase."""
    if isinstance(data, (int, float)) and not isinstance(data, bool):
        return {"share": data}
    return {"phrase": data} if isinstance(data, str) else data


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
    base: dict[str, tuple[str, ...] | Literal["answered"]] | None = None  # whom it is of: {religious: [religious]}
    domain: dict[str, str] | None = None  # {education: university}; several questions cross
    says: Says
    decimals: int | None = None  # digits printed; read from the figure where left out
    kind: Literal["survey", "outcome"] = "survey"  # outcome: a count (a vote) that a survey is held against
    about: Literal["poll", "population"] = "poll"  # population: the sentence itself asserts certainty ("clearly leads")
    phrases: dict[str, Figure] = Field(default_factory=dict)  # what its words stand for, where that is said; in percent
    note: Text | None = None

    @property
    def studies(self) -> tuple[str, ...]:
        """The studies named: that of the claim, and those between which something changed."""
        waves = (self.says.change, self.says.ratio, self.says.unchanged)
        named = (self.study, *(name for one in waves if one is not None for name in (one.start, one.end)))
        return tuple(dict.fromkeys(name for name in named if name is not None))


class Publication(Record):
    """Where the claims were printed."""

    title: Text
    publisher: Text | None = None
    date: str | None = None
    url: str | None = None
    language: str = "en"


class Claims(Record):
    """All statements of one publication about surveys."""

    publication: Publication
    claims: tuple[Claim, ...]
    phrases: dict[str, Figure] = Field(default_factory=dict)  # what words stand for in this publication, in percent
    sources: tuple[Id, ...] = ()
    note: Text | None = None
    id: Id = Field(default="unnamed")  # the file's name

    @model_validator(mode="after")
    def _phrases_of_all(self) -> Claims:
        """What the publication's words stand for holds for each claim that does not say otherwise."""
        if self.phrases:
            own = [one.model_copy(update={"phrases": {**self.phrases, **one.phrases}}) for one in self.claims]
            self.__dict__.update(claims=tuple(own))  # frozen for everybody else
        return self
