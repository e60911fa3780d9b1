"""Small multiples: the bars of one question, a panel for each column of a crosstab."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from survey.definitions.bounds import bound_side
from survey.errors import SurveyError
from survey.plots.shares import drawn_rows, shown_share
from survey.plots.sheet.lettering import line_height, text_width, wrap
from survey.plots.sheet.page import Page, Picture, content_width
from survey.plots.sheet.style import BODY, HATCH, INK, MUTED, OPTION, PAPER, VALUE, edge_width, option_colours, style
from survey.plots.table_heads import bound_of, column_label, heads, row_label
from survey.tables.table import Table
from survey.wording.figures import whole
from survey.wording.lines import FIXED
from survey.wording.message import word
from survey.wording.rounding import by_own_rule
from survey.words import say

LEAST = 26.0  # mm, width of a panel
APART, BELOW = 3.0, 4.0  # mm between panels, side by side and one under the other
THICK = 3.2  # mm, a bar
Shown = dict[str, Any]


@by_own_rule
def multiples(table: Table, language: str = "en") -> Picture:
    """Options down, a panel a column with its head and n: bars from 0 on one scale, with intervals and figures. Nets
    and means are left out. Raises ``SurveyError`` for row or cell percents and for a table without figures."""
    if table.percent != "column":
        raise SurveyError(f"panels need column percents, the table has {table.percent} percents", where=table.question)
    rows = drawn_rows(table)
    with style():
        return _draw(table, language, rows)


def _draw(table: Table, language: str, rows: list[int]) -> Picture:
    inner = content_width()
    names = [row_label(table.stub[row], language) for row in rows]
    left = min(max(text_width(name, BODY) for name in names) + 0.1, 0.34 * inner) + 2.5
    labels = [wrap(name, left - 2.5, BODY) for name in names]
    highs = [max(4.8, len(lines) * line_height(BODY) + 0.8) for lines in labels]
    abreast = max(1, min(len(table.columns), int((inner - left + APART) // (LEAST + APART))))
    width = (inner - left + APART) / abreast - APART
    titles = [_title(table, place, width, language) for place in range(len(table.columns))]
    lines = [list(range(len(titles)))[start : start + abreast] for start in range(0, len(titles), abreast)]
    tops = [max(len(titles[place]) for place in line) * line_height(VALUE) + 1.2 for line in lines]
    height = sum(highs)
    body = sum(tops) + len(lines) * (height + BELOW) - BELOW
    page = Page(heads(table, language, [word("plots.interval", language)], _musts(table, rows, language)), body)
    shown = [[shown_share(table, row, place, language) for row in rows] for place in range(len(titles))]
    room = max(text_width(item["printed"], VALUE) for column in shown for item in column) + 2.0
    most = _most(shown) * width / (width - room)
    y = 0.0
    for line, top in zip(lines, tops, strict=True):
        for lines_of, high, down in zip(labels, highs, np.cumsum([0.0, *highs]), strict=False):
            page.lines(0, y + top + down + high / 2, lines_of)
        for at, place in enumerate(line):
            x = left + at * (width + APART)
            bottom = y + top - 1.2 - len(titles[place]) * line_height(VALUE) / 2
            page.lines(x, bottom, titles[place], VALUE, color=MUTED if not table.columns[place].group else INK)
            axes = page.axes(x, y + top, width, height)
            _panel(axes, shown[place], highs, (most, width))
        y += top + height + BELOW
    page.figure.shown = tuple(item for column in shown for item in column)
    return page.figure


def _title(table: Table, place: int, width: float, language: str) -> list[str]:
    column = table.columns[place]
    group = say(column.group_label, language, column.group)
    label = column_label(column, language)
    told = f"{group}: {label}" if group else label
    return wrap(f"{told}, {FIXED.join(('n', '=', whole(column.n)[language]))}", width, VALUE)


def _musts(table: Table, rows: list[int], language: str) -> list[str]:
    limits = any(bound_side(bound_of(table, row, place)) for row in rows for place in range(len(table.columns)))
    return [word("plots.bound_hatched", language)] if limits else []


def _most(shown: list[list[Shown]]) -> float:
    """The largest share or end of an interval that is drawn."""
    ends = [item[key] for column in shown for item in column for key in ("estimate", "conf_high")]
    return max((end for end in ends if math.isfinite(end)), default=1.0) or 1.0


def _panel(axes: Axes, column: list[Shown], highs: list[float], scale: tuple[float, float]) -> None:
    most, width = scale
    axes.set_xlim(0, most)
    axes.set_ylim(sum(highs), 0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=INK, linewidth=0.6)
    greys = iter(option_colours([item["kind"] for item in column if item["kind"] == "missing"]))
    y = 0.0
    for item, high in zip(column, highs, strict=True):
        fill, hatch = next(greys) if item["kind"] == "missing" else (OPTION, "")
        middle, end = y + high / 2, 0.0
        if math.isfinite(item["estimate"]):
            marked = "////" if bound_side(item["bound"]) else hatch
            edge: dict[str, Any] = {"edgecolor": HATCH, "linewidth": edge_width(fill)}
            axes.barh(middle, item["estimate"], THICK, facecolor=fill, hatch=marked, **edge)
            end = item["estimate"]
        if math.isfinite(item["conf_low"]) and math.isfinite(item["conf_high"]):
            ends = [item["conf_low"], item["conf_high"]]
            axes.plot(ends, [middle] * 2, color=PAPER, linewidth=2.2, solid_capstyle="butt")
            axes.plot(ends, [middle] * 2, color=INK, linewidth=0.8, solid_capstyle="butt")
            end = max(end, item["conf_high"])
        place = (end + 1.0 * most / width, middle)
        axes.text(*place, item["printed"], fontsize=VALUE, va="center_baseline", parse_math=False, clip_on=False)
        y += high
