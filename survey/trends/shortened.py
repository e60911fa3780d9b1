"""A long trend as a screen has room for it."""

from __future__ import annotations

from dataclasses import replace

from survey.tables.table import Note
from survey.trends.series import Trend
from survey.wording.message import message

MOST = 40  # waves that are printed whole
FIRST, LAST = 3, 7  # of more
BESIDE = {"mode", "pollster", "sample", "weighting", "series"}  # breaks that polls of many houses have at every step


def shortened(trend: Trend) -> Trend:
    """``trend`` with its first and last waves, those between them counted in a note; as it is where it is short. Its
    records stay whole."""
    studies = list(dict.fromkeys(point.study for point in trend.points))
    if len(studies) <= MOST:
        return trend
    kept = {*studies[:FIRST], *studies[-LAST:]}
    breaks = [one for one in trend.breaks if one.before in kept and one.after in kept and set(one.what) - BESIDE]
    told = message("trends.shortened", first=str(FIRST), last=str(LAST), count=str(len(studies)))
    return replace(
        trend,
        points=tuple(point for point in trend.points if point.study in kept),
        breaks=tuple(breaks),
        notes=(Note("shortened", told), *(note for note in trend.notes if note.key != "breaks")),
    )
