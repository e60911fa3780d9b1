"""Days with words in the picture of a line: outcomes, events, breaks."""

from __future__ import annotations

from datetime import date
from typing import Any

from matplotlib.axes import Axes

from survey.plots.sheet.lettering import line_height, widest, wrap
from survey.plots.sheet.page import content_width
from survey.plots.sheet.style import INK, MUTED, NOTE
from survey.trends.line.pooled import PooledLine
from survey.words import say

WIDE = 34.0  # mm, width of what is said over a mark
ROWS = 4  # of words over the panels; breaks beyond are told in the note alone
STYLES: dict[str, Any] = {"event": (0, (1.2, 1.6)), "break": (0, (3, 2)), "anchor": "-"}
Told = tuple[list[str], float, float]


def lay_marks(
    line: PooledLine, limits: tuple[float, float], left: float, width: float, language: str
) -> tuple[list[Told], float]:
    """Lines, place across and middle of what each mark says, in rows in which no two meet, and the height of it all."""
    found: list[tuple[list[str], float, int]] = []
    ends: list[float] = []
    for mark in sorted(line.marks, key=lambda one: one.date):
        at = date.fromisoformat(mark.date).toordinal()
        if not limits[0] <= at <= limits[1]:
            continue
        lines = wrap(say(mark.label, language), WIDE, NOTE)[:3]
        half = widest(lines, NOTE) / 2
        across = left + (at - limits[0]) / (limits[1] - limits[0]) * width
        across = min(max(across, half), content_width() - half)
        row = next((place for place, end in enumerate(ends) if across - half > end + 2), len(ends))
        if row < ROWS:
            ends[row : row + 1] = [across + half]
            found.append((lines, across, row))
    tall = [max(len(lines) for lines, _, at in found if at == row) * line_height(NOTE) for row in range(len(ends))]
    starts = [sum(tall[:row]) + 0.6 * row for row in range(len(tall))]
    ends = [start + high for start, high in zip(starts, tall, strict=True)]
    told = [(lines, across, ends[row] - len(lines) * line_height(NOTE) / 2) for lines, across, row in found]
    return told, starts[-1] + tall[-1] + 1.5 if tall else 0.0


def draw_marks(axes: Axes, line: PooledLine, option: str) -> None:
    """A rule on each day, and a star where the share is known."""
    low, high = axes.get_xlim()
    for mark in line.marks:
        day = date.fromisoformat(mark.date).toordinal()
        if not low <= day <= high:
            continue
        how: dict[str, Any] = {"color": MUTED, "linewidth": 0.8, "zorder": 1, "gid": f"{mark.kind}-{mark.date}"}
        axes.axvline(day, linestyle=STYLES[mark.kind], **how)
        if option in mark.shares:
            star: dict[str, Any] = {"marker": "*", "color": INK, "markersize": 8.0, "clip_on": False, "zorder": 6}
            axes.plot([day], [mark.shares[option]], linestyle="none", gid=f"anchor-{option}", **star)
