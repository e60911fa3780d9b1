"""A statistic of a question in several waves, and its changes, ready to print."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from survey.changes.parts import Parted
from survey.definitions.comparing.comparability import Comparability
from survey.shown import Shown
from survey.tables.table import Note
from survey.words import Rounding, Text


@dataclass(frozen=True)
class Held:
    """Two studies held against each other."""

    start: str
    end: str
    found: Comparability


@dataclass(frozen=True)
class ChangeFigure:
    """The change of one option, or of a mean, in one domain from ``start`` to ``end`` (names of waves). Shares are
    proportions, means in their unit. ``p_value``: of no change; ``p_adjusted``: over all changes, where that was asked.
    ``beyond``: whether it is more than sampling error, by the adjusted p-value; None where that is not known.
    ``equivalence``: p-value of a change of the margin or more; ``detectable``: the least change that such a sample
    finds with the power asked for."""

    start: str
    end: str
    option: str
    label: Text
    levels: tuple[str, ...]
    level_labels: tuple[Text, ...]
    figures: tuple[float, float]
    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    df: float
    n: tuple[float, float]
    p_value: float
    p_adjusted: float
    beyond: bool | None
    equivalence: float = math.nan
    detectable: float = math.nan

    @property
    def direction(self) -> int:
        """1 up, -1 down, 0 where the change is not beyond sampling error."""
        return 0 if not self.beyond else 1 if self.estimate > 0 else -1


@dataclass(frozen=True)
class Level:
    """The figure of one wave."""

    wave: str
    option: str
    label: Text
    levels: tuple[str, ...]
    level_labels: tuple[Text, ...]
    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    n: float

    def record(self, made: Comparison) -> dict[str, Any]:
        """The long row of a figure of ``made``."""
        figures = {name: getattr(self, name) for name in ("estimate", "std_error", "conf_low", "conf_high", "n")}
        first = {"study": self.wave, "question": made.question, "option": self.option}
        return {**first, **dict(zip(made.domains, self.levels, strict=True)), **figures}


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """One question. ``held``: each two waves that were held against each other; ``waves``: name -> when. ``margin``: of
    equivalence, in the unit of the statistic."""

    question: str
    title: Text
    statistic: str
    domains: tuple[str, ...]
    waves: Mapping[str, Text]
    held: tuple[Held, ...]
    levels: tuple[Level, ...]
    changes: tuple[ChangeFigure, ...]
    notes: tuple[Note, ...]
    records: tuple[dict[str, Any], ...]
    level: float = 0.95
    margin: float | None = None
    adjusted: str | None = None
    synthetic: bool = False
    rounding: Rounding | None = None
    missing: tuple[str, ...] = ()  # those of the options that are don't know, refused, no answer
    line: bool = False  # printed as a line: the figures of the waves, not their changes
    parted: tuple[Parted, ...] = ()
    parted_notes: tuple[Note, ...] = ()

    @property
    def in_percent(self) -> bool:
        """Whether figures are proportions, printed in percent and points."""
        return self.statistic == "share"
