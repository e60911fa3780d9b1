"""Forms of a statement that names more than a figure: how far apart two answers are, which place one has."""

from __future__ import annotations

from pydantic import Field

from survey.definitions.records.values import Figure, Record, short_form

Against = str | tuple[str, ...] | dict[str, str]  # an option, several added up, or another group: {sex: man}
LEVEL = 1.0  # points: two shares that are equal can be printed so far apart in whole percent


class Difference(Record):
    """The claim's option over ``against``, in points; a net ("support minus opposition") is one, too."""

    points: Figure
    against: Against


class Lead(Record):
    """An option over the runner-up, in points."""

    option: str
    points: Figure


class Tie(Record):
    """Options that are level: no further than ``within`` points apart as printed."""

    options: tuple[str, ...]
    within: float = Field(default=LEVEL, ge=0)

    _short_form = short_form("options", list, tuple)


class Rank(Record):
    """The place of an option among the answers, the largest being 1."""

    option: str
    place: int = Field(ge=1)
