"""A question over the waves of a series."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from survey.shown import Shown
from survey.tables.table import Note
from survey.words import Rounding, Text

if TYPE_CHECKING:
    from survey.trends.waves import Wave


@dataclass(frozen=True)
class TrendPoint:
    """One option in one wave. Proportions.

    ``bound`` is "" or the qualifier that a figure was printed with. A limit ("more than") has no standard error and no
    interval, and ``estimate`` is then the printed limit; "about" is a figure like others. Where only a range was
    printed ``estimate`` is NaN and ``note`` has the range.
    """

    study: str
    date: str  # middle of the fieldwork, ISO (a year alone stands for its middle); "" where no date is known
    when: str  # as printed in English: "5-8 Nov 2020", "2016"
    option: str
    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    deff: float
    n: float
    n_weighted: float
    n_eff: float
    df: float
    mode: str
    bound: str = ""
    status: str = "published"  # published | derived | inferred | microdata
    n_assumed: bool = False  # n was not published; the interval rests on an assumption named in the notes
    sources: tuple[str, ...] = ()
    note: str = ""
    dates: Text = field(default_factory=dict)  # ``when`` in each language
    printed_range: Text | None = None  # the range that was printed in place of a figure
    series: str = ""  # the line it belongs to: the study's series, else the study
    base: str = ""  # whom the share is of: all, asked, valid; "" where it is not known
    least: float = math.nan  # what the printed figure may stand for; NaN where the estimate is no printed figure
    most: float = math.nan


@dataclass(frozen=True)
class Break:
    """Between two waves something other than opinion changed: ``what`` is mode, pollster, sample, weighting, order,
    wording, options, labels, population, base, series.

    Waves between the two (whose mode is not stated) belong to neither side.
    """

    after: str  # study
    before: str  # study
    date: str  # middle between the two waves, ISO
    what: tuple[str, ...]
    text: Text  # "face-to-face → phone"


@dataclass(frozen=True, repr=False)
class Trend(Shown):
    """A series ready to print or draw.

    ``points`` stand line by line, each line in the order of its dates, waves without a date last. ``unlike`` lists
    studies left off the line, with the reason; the notes say the same in three languages.
    """

    question: str
    title: Text
    series: tuple[str, ...]
    options: tuple[str, ...]
    option_labels: dict[str, Text]
    points: tuple[TrendPoint, ...]
    breaks: tuple[Break, ...]
    unlike: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]
    synthetic: bool = False
    records: tuple[dict[str, Any], ...] = ()
    missing: tuple[str, ...] = ()  # those of the options that are don't know, refused, no answer
    level: float = 0.95
    rounding: Rounding | None = None  # as the studies of all its figures declare it
    waves: tuple[Wave, ...] = ()  # what the figures are of, for the change between two of them
    source_names: Mapping[str, Text] = field(default_factory=dict)  # what tables call the sources of the points
    tied: Callable[[str, str], Tied] | None = field(default=None, repr=False, compare=False)
    noted: Callable[[Sequence[Wave]], tuple[Note, ...]] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Tied:
    """What the data of two waves share. ``text`` says it; ``facts`` are for records. Where units are shared
    ``variance`` has that of the change of each option, and ``df`` its degrees of freedom; else both are empty."""

    text: Text
    facts: Mapping[str, Any]
    variance: Mapping[str, float] = field(default_factory=dict)
    df: float = math.nan

    @property
    def shared(self) -> bool:
        """Whether the waves have persons or PSUs in common."""
        return self.facts["independence"] == "same"
