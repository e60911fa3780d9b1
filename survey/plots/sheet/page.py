"""The sheet a picture is drawn on: title above, notes below, and between them a body measured in millimetres."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text as Letters

from survey.plots.sheet.heads import Heads, note_lines, subtitle_lines
from survey.plots.sheet.lettering import LEADING, MM, line_height, text_width, wrap
from survey.plots.sheet.sheet import current
from survey.plots.sheet.style import BODY, INK, MUTED, NOTE, PAPER, TITLE, VALUE, WARNING
from survey.wording.figures import number
from survey.wording.message import word

PAD = 4.0  # mm, white border
SWATCH = 3.0  # mm, side of a legend's square
ROW = 5.4  # mm, least height of a row
AXIS = 4.6  # mm, room for the figures under an axis
NARROW = 100.0  # mm: labels of rows stand over their marks, not beside them
UNDER = 4.8  # mm that a mark takes under its label


class Picture(Figure):
    """A matplotlib figure that knows which data it shows; ``survey.reports.files.figures.figure_data`` reads them."""

    shown: tuple[dict[str, Any], ...] = ()
    heads: Heads
    written: tuple[str, ...] = ()  # the lines of the note that stand in the picture
    zoom: float = 1.0  # how many times larger than drawn it is shown


class Page:
    """A figure with its heads written and an empty body of ``body_height`` millimetres.

    Places in the body are millimetres from its upper left corner; the body is ``content_width()`` wide. The figure is
    as high as its heads and its body need, and at least as its sheet asks for.
    """

    def __init__(self, heads: Heads, body_height: float) -> None:
        sheet, inner = current(), content_width()
        tag = word("plots.synthetic", heads.language) if heads.synthetic else ""
        over = line_height(NOTE) + 2.2 if tag and inner < NARROW else 0.0  # the mark of synthetic data has a line alone
        tag_room = text_width(tag, NOTE, True) + 6 if tag and not over else 0.0
        heads = heads.on(sheet, inner - tag_room)
        topic = wrap(heads.overline, inner - tag_room, NOTE) if heads.overline else []
        title = wrap(heads.title, inner - tag_room, TITLE, True)
        subtitle = subtitle_lines(heads, inner)
        footer = note_lines(heads, inner, sheet.full)
        above = over + (len(topic) * line_height(NOTE) + 0.6 if topic else 0)
        top = above + len(title) * line_height(TITLE) + (len(subtitle) * line_height(VALUE) + 0.8 if subtitle else 0)
        bottom = len(footer) * line_height(NOTE) + (2.2 if footer else 0)
        height = PAD + top + 3 + body_height + 2 + bottom + PAD - 1
        spare = max(0.0, sheet.high - height)
        self.width, self.height = sheet.width, height + spare
        self.body_top, self.body_height = PAD + top + 3 + spare / 2, body_height
        self.figure = Picture(figsize=(self.width / 25.4, self.height / 25.4))
        self.figure.heads, self.figure.zoom, self.figure.written = heads, sheet.zoom, tuple(footer)
        FigureCanvasAgg(self.figure)
        self._write(topic, PAD + over, NOTE, color=MUTED)
        self._write(title, PAD + above, TITLE, weight="bold")
        self._write(subtitle, PAD + above + len(title) * line_height(TITLE) + 0.8, VALUE, color=MUTED)
        if footer:
            start = self.height - PAD - len(footer) * line_height(NOTE)
            self._rule(start - 1.2)
            self._write(footer, start, NOTE, color=MUTED)
        if tag:
            self._mark(tag)

    def text(self, x: float, y: float, letters: str, size: float = BODY, **how: Any) -> Letters:
        """Write at a place of the body; several lines are joined by a line break. By default left and centred."""
        how = {"ha": "left", "va": "center", "linespacing": LEADING * 0.93, "color": INK, **how}
        across, down = self._place(x, y)
        return self.figure.text(across, down, letters, fontsize=size, parse_math=False, **how)

    def lines(self, x: float, y: float, lines: Sequence[str], size: float = BODY, **how: Any) -> None:
        """Write ``lines`` under each other so that their block is centred on ``y``."""
        step = line_height(size)
        for i, line in enumerate(lines):
            self.text(x, y + (i - (len(lines) - 1) / 2) * step, line, size, **{"va": "center_baseline", **how})

    def label(self, top: float, row: Row) -> None:
        """Write the label of a row of a body that begins at ``top``; over marks it stands on ground of its own."""
        how: dict[str, Any] = {"weight": "bold"} if row.index < 0 else {}
        if row.mark != row.middle or self.width - 2 * PAD < NARROW:
            how["bbox"] = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}
        self.lines(0, top + row.middle, row.lines, **how)

    def rule(self, x0: float, y0: float, x1: float, y1: float, **how: Any) -> None:
        """A line between two places of the body."""
        (a, b), (c, d) = self._place(x0, y0), self._place(x1, y1)
        self.figure.add_artist(Line2D([a, c], [b, d], **{"color": MUTED, "linewidth": 0.5, **how}))

    def box(self, x: float, y: float, width: float, height: float, **how: Any) -> None:
        """A rectangle whose upper left corner is at a place of the body."""
        across, down = self._place(x, y + height)
        size = (width / self.width, height / self.height)
        self.figure.add_artist(Rectangle((across, down), *size, **{"transform": self.figure.transFigure, **how}))

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes over a rectangle of the body, empty but for the lower spine."""
        left, low = self._place(x, y + height)
        return self.figure.add_axes((left, low, width / self.width, height / self.height))

    def legend(self, x: float, y: float, items: Iterable[tuple[str, dict[str, Any]]], width: float) -> None:
        """Squares with their names, laid out by ``flow``; the style of a square is that of a Rectangle, or of a
        line's marker where it has ``marker``."""
        listed = list(items)
        placed, _ = flow([name for name, _ in listed], width)
        for (left, top, lines), (_, how) in zip(placed, listed, strict=True):
            middle = y + top + line_height(VALUE) / 2
            if "marker" in how:
                a, b = self._place(x + left + SWATCH / 2, middle)
                self.figure.add_artist(Line2D([a], [b], **{"linestyle": "none", "markersize": 4.5, **how}))
            else:
                self.box(x + left, middle - SWATCH / 2 + 0.3, SWATCH, SWATCH - 0.6, **{"linewidth": 0.5, **how})
            for i, line in enumerate(lines):
                step = i * line_height(VALUE)
                self.text(x + left + SWATCH + 1.2, middle + step, line, VALUE, va="center_baseline")

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return (PAD + x) / self.width, 1 - (self.body_top + y) / self.height

    def _write(self, lines: Sequence[str], top: float, size: float, **how: Any) -> None:
        for i, line in enumerate(lines):
            down = 1 - (top + (i + 0.78) * line_height(size)) / self.height
            style = {"color": INK, "va": "baseline", **how}
            self.figure.text(PAD / self.width, down, line, fontsize=size, parse_math=False, **style)

    def _rule(self, y: float) -> None:
        down, left = 1 - y / self.height, PAD / self.width
        self.figure.add_artist(Line2D([left, 1 - left], [down, down], color=MUTED, linewidth=0.4))

    def _mark(self, tag: str) -> None:
        wide, high = text_width(tag, NOTE, True) + 3, line_height(NOTE) + 0.8
        left, low = (self.width - PAD - wide) / self.width, 1 - (PAD + high) / self.height
        box = Rectangle((left, low), wide / self.width, high / self.height, transform=self.figure.transFigure)
        box.set(facecolor=WARNING, edgecolor="none")
        self.figure.add_artist(box)
        middle = (left + wide / self.width / 2, low + high / self.height / 2)
        how: dict[str, Any] = {"color": PAPER, "weight": "bold", "ha": "center", "va": "center_baseline"}
        self.figure.text(*middle, tag, fontsize=NOTE, parse_math=False, **how)
        # also across the drawing, so that a picture cut to its body still says what it is
        centre = 1 - (self.body_top + self.body_height / 2) / self.height
        size = min(26.0, 0.8 * (self.width - 2 * PAD) / text_width(tag, 1.0, True), 2.4 * self.body_height)
        how = {"color": WARNING, "alpha": 0.11, "weight": "bold", "ha": "center", "va": "center", "rotation": 12}
        self.figure.text(0.5, centre, tag, fontsize=size, parse_math=False, zorder=5, gid="synthetic", **how)


@dataclass(frozen=True)
class Row:
    """A row of the body: ``middle`` of its label in millimetres from its top, the lines of the label, which row it is
    (-1: the head of a group), and the middle of its mark."""

    middle: float
    lines: tuple[str, ...]
    index: int
    mark: float


def label_room(labels: Iterable[str], most: float) -> tuple[float, float, float]:
    """Width of the labels of rows (``most`` of the content at most), where the marks beside them begin, and what a mark
    takes under its label: on a narrow sheet labels stand over the marks."""
    inner = content_width()
    if inner < NARROW:
        return inner, 0.0, UNDER
    width = min(max((text_width(label, BODY) for label in labels), default=0.0) + 0.1, most * inner)
    return width, width + 2.5, 0.0


def lay_rows(labels: Sequence[tuple[str, str]], width: float, under: float = 0.0) -> tuple[list[Row], float]:
    """Rows for (group, label) one under the other, each label wrapped to ``width``, its mark beside or ``under`` it,
    and the height of it all.

    A new group begins with its head, set bold; groups are set apart, also those whose name is a space.
    """
    found: list[Row] = []
    top, last = 0.0, labels[0][0] if labels else ""
    for index, (group, label) in enumerate(labels):
        if group != last or not index:
            top += 1.6 if index else 0.0
            if group.strip():
                head = wrap(group, content_width(), BODY, True)
                high = len(head) * line_height(BODY) + 1.2
                found.append(Row(top + high / 2, tuple(head), -1, top + high / 2))
                top += high
        last = group
        lines = wrap(label, width, BODY)
        own = len(lines) * line_height(BODY) + (0.4 if under else 1.2)
        high = own if under else max(ROW, own)
        found.append(Row(top + high / 2, tuple(lines), index, top + high + under / 2 if under else top + high / 2))
        top += high + (under + 1.2 if under else 0.0)
    return found, top


def percent_axis(axes: Axes, low: float, high: float, language: str) -> None:
    """A horizontal axis of proportions printed as percent, with a faint grid and nothing on the vertical one."""
    step = 0.1 if high - low <= 0.5 else 0.2
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    ticks = [step * place for place in range(first, last + 1)]
    axes.set_xlim(low, high)
    axes.set_xticks(ticks, [f"{number(100 * tick, 0)[language]}%" for tick in ticks])
    axes.set_yticks([])
    axes.grid(axis="x")


def content_width() -> float:
    """Width in millimetres between the borders of a picture on the current sheet."""
    return current().width - 2 * PAD


def flow(names: Sequence[str], width: float) -> tuple[list[tuple[float, float, list[str]]], float]:
    """Places (left, top, lines) of a legend's names from left to right, then down, and the height of it all."""
    placed: list[tuple[float, float, list[str]]] = []
    left = top = deepest = 0.0
    for name in names:
        lines = wrap(name, width - SWATCH - 1.2, VALUE)
        wide = SWATCH + 1.2 + max(text_width(line, VALUE) for line in lines)
        if left and left + wide > width:
            left, top, deepest = 0.0, top + deepest + 0.6, 0.0
        placed.append((left, top, lines))
        deepest = max(deepest, len(lines) * line_height(VALUE))
        left += wide + 4
    return placed, top + deepest if names else 0.0


def points(millimetres: float) -> float:
    """Millimetres in points."""
    return millimetres * MM
