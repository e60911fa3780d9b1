"""What the studies of a series have in common, written once."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from survey.definitions.records.polls import Line, PollTable
from survey.definitions.records.presenting.picture import Event
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import Id, Text

OF_ONE = ("study", "wave", "fieldwork")  # keys that only a study has
OF_ALL = ("name", "about", "polls", "line", "events")  # keys that only a series has
BY_KEY = ("questions", "lists", "missing", "data", "design")  # joined key by key; all others as a whole


class Series(Study):
    """The keys of a study, for all studies that say ``series: <id>``."""

    study: Id = "series"  # not written
    series: Id
    name: Text | None = None  # what the series is called
    about: Text | None = None  # what it is, in a sentence
    polls: PollTable | None = None  # published polls, a row each, that are studies of the series too
    line: Line = Field(default_factory=Line)
    events: tuple[Event, ...] = ()


def with_series(study: Study, series: Series) -> Study:
    """``study`` with what it leaves out and its series says.

    Questions, lists, kinds of missing, data and design are joined key by key, a question's own keys too; anything else
    that the study says stands in the place of what the series says.
    """
    taken: dict[str, Any] = {}
    for key in series.model_fields_set - {*OF_ONE, *OF_ALL, "series"}:
        own, other = getattr(study, key), getattr(series, key)
        if key not in study.model_fields_set:
            taken[key] = other
        elif key == "questions":
            taken[key] = _questions(own, other)
        elif key in BY_KEY and own is not None and other is not None:
            taken[key] = {**other, **own} if isinstance(own, dict) else _over(other, own)
    made = study.model_copy(update=taken)
    return made.model_copy(update={"questions": {name: made.with_base(one) for name, one in made.questions.items()}})


def _questions(own: dict[str, StudyQuestion], other: dict[str, StudyQuestion]) -> dict[str, StudyQuestion]:
    """In the order of the series, then those of the study alone."""
    both = {name: _over(one, own[name]) if name in own else one for name, one in other.items()}
    return {**both, **{name: one for name, one in own.items() if name not in other}}


def _over(below: Any, own: Any) -> Any:
    """A record with the keys that ``own`` has written."""
    return below.model_copy(update={key: getattr(own, key) for key in own.model_fields_set})
