"""Many polls of many pollsters: a panel for each option, the pollster by colour and mark."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from typing import Any

from matplotlib.axes import Axes

from survey.definitions.bounds import bound_side
from survey.plots.sheet.lettering import line_height, wrap
from survey.plots.sheet.page import Page, Picture, content_width, flow
from survey.plots.sheet.style import BODY, PAPER, style
from survey.plots.timeline.heads import printed_point, shown_trend, trend_heads
from survey.plots.timeline.lines import line_breaks, lines_of, pollsters_of, segments
from survey.plots.timeline.poll_marks import mode_looks, mode_mark, pollster_looks
from survey.plots.timeline.time_axis import axis_room, time_axis
from survey.trends.series import Trend, TrendPoint
from survey.wording.figures import number
from survey.wording.message import word
from survey.words import say

HIGH = 310.0  # mm: the picture is no higher than 1 200 CSS pixels with its heads
PANEL, LOWEST = 46.0, 20.0  # mm, height of axes
TICKS, APART = 8.0, 6.0  # mm: figures left of the axes; between two panels
WIDE = 120.0  # mm, a picture with two panels side by side
HEADS = 62.0  # mm that title, key and note need at most
MARKERS = "osD^vPX*"
Look = dict[str, Any]


def many(trend: Trend, language: str = "en") -> Picture:
    """One panel an option, on scales of one length, so that changes look alike, and one of time. Marks have no
    intervals, which the table of the trend has; the pollster is their colour, the mode their form where there are
    several. A thin line joins the polls of a series of one pollster between which nothing is known to have changed.
    Each panel names its last figure, with pollster and date."""
    with style():
        return _draw(trend, language)


def _draw(trend: Trend, language: str) -> Picture:
    dated = [point for point in trend.points if point.date and math.isfinite(point.estimate)]
    options = [name for name in trend.options if any(point.option == name for point in dated)]
    names, inner = pollsters_of(trend, language), content_width()
    looks, legend = _looks(dated, names, language)
    alone = [
        line for line in lines_of(trend) if len({names[point.study] for point in dated if point.series == line}) == 1
    ]
    columns = 2 if inner > WIDE and len(options) > 1 else 1
    rows = math.ceil(len(options) / columns)
    days = [date.fromisoformat(point.date).toordinal() for point in dated]
    span = (min(days), max(days))
    width = (inner - APART * (columns - 1)) / columns - TICKS
    labels = {name: _title(trend, dated, name, names, width + TICKS, language) for name in options}
    head = max(map(len, labels.values())) * line_height(BODY) + 2.8
    each = min(PANEL, (HIGH - HEADS) / rows - head - axis_room(*span) - 3.0)
    each = max(each, LOWEST)
    key = flow([name for name, _ in legend], inner)[1] + 2.5
    step = head + each + axis_room(*span) + 3.0
    cuts = sum(len(line_breaks(trend, line)) for line in alone)
    page = Page(_heads(trend, dated, bool(alone), cuts, language), key + step * rows - 3.0)
    page.legend(0, 0, legend, inner)
    lows, high = _scales(dated, options)
    for at, option in enumerate(options):
        x, y = (at % columns) * (width + TICKS + APART), key + (at // columns) * step
        page.lines(x, y + len(labels[option]) * line_height(BODY) / 2, labels[option], BODY, weight="bold")
        axes = page.axes(x + TICKS, y + head, width, each)
        time_axis(axes, *span, width, language)
        _shares(axes, lows[option], lows[option] + high, language)
        for line in alone:
            _line(axes, trend, line, option, looks)
        _marks(axes, [point for point in dated if point.option == option], looks)
    page.figure.shown = shown_trend(trend, language)
    return page.figure


def _looks(
    dated: list[TrendPoint], names: dict[str, str], language: str
) -> tuple[dict[str, Look], list[tuple[str, Look]]]:
    """The look of each study, and the key. Of one mode the pollsters differ in the form of their marks, too."""
    modes = {point.mode for point in dated}
    colours, key = pollster_looks(Counter(names[study] for study in {point.study for point in dated}), language)
    forms = {
        look.name: {"marker": MARKERS[at % len(MARKERS)]} if len(modes) == 1 else {} for at, look in enumerate(key)
    }
    size: Look = {"markeredgewidth": 0.8, "markersize": 3.2}
    looks = {
        point.study: {
            **mode_mark(point.mode),
            **colours[names[point.study]],
            **forms.get(names[point.study], {}),
            **size,
        }
        for point in dated
    }
    return looks, [(look.name, {**look.how, **forms[look.name]}) for look in key] + mode_looks(modes, language)


def _title(
    trend: Trend, dated: list[TrendPoint], option: str, names: dict[str, str], width: float, language: str
) -> list[str]:
    last = max((point for point in dated if point.option == option), key=lambda point: point.date)
    label = say(trend.option_labels.get(option), language, option)
    told = f"{printed_point(last, language)} ({names[last.study]}, {say(last.dates, language, last.date)})"
    return wrap(f"{label}: {told}", width, BODY, True)


def _heads(trend: Trend, dated: list[TrendPoint], joined: bool, cuts: int, language: str) -> Any:
    said = [word("plots.many_lines" if joined else "plots.many_marks", language), word("plots.many_scales", language)]
    if cuts:
        said.append(word("plots.many_breaks", language, count=str(cuts)))
    return trend_heads(trend, dated, [], language, tuple(said))


def _scales(dated: list[TrendPoint], options: list[str]) -> tuple[dict[str, float], float]:
    """Where the scale of each panel begins, and how long all of them are, in steps of five points."""
    ends = {}
    for option in options:
        shares = [point.estimate for point in dated if point.option == option]
        low = max(0.0, math.floor(round(20 * (min(shares) - 0.01), 9)) / 20)
        ends[option] = (low, math.ceil(round(20 * (max(shares) + 0.01), 9)) / 20)
    return {option: low for option, (low, _) in ends.items()}, max(high - low for low, high in ends.values())


def _shares(axes: Axes, low: float, high: float, language: str) -> None:
    step = 0.2 if high - low > 0.6 else 0.1 if high - low > 0.25 else 0.05
    places = range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
    axes.set_ylim(low, high)
    axes.set_yticks([step * place for place in places], [f"{number(100 * step * at, 0)[language]}%" for at in places])
    axes.grid(axis="y")


def _line(axes: Axes, trend: Trend, line: str, option: str, looks: dict[str, Look]) -> None:
    how: Look = {"linewidth": 0.6, "alpha": 0.55, "zorder": 2, "gid": f"line-{option}"}
    for run in segments(trend, line, option):
        days = [date.fromisoformat(point.date).toordinal() for point in run]
        axes.plot(days, [point.estimate for point in run], color=looks[run[0].study]["markeredgecolor"], **how)


def _marks(axes: Axes, points: list[TrendPoint], looks: dict[str, Look]) -> None:
    """A mark a poll; those that look alike are one piece of the picture."""
    alike: dict[tuple[Any, ...], tuple[Look, list[tuple[int, float]]]] = {}
    for point in points:
        look, side = looks[point.study], bound_side(point.bound)
        shown = {**look, "marker": "^" if side > 0 else "v", "color": PAPER} if side else look
        place = (date.fromisoformat(point.date).toordinal(), point.estimate)
        alike.setdefault(tuple(shown.values()), (shown, []))[1].append(place)
    for look, places in alike.values():
        days, shares = zip(*places, strict=True)
        gid = f"point-{points[0].option}"
        axes.plot(days, shares, linestyle="none", clip_on=False, zorder=3, gid=gid, **look)
