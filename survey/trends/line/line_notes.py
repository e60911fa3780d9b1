"""What a reader of a pooled line has to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from survey.tables.table import Note
from survey.trends.line.pooled import PooledLine
from survey.trends.series import Trend
from survey.wording.dates import Dates
from survey.wording.figures import number, short
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

TAKEN = ("pollster", "population", "wording", "base", "sources", "unlike", "asked", "disputed", "never")

FEW = 30  # polls of which the spreads are known badly


def line_notes(made: PooledLine, left: Mapping[str, Counter[str]], whole: bool, trend: Trend) -> tuple[Note, ...]:
    """Polls and those left out, overlaps, anchors, the model; then what the trend says of its polls."""
    found = [*_polls(made, left), *_model(made, whole)]
    kept = [note for note in trend.notes if note.key in TAKEN]
    return (*(Note(key, text) for key, text in found), *kept)


def _polls(made: PooledLine, left: Mapping[str, Counter[str]]) -> Iterator[tuple[str, Text]]:
    counted = {poll.study for line in made.lines for poll in line.polls}
    houses = {str(one.label) for line in made.lines for one in line.leanings if one.kind == "house"}
    ends = [date.fromordinal(int(day)).isoformat() for day in (made.days[0], made.days[-1])]
    yield (
        "polls",
        message("line.polls", count=str(len(counted)), houses=str(len(houses)), dates=Dates(ends[0], ends[1])),
    )
    most = left[max(left, key=lambda name: left[name].total())]
    for reason, count in most.items():
        yield "left", message(f"line.left_{reason}", count=str(count))
    overlapped = max(made.lines, key=lambda line: line.overlapping)
    if overlapped.overlapping:
        counts = {"count": str(overlapped.overlapping), "total": str(len(overlapped.polls))}
        separate = abs(overlapped.effective - len(overlapped.polls)) < 1e-9
        told = message("line.overlap_separate", **counts)
        yield "overlap", told if separate else message("line.overlap", **counts, worth=short(overlapped.effective))
    assumed = sum(poll.n_assumed for poll in overlapped.polls)
    if assumed:
        yield "assumed", message("line.assumed", count=str(assumed))


def _model(made: PooledLine, whole: bool) -> Iterator[tuple[str, Text]]:
    tied = {name for mark in made.marks if mark.kind == "anchor" for name in mark.shares}
    free = [made.option_labels[line.option] for line in made.lines if line.option not in tied]
    if len(free) < len(made.lines):
        yield "anchors", message("line.anchored")
    if free:  # an outcome of another option says nothing of these
        lean = message("line.unanchored_random" if made.random else "line.unanchored")
        yield "anchors", joined([joined(free, ", "), ": ", lean]) if len(free) < len(made.lines) else lean
    if any(mark.kind == "break" for mark in made.marks):
        parts = [joined((Dates(mark.date, mark.date), ", ", mark.label)) for mark in made.marks if mark.kind == "break"]
        yield "breaks", message("line.breaks", breaks=joined(parts, "; ", once=True))
    told = []
    for line in made.lines:
        if np.isfinite(line.held):
            told.append(
                message(
                    "line.extra_of",
                    option=made.option_labels[line.option],
                    extra=number(100 * line.spread.extra, 2),
                    held=short(100 * line.held),
                    plain=short(100 * line.held_plain),
                )
            )
    yield "extra", message("line.extra", options=joined(told, "; "))
    if min(len(line.polls) for line in made.lines) < FEW:
        yield "few", message("line.few")
    yield "method", message("line.method", level=short(100 * made.level))
    if whole:
        yield "whole", message("line.whole")
