"""Stacked bars of 100%: one question by the columns of a crosstab."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from survey.definitions.bounds import bound_side
from survey.errors import SurveyError
from survey.plots.bar_parts import OPEN, SIDE, THICK, Bar, bar_of, draw_part, part_look
from survey.plots.dots import dots
from survey.plots.sheet.lettering import line_height, text_width
from survey.plots.sheet.page import AXIS, Page, Picture, content_width, flow, lay_rows, percent_axis
from survey.plots.sheet.palettes import pole_colours
from survey.plots.sheet.style import BODY, INK, MUTED, VALUE, option_colours, style
from survey.plots.table_heads import column_rows, heads
from survey.tables.table import Table
from survey.wording.figures import number
from survey.wording.message import message, word
from survey.wording.rounding import by_own_rule
from survey.words import say

SLACK = 0.006  # shares of a bar make 1 within this
SEVERAL = 1.05  # shares of a bar beyond this are of a question with several answers, not rounded
NARROW = 100.0  # mm, a picture without room for a second column of figures


@by_own_rule
def stacked(table: Table, language: str = "en") -> Picture:
    """One bar of 100% a column of ``table``, the total first, then the banner's groups under their heads.

    Shares are printed inside where they fit; n, and half of the widest interval, stand beside each bar. Nets and means
    are left out: nets sum what is drawn, and a mean is no part of 100%. Where shares of a bar make more than 100%
    (several answers could be given) they are marks on one line, not stacked. Of a number without ranges the means are
    drawn, as dots. Raises ``SurveyError`` for a table of row or cell percents, whose columns do not make 100%.
    """
    if table.percent != "column":
        found = f"the table has {table.percent} percents"
        raise SurveyError(f"stacked bars need column percents, {found}", where=table.question)
    shares = [place for place, row in enumerate(table.stub) if row.kind in ("option", "missing")]
    rows = [place for place in shares if np.isfinite(table.estimate[place]).any()]
    means = [row.id for row in table.stub if row.kind == "mean"]
    if means and sum(table.stub[place].kind == "option" for place in rows) < 2:  # a number without ranges
        return dots(table, means[0], language)
    if not rows:
        raise SurveyError("the table has no figures to draw", where=table.question)
    with style():
        bars = [bar_of(table, rows, place, language) for place in range(len(table.columns))]
        return _draw(table, language, rows, bars)


def _draw(table: Table, language: str, rows: list[int], bars: list[Bar]) -> Picture:
    inner = content_width()
    labels = column_rows(table.columns, language)
    label_width = min(max(text_width(label, BODY) for _, label in labels) + 0.1, 0.3 * inner)
    has_moe = inner > NARROW and any(bar.moe != "–" for bar in bars)
    left, width = label_width + 2.5, inner - label_width - 2.5 - SIDE * (1 + has_moe)
    over = max(bar.total for bar in bars)
    several = table.several or over > SEVERAL
    colours = _colours(table, rows)
    looks = [part_look(*colour) for colour in colours]
    if several:
        looks = [_mark(place, fill) for place, (fill, _) in enumerate(colours)]
    names = [say(table.stub[row].label, language, table.stub[row].id) for row in rows]
    legend = list(zip(names, looks, strict=True))
    if not several and any(bar.total < 1 - SLACK for bar in bars):
        legend.append((word("plots.left_out", language), OPEN))
    key = flow([name for name, _ in legend], inner)[1] + 2.0
    top = key + line_height(VALUE) + 1.0
    placed, height = lay_rows(labels, label_width)
    page = Page(heads(table, language, *_sentences(language, bars, has_moe)), top + height + AXIS)
    page.legend(0, 0, legend, inner)
    axes = page.axes(left, top, width, height)
    percent_axis(axes, 0, 1.0 if several else max(1.0, over), language)
    axes.set_ylim(height, 0)
    ends = [left + width + SIDE * (1 + place) for place in range(1 + has_moe)]
    for end, head in zip(ends, (message("plots.bar_n"), message("plots.bar_moe")), strict=False):
        page.text(end, key + line_height(VALUE) / 2 + 0.5, head[language], VALUE, ha="right", color=MUTED)
    for line in placed:
        page.lines(0, top + line.middle, line.lines, weight="bold" if line.index < 0 else "normal")
        if line.index < 0:
            continue
        bar = bars[line.index]
        if several:
            _marks(axes, line.middle, bar, looks)
        else:
            _stack(axes, line.middle, bar, colours, width)
        for end, figure in zip(ends, (bar.n, bar.moe), strict=False):
            page.text(end, top + line.middle, figure, VALUE, ha="right", va="center_baseline")
    page.figure.shown = tuple(part for bar in bars for part in bar.parts)
    return page.figure


def _colours(table: Table, rows: list[int]) -> list[tuple[str, str]]:
    """Fill and hatch of each row: of steps in order, from pole to pole, or of names."""
    kinds = [table.stub[row].kind for row in rows]
    found = option_colours(list(kinds), ordered=table.scale)
    if table.scale and table.poles:
        poles = iter(pole_colours(kinds.count("option")))
        found = [look if kind == "missing" else (next(poles), "") for kind, look in zip(kinds, found, strict=True)]
    return found


def _mark(place: int, colour: str) -> dict[str, Any]:
    shape = "osD^vPXhd*"[place % 10]
    return {"marker": shape, "markersize": 5.0, "color": colour, "markeredgecolor": INK, "markeredgewidth": 0.4}


def _marks(axes: Axes, y: float, bar: Bar, looks: list[dict[str, Any]]) -> None:
    for part, look in zip(bar.parts, looks, strict=True):
        if math.isfinite(part["estimate"]):
            axes.plot([part["estimate"]], [y], linestyle="none", clip_on=False, **look)


def _stack(axes: Axes, y: float, bar: Bar, colours: list[tuple[str, str]], width: float) -> None:
    start, per_mm = 0.0, axes.get_xlim()[1] / width
    for part, look in zip(bar.parts, colours, strict=True):
        if math.isfinite(part["estimate"]):
            draw_part(axes, (start, y), part, look, per_mm)
            start += part["estimate"]
    if not any(math.isfinite(part["estimate"]) for part in bar.parts):
        axes.text(per_mm, y, "–", fontsize=VALUE, va="center_baseline")
    elif bar.total < 1 - SLACK:
        axes.barh(y, 1 - bar.total, THICK, left=start, **OPEN)


def _sentences(language: str, bars: list[Bar], has_moe: bool) -> tuple[list[str], list[str]]:
    """What else the bars say, and first what they can't be read without."""
    said = [word("plots.bar_moe_note" if has_moe else "plots.bar_n_note", language)]
    musts = []
    over = max(bar.total for bar in bars)
    if over > SEVERAL:
        musts.append(word("plots.unstacked", language))
    elif over > 1 + SLACK:
        said.append(word("plots.not_hundred", language, total=number(100 * over, 1)[language]))
    if any(bound_side(part["bound"]) for bar in bars for part in bar.parts):
        musts.append(word("plots.bound_hatched", language))
    return said, musts
