"""A question over the waves: points with intervals, lines that stop where something other than opinion changed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from matplotlib.axes import Axes

from survey.definitions.bounds import bound_side
from survey.plots.sheet.label_column import spread, wrapped_aside
from survey.plots.sheet.lettering import line_height, widest, wrap
from survey.plots.sheet.page import SWATCH, Page, Picture, content_width
from survey.plots.sheet.palettes import GREY, LINES
from survey.plots.sheet.style import BODY, INK, MUTED, NOTE, PAPER, VALUE, style
from survey.plots.timeline.heads import REASON, printed_point, shown_trend, trend_heads, years_of
from survey.plots.timeline.lines import crowded, has_inside, line_breaks, lines_of, names_of, segments
from survey.plots.timeline.many import many
from survey.plots.timeline.time_axis import axis_limits, axis_room, time_axis
from survey.trends.series import Break, Trend, TrendPoint
from survey.wording.figures import number
from survey.wording.message import word
from survey.wording.rounding import by_own_rule
from survey.words import say

HEIGHT = 62.0  # mm of the axes
TICKS = 8.0  # mm, room for the figures left of the axes
GAP = 5.0  # mm between the axes and the labels
ARROW = 4.5  # mm, from a mark that is only a limit
MARKERS = "osD^vPX*<>dp"
DASHES: tuple[Any, ...] = ("-", (0, (4, 1.6)), (0, (1.2, 1.4)), (0, (5, 1.4, 1.2, 1.4)))
KEY = 7.0  # mm of a line in the key


@dataclass(frozen=True)
class Look:
    """How an option is drawn."""

    colour: str
    marker: str


@by_own_rule
def trend_plot(trend: Trend, language: str = "en") -> Picture:
    """Points with intervals over time, one colour and mark for each option, the last figure beside its label.

    Lines join waves of one series between which nothing is known to have changed; breaks are dashed and say what
    changed. Limits are open marks with an arrow and belong to no line; waves known by their year have a level bar;
    intervals on an assumed n are pale. Waves without a date are named under the picture. Of more than four lines or
    sixty waves each option has a panel of its own, in which colour and mark are the pollster's (``many``).
    """
    if crowded(trend):
        return many(trend, language)
    with style():
        return _draw(trend, language)


def _draw(trend: Trend, language: str) -> Picture:
    looks = _looks(trend)
    dated = [point for point in trend.points if point.date and math.isfinite(point.estimate)]
    lasts = {option: _last(dated, option) for option in trend.options}
    now = max((point.date for point in dated), default="")
    said = {option: _label(trend, option, point, now, language) for option, point in lasts.items() if point}
    labels = dict(zip(said, wrapped_aside(list(said.values()), content_width(), VALUE), strict=True))
    side = max((widest(lines, VALUE) for lines in labels.values()), default=0.0)
    left, width = TICKS, content_width() - TICKS - GAP - 2.5 - side
    heights = [len(lines) * line_height(VALUE) + 0.8 for lines in labels.values()]
    high = max(HEIGHT, sum(heights))
    span = (min(map(_first_day, dated)), max(map(_last_day, dated))) if dated else (0, 1)
    marks = [(series, step) for series in lines_of(trend) for step in line_breaks(trend, series)]
    several = len(lines_of(trend)) > 1
    names = names_of(trend, language)
    key_height = _key_places(list(names.values()))[1] + 1.5 if several else 0.0
    told = _lay_breaks(marks, names if several else {}, axis_limits(*span), left, width, language)
    above = max((row_end for *_, row_end in told), default=0.0) + (1.0 if told else 0.0)
    body = key_height + above + high + axis_room(*span) if dated else 6.0
    page = Page(trend_heads(trend, dated, marks, language), body)
    page.figure.shown = shown_trend(trend, language)
    if not dated:
        page.text(0, 3, word("plots.left_out", language), BODY, color=MUTED)
        return page.figure
    top = key_height + above
    axes = page.axes(left, top, width, high)
    time_axis(axes, *span, width, language)
    _shares(axes, dated, language)
    if several:
        _key(page, list(names.values()))
    for series, step in marks:
        _mark(axes, trend, series, step)
    for lines, middle, y, _ in told:
        page.lines(middle, key_height + y, lines, NOTE, ha="center", color=MUTED)
    per_mm = axes.get_ylim()[1] / high
    for at, series in enumerate(lines_of(trend)):
        for option in trend.options:
            _line(axes, trend, series, option, looks[option], DASHES[at % len(DASHES)], per_mm)
    _labels(page, labels, lasts, heights, looks, (left + width, top, high, axes.get_ylim()[1]))
    return page.figure


def _looks(trend: Trend) -> dict[str, Look]:
    found: dict[str, Look] = {}
    answers = 0
    for at, option in enumerate(trend.options):
        colour = GREY
        if option not in trend.missing:
            colour, answers = LINES[answers % len(LINES)], answers + 1
        found[option] = Look(colour, MARKERS[at % len(MARKERS)])
    return found


def _last(dated: list[TrendPoint], option: str) -> TrendPoint | None:
    return max((point for point in dated if point.option == option), key=lambda point: point.date, default=None)


def _label(trend: Trend, option: str, point: TrendPoint, now: str, language: str) -> str:
    """An option with its last figure; with its date, where that is not the last of the picture."""
    words = f"{say(trend.option_labels.get(option), language, option)} {printed_point(point, language)}"
    if point.date < now:
        words += f", {say(point.dates, language, point.date)}"
    return words


def _lay_breaks(
    marks: list[tuple[str, Break]],
    names: dict[str, str],
    limits: tuple[float, float],
    left: float,
    width: float,
    language: str,
) -> list[tuple[list[str], float, float, float]]:
    """Lines, place across, middle and lower end of what each break says, in rows in which no two meet."""
    found = []
    ends: list[float] = []  # of each row, how far to the right it is taken
    for series, step in sorted(marks, key=lambda mark: mark[1].date):
        words = f"{names[series]}: {say(step.text, language)}" if names else say(step.text, language)
        lines = wrap(words, REASON, NOTE)
        if len(lines) > 3:
            lines = wrap(_short(names.get(series, ""), step, language), REASON, NOTE)
        half = widest(lines, NOTE) / 2
        across = left + (date.fromisoformat(step.date).toordinal() - limits[0]) / (limits[1] - limits[0]) * width
        across = min(max(across, half), content_width() - half)
        row = next((at for at, end in enumerate(ends) if across - half > end + 2), len(ends))
        ends[row : row + 1] = [across + half]
        found.append((lines, across, row))
    tall = [max(len(lines) for lines, _, at in found if at == row) * line_height(NOTE) for row in range(len(ends))]
    starts = [sum(tall[:row]) + 0.6 * row for row in range(len(tall))]
    return [(lines, across, starts[row] + tall[row] / 2, starts[row] + tall[row]) for lines, across, row in found]


def _short(series: str, step: Break, language: str) -> str:
    """What kind of thing changed, where the whole reason is too long to stand over its mark."""
    kinds = ", ".join(word(f"plots.break_{name}", language) for name in step.what)
    return f"{series}: {kinds}" if series else kinds


def _shares(axes: Axes, dated: list[TrendPoint], language: str) -> None:
    tops = [value for point in dated for value in (point.estimate, point.conf_high) if math.isfinite(value)]
    top = min(math.ceil(round(20 * (max(tops) + 0.025), 9)) / 20, 1.04)
    step = 0.1 if top > 0.3 else 0.05
    ticks = [step * place for place in range(round(top / step + 0.49)) if step * place <= top]
    axes.set_ylim(0, top)
    axes.set_yticks(ticks, [f"{number(100 * tick, 0)[language]}%" for tick in ticks])
    axes.grid(axis="y")


def _key_places(names: list[str]) -> tuple[list[tuple[float, float, list[str]]], float]:
    """Where the names of the lines stand, one under the other."""
    rows = [wrap(name, content_width() - KEY - 1.2, VALUE) for name in names]
    tops = [sum(len(row) for row in rows[:at]) * line_height(VALUE) for at in range(len(rows) + 1)]
    return [(0.0, top, row) for top, row in zip(tops, rows, strict=False)], tops[-1]


def _key(page: Page, names: list[str]) -> None:
    """Which dashes are which series."""
    for at, (x, y, lines) in enumerate(_key_places(names)[0]):
        middle = y + line_height(VALUE) / 2
        page.rule(x, middle, x + KEY, middle, color=INK, linewidth=1.1, linestyle=DASHES[at % len(DASHES)])
        page.lines(x + KEY + 1.2, middle, lines, VALUE)


def _mark(axes: Axes, trend: Trend, series: str, step: Break) -> None:
    ends = {point.study: point.date for point in trend.points}
    if has_inside(trend, series, step):
        days = (date.fromisoformat(ends[name]).toordinal() for name in (step.after, step.before))
        axes.axvspan(*days, color="#F0F0F0", linewidth=0, zorder=0)
    day = date.fromisoformat(step.date).toordinal()
    axes.axvline(day, color=MUTED, linewidth=0.8, linestyle=(0, (3, 2)), zorder=1)


def _line(axes: Axes, trend: Trend, series: str, option: str, look: Look, dashes: Any, per_mm: float) -> None:
    for run in segments(trend, series, option):
        days = [date.fromisoformat(point.date).toordinal() for point in run]
        shares = [point.estimate for point in run]
        axes.plot(days, shares, color=look.colour, linestyle=dashes, linewidth=1.1, zorder=3, gid=f"line-{option}")
    for point in trend.points:
        if point.series == series and point.option == option and point.date and math.isfinite(point.estimate):
            _point(axes, point, look, per_mm)


def _point(axes: Axes, point: TrendPoint, look: Look, per_mm: float) -> None:
    day, share = date.fromisoformat(point.date).toordinal(), point.estimate
    side = bound_side(point.bound)
    if math.isfinite(point.conf_low) and math.isfinite(point.conf_high) and not side:
        pale = 0.4 if point.n_assumed else 1.0
        ends = [point.conf_low, point.conf_high]
        how: dict[str, Any] = {"linewidth": 1.0, "solid_capstyle": "butt", "zorder": 2}
        axes.plot([day, day], ends, color=look.colour, alpha=pale, gid=f"interval-{point.option}", **how)
    if years_of(point):
        ends = [_first_day(point), _last_day(point)]
        axes.plot(ends, [share, share], color=look.colour, linewidth=1.0, zorder=2, solid_capstyle="butt")
    if side:
        arrow = {"arrowstyle": "-|>", "color": look.colour, "linewidth": 0.9, "shrinkA": 0, "shrinkB": 0}
        arrow["mutation_scale"] = 6
        tip = (day, share + side * ARROW * per_mm)
        axes.annotate("", xy=tip, xytext=(day, share), arrowprops=arrow, annotation_clip=False, zorder=4)
    face = PAPER if side else look.colour
    axes.plot(
        [day],
        [share],
        look.marker,
        markersize=4.2,
        color=face,
        markeredgecolor=look.colour,
        markeredgewidth=1.0,
        clip_on=False,
        zorder=5,
        gid=f"{'bound' if side else 'point'}-{point.option}",
    )


def _first_day(point: TrendPoint) -> int:
    years = years_of(point)
    return date(years[0], 1, 1).toordinal() if years else date.fromisoformat(point.date).toordinal()


def _last_day(point: TrendPoint) -> int:
    years = years_of(point)
    return date(years[1], 12, 31).toordinal() if years else date.fromisoformat(point.date).toordinal()


def _labels(
    page: Page,
    labels: dict[str, list[str]],
    lasts: dict[str, TrendPoint | None],
    heights: list[float],
    looks: dict[str, Look],
    frame: tuple[float, float, float, float],
) -> None:
    """Label and last figure of each option, in the order of the last figures, tied to them where it had to move."""
    right, top, high, largest = frame
    now = max((point.date for point in lasts.values() if point), default="")
    wanted = [(1 - point.estimate / largest) * high for name in labels if (point := lasts[name])]
    for option, y, middle in zip(labels, wanted, spread(wanted, heights, high), strict=True):
        look = looks[option]
        if (last := lasts[option]) is not None and last.date == now:  # no line leads on to a day without a figure
            ends = (right + 0.5, top + y, right + GAP - 1.6, top + middle)
            page.rule(*ends, color=look.colour, linewidth=0.6, alpha=0.7)
        mark = {"marker": look.marker, "color": look.colour, "markersize": 4.2}
        page.legend(right + GAP - SWATCH / 2, top + middle - line_height(VALUE) / 2, [("", mark)], SWATCH + 1.2)
        page.lines(right + GAP + 2.2, top + middle, labels[option], VALUE)
