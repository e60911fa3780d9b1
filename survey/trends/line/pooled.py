"""One line out of many polls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from survey.arrays import Array
from survey.maths.smoothing.observed import Spread
from survey.shown import Shown
from survey.tables.table import Note
from survey.trends.line.polled import Poll
from survey.words import Text


@dataclass(frozen=True)
class Leaning:
    """How far a house, or a mode, stands from the line, as a proportion: from the anchors where there are any (NaN
    else), and from the mean of all houses."""

    label: Text
    polls: int
    estimate: float
    std_error: float
    centred: float
    centred_error: float
    kind: str = "house"  # house | mode


@dataclass(frozen=True)
class OptionLine:
    """The line of one option. ``held``: the part of the polls that lie in the 90% interval foretold for each from the
    others; ``held_plain``: the same were there no error beyond sampling. ``effective``: polls that the overlapping ones
    weigh as."""

    option: str
    level: Array  # on the days of the line
    std_error: Array
    low: Array
    high: Array
    spread: Spread
    leanings: tuple[Leaning, ...]
    polls: tuple[Poll, ...]
    overlapping: int
    effective: float
    held: float
    held_plain: float


@dataclass(frozen=True)
class Mark:
    """A day with words: an anchor, an event, a break inside a house."""

    date: str
    label: Text
    kind: str  # anchor | event | break
    shares: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class PooledLine(Shown):
    """The lines of one question: ``days`` (proleptic ordinals), an ``OptionLine`` each, the houses, and days with
    words."""

    question: str
    title: Text
    series: tuple[str, ...]
    options: tuple[str, ...]
    option_labels: dict[str, Text]
    days: Array
    lines: tuple[OptionLine, ...]
    houses: tuple[Text, ...]
    modes: tuple[str, ...]  # of the houses
    pollsters: tuple[Text, ...]
    marks: tuple[Mark, ...]
    notes: tuple[Note, ...]
    records: tuple[dict[str, Any], ...]
    anchored: bool
    random: bool
    missing: tuple[str, ...] = ()
    synthetic: bool = False
    level: float = 0.95
