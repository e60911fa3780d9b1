"""One line out of many polls: ribbon and line over the polls, the pollster by colour and the mode by mark."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from survey.plots.sheet.heads import Heads
from survey.plots.sheet.lettering import line_height, wrap
from survey.plots.sheet.page import Page, Picture, content_width, flow
from survey.plots.sheet.style import BODY, INK, MUTED, NOTE, style
from survey.plots.table_heads import picture_heads
from survey.plots.timeline.line_looks import looks_of
from survey.plots.timeline.line_marks import draw_marks, lay_marks
from survey.plots.timeline.poll_marks import Look, mode_looks
from survey.plots.timeline.time_axis import axis_limits, axis_room, time_axis
from survey.trends.line.pooled import OptionLine, PooledLine
from survey.wording.dates import Dates
from survey.wording.figures import number, percent, percent_end, short
from survey.wording.message import word
from survey.wording.rounding import by_own_rule
from survey.words import DASH, say

HIGH = 310.0  # mm: with its heads no higher than 1 200 CSS pixels
PANEL, LOWEST = 72.0, 24.0  # mm, height of axes
TICKS, APART = 8.0, 4.0  # mm: figures left of the axes; between two panels
HEADS = 50.0  # mm that title and notes need at most


@by_own_rule
def line_plot(line: PooledLine, language: str = "en") -> Picture:
    """A panel for each option under the other. Ribbon and line are the pooled ones; marks are polls as they were
    published, coloured by pollster, their form by mode. Outcomes are stars; events and breaks stand over the panels."""
    with style():
        return _draw(line, language)


def _draw(line: PooledLine, language: str) -> Picture:
    inner, looks = content_width(), looks_of(line, language)
    used = {line.modes[poll.house] for one in line.lines for poll in one.polls}
    keys = [(look.name, look.how) for look in looks.key] + mode_looks(used, language)
    key = flow([name for name, _ in keys], inner)[1] + 2.5
    span = (int(line.days[0]), int(line.days[-1]))
    limits = axis_limits(*span)
    told, above = lay_marks(line, limits, TICKS, inner - TICKS, language)
    axis = axis_room(*span)
    head = line_height(BODY) + 1.6
    each = (HIGH - HEADS - key - above) / len(line.lines) - head - axis - APART
    each = max(min(PANEL, each), LOWEST)
    step = head + each + axis + APART
    page = Page(_heads(line, language), key + above + step * len(line.lines) - APART)
    page.legend(0, 0, keys, inner)
    for lines, middle, y in told:
        page.lines(middle, key + y, lines, NOTE, ha="center", color=MUTED)
    for at, one in enumerate(line.lines):
        y = key + above + at * step
        page.text(0, y + line_height(BODY) / 2, _title(line, one, language), BODY, weight="bold")
        axes = page.axes(TICKS, y + head, inner - TICKS, each)
        time_axis(axes, *span, inner - TICKS, language)
        _panel(axes, line, one, looks.of, language)
    page.figure.shown = _shown(line, language)
    return page.figure


def _title(line: PooledLine, one: OptionLine, language: str) -> str:
    day = date.fromordinal(int(line.days[-1])).isoformat()
    ends = (percent_end(float(end[-1]))[language] for end in (one.low, one.high))
    label = say(line.option_labels[one.option], language, one.option)
    told = f"{label}: {percent(float(one.level[-1]))[language]}%"
    told += f" ({DASH.join(ends)})" if one.std_error[-1] > 0 else ""
    told += f", {Dates(day, day)[language]}"
    return wrap(told, content_width(), BODY, True)[0]


def _heads(line: PooledLine, language: str) -> Heads:
    told = (
        word("line.ribbon", language, level=short(100 * line.level)),
        word("line.marks_houses", language),
        *(note.text[language] for note in line.notes if note.key == "anchors"),
    )
    made = picture_heads(say(line.title, language, line.question), line.notes, (), list(told), language)
    return replace(made, synthetic=line.synthetic)


def _panel(axes: Axes, line: PooledLine, one: OptionLine, looks: dict[int, Look], language: str) -> None:
    shares = [poll.share for poll in one.polls]
    low, high = min(*shares, float(one.low.min())), max(*shares, float(one.high.max()))
    low = max(0.0, math.floor(20 * (low - 0.005)) / 20)
    high = min(1.0, math.ceil(20 * (high + 0.005)) / 20)
    step = 0.2 if high - low > 0.6 else 0.1 if high - low > 0.3 else 0.05
    places = range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
    axes.set_ylim(low, high)
    axes.set_yticks([step * at for at in places], [f"{number(100 * step * at, 0)[language]}%" for at in places])
    axes.grid(axis="y")
    for house, look in looks.items():
        polls = [poll for poll in one.polls if poll.house == house]
        days, values = [poll.day for poll in polls], [poll.share for poll in polls]
        how: dict[str, Any] = {"linestyle": "none", "alpha": 0.85, "zorder": 2, "gid": f"point-{one.option}"}
        axes.plot(days, values, **{**look.how, **how})
    ribbon: dict[str, Any] = {"color": INK, "alpha": 0.18, "linewidth": 0, "zorder": 3}
    axes.fill_between(line.days, one.low, one.high, gid=f"interval-{one.option}", **ribbon)
    axes.plot(line.days, one.level, color=INK, linewidth=1.4, zorder=4, gid=f"line-{one.option}")
    draw_marks(axes, line, one.option)


def _shown(line: PooledLine, language: str) -> tuple[dict[str, Any], ...]:
    """The polls that are drawn, the line at its ends, and the days with words."""
    rows: list[dict[str, Any]] = []
    for one in line.lines:
        label = say(line.option_labels[one.option], language, one.option)
        for poll in one.polls:
            name = say(line.houses[poll.house], language)
            day = date.fromordinal(int(poll.day)).isoformat()
            rows.append({"study": poll.study, "option": one.option, "label": f"{name}, {label}", "date": day})
            rows[-1] |= {"estimate": poll.share, "n": poll.n}
        for at in (0, len(line.days) - 1):
            figures = {"estimate": one.level[at], "conf_low": one.low[at], "conf_high": one.high[at]}
            day = date.fromordinal(int(line.days[at])).isoformat()
            row = {name: float(np.round(value, 9)) for name, value in figures.items()}
            rows.append({"option": one.option, "label": label, "date": day, **row})
    rows += [{"date": mark.date, "kind": mark.kind, "label": say(mark.label, language)} for mark in line.marks]
    return tuple(rows)
