"""Stacked bars of 100%: one question by the columns of a crosstab."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from survey.definitions.bounds import bound_side
from survey.errors import SurveyError
from survey.plots.dots import dots
from survey.plots.sheet.lettering import line_height, text_width
from survey.plots.sheet.page import AXIS, Page, Picture, content_width, flow, lay_rows, percent_axis
from survey.plots.sheet.style import BODY, HATCH, INK, MISSING, MUTED, PAPER, VALUE, ink_on, option_colours, style
from survey.plots.table_heads import bound_of, column_rows, heads, printed_share
from survey.tables.table import Table
from survey.wording.figures import number, whole
from survey.wording.message import message, word
from survey.wording.rounding import by_own_rule
from survey.words import say

THICK = 4.0  # mm, a bar
SIDE = 11.0  # mm, a column of figures beside the bars
ROOM = 0.9  # mm, a figure inside a bar keeps from its ends
SLACK = 0.006  # shares of a bar make 1 within this
SEVERAL = 1.05  # shares of a bar beyond this are of a question with several answers, not rounded
LIMIT = "////"
Shown = dict[str, Any]


@dataclass(frozen=True)
class _Bar:
    """A column of the table: its shares as drawn, their sum, and the figures beside the bar."""

    parts: tuple[Shown, ...]
    total: float
    n: str
    moe: str


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
        return _draw(table, language, rows, [_bar(table, rows, place, language) for place in range(len(table.columns))])


def _bar(table: Table, rows: list[int], column: int, language: str) -> _Bar:
    half = (table.conf_high[rows, column] - table.conf_low[rows, column]) / 2
    moe = float(np.nanmax(half)) if np.isfinite(half).any() else math.nan
    parts = tuple(_part(table, row, column, moe, language) for row in rows)
    finite = [part["estimate"] for part in parts if math.isfinite(part["estimate"])]
    total = sum(finite) if finite else 1.0  # a column without figures has nothing left out
    return _Bar(parts, total, whole(table.columns[column].n)[language], number(100 * moe, 1)[language])


def _part(table: Table, row: int, column: int, moe: float, language: str) -> Shown:
    share, bound = float(table.estimate[row, column]), bound_of(table, row, column)
    whose, option = table.columns[column], table.stub[row]
    return {
        "column": whose.id,
        "group": whose.group,
        "option": option.id,
        "label": f"{say(whose.label, language, whose.id)} / {say(option.label, language, option.id)}",
        "estimate": share,
        "bound": bound,
        "n": float(whose.n),
        "moe": moe,
        "printed": printed_share(table, row, column, language, decimals=0),
    }


def _draw(table: Table, language: str, rows: list[int], bars: list[_Bar]) -> Picture:
    inner = content_width()
    labels = column_rows(table.columns, language)
    label_width = min(max(text_width(label, BODY) for _, label in labels) + 0.1, 0.3 * inner)
    has_moe = any(bar.moe != "–" for bar in bars)
    left, width = label_width + 2.5, inner - label_width - 2.5 - SIDE * (1 + has_moe)
    over = max(bar.total for bar in bars)
    several = table.several or over > SEVERAL
    colours = option_colours([table.stub[row].kind for row in rows], ordered=table.scale)
    looks = [_mark(place, fill) for place, (fill, _) in enumerate(colours)] if several else [_fill(*c) for c in colours]
    names = [say(table.stub[row].label, language, table.stub[row].id) for row in rows]
    legend = list(zip(names, looks, strict=True))
    if not several and any(bar.total < 1 - SLACK for bar in bars):
        legend.append((word("plots.left_out", language), _open()))
    key = flow([name for name, _ in legend], inner)[1] + 2.0
    top = key + line_height(VALUE) + 1.0
    placed, height = lay_rows(labels, label_width)
    page = Page(heads(table, language, _sentences(language, bars, has_moe)), top + height + AXIS)
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


def _fill(fill: str, hatch: str) -> dict[str, Any]:
    lines = PAPER
    if hatch and ink_on(fill) != PAPER:  # an edge has the colour of the hatching
        lines = HATCH if fill == MISSING else INK
    return {"facecolor": fill, "hatch": hatch, "edgecolor": lines, "linewidth": 0.4}


def _open() -> dict[str, Any]:
    return {"facecolor": PAPER, "edgecolor": MUTED, "linewidth": 0.5, "linestyle": (0, (2, 2))}


def _mark(place: int, colour: str) -> dict[str, Any]:
    shape = "osD^vPXhd*"[place % 10]
    return {"marker": shape, "markersize": 5.0, "color": colour, "markeredgecolor": INK, "markeredgewidth": 0.4}


def _marks(axes: Axes, y: float, bar: _Bar, looks: list[dict[str, Any]]) -> None:
    for part, look in zip(bar.parts, looks, strict=True):
        if math.isfinite(part["estimate"]):
            axes.plot([part["estimate"]], [y], linestyle="none", clip_on=False, **look)


def _stack(axes: Axes, y: float, bar: _Bar, colours: list[tuple[str, str]], width: float) -> None:
    start, per_mm = 0.0, axes.get_xlim()[1] / width
    for part, (fill, hatch) in zip(bar.parts, colours, strict=True):
        share = part["estimate"]
        if not math.isfinite(share):
            continue
        marked = LIMIT if bound_side(part["bound"]) else hatch
        axes.barh(y, share, THICK, left=start, **_fill(fill, marked))
        if text_width(part["printed"], VALUE) + 2 * ROOM <= share / per_mm:
            how: dict[str, Any] = {"color": ink_on(fill), "ha": "center", "va": "center_baseline", "parse_math": False}
            if marked:  # on plain ground, or the hatching runs through the figure
                how["bbox"] = {"facecolor": fill, "edgecolor": "none", "pad": 0.8}
            axes.text(start + share / 2, y, part["printed"], fontsize=VALUE, **how)
        start += share
    if not any(math.isfinite(part["estimate"]) for part in bar.parts):
        axes.text(per_mm, y, "–", fontsize=VALUE, va="center_baseline")
    elif bar.total < 1 - SLACK:
        axes.barh(y, 1 - bar.total, THICK, left=start, **_open())


def _sentences(language: str, bars: list[_Bar], has_moe: bool) -> list[str]:
    said = [word("plots.bar_moe_note" if has_moe else "plots.bar_n_note", language)]
    over = max(bar.total for bar in bars)
    if over > SEVERAL:
        said.append(word("plots.unstacked", language))
    elif over > 1 + SLACK:
        said.append(word("plots.not_hundred", language, total=number(100 * over, 1)[language]))
    if any(bound_side(part["bound"]) for bar in bars for part in bar.parts):
        said.append(word("plots.bound_hatched", language))
    return said
