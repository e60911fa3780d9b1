"""One option compared between the columns of a crosstab."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes

from survey.definitions.bounds import bound_side
from survey.errors import SurveyError
from survey.plots.sheet.lettering import line_height, text_width, wrap
from survey.plots.sheet.page import AXIS, Page, Picture, content_width, lay_rows, percent_axis
from survey.plots.sheet.style import BODY, INK, MUTED, NET, OPTION, PAPER, VALUE, style
from survey.plots.table_heads import bound_of, column_rows, heads, printed_share, row_label
from survey.tables.table import Table
from survey.wording.figures import in_figures, number, whole
from survey.wording.message import word
from survey.wording.rounding import by_own_rule
from survey.words import nearest, say

SIDE = 11.0  # mm, a column of figures beside the dots
ARROW = 5.0  # mm, from a mark that is only a limit
GREY = "#6E6E6E"  # don't know, refused, no answer: dark enough for a thin mark
Shown = dict[str, Any]


@by_own_rule
def dots(table: Table, option: str, language: str = "en") -> Picture:
    """The share of ``option`` (or of a net, or a mean) in each column of ``table``, with its interval.

    The total is a dashed line; a column with few respondents has an open dot. Raises ``SurveyError`` for an option that
    is not a row, and for a table of one column.
    """
    known = {row.id: place for place, row in enumerate(table.stub)}
    if option not in known:
        raise SurveyError(f"no option '{option}'", where=table.question, fix=nearest(option, known))
    shown = [_shown(table, known[option], column, language) for column in range(len(table.columns))]
    domains = [place for place, column in enumerate(table.columns) if column.group]
    if not domains:
        raise SurveyError("the table has one column, so there is nothing to compare", where=table.question)
    with style():
        return _draw(table, language, known[option], shown, domains)


def _shown(table: Table, row: int, column: int, language: str) -> Shown:
    share, bound, whose = float(table.estimate[row, column]), bound_of(table, row, column), table.columns[column]
    limit = bool(bound_side(bound))
    if table.stub[row].kind == "mean":
        printed = number(share, 2)[language]
    else:
        printed = printed_share(table, row, column, language)
    return {
        "column": whose.id,
        "group": whose.group,
        "option": table.stub[row].id,
        "label": say(whose.label, language, whose.id),
        "estimate": share,
        "conf_low": math.nan if limit else float(table.conf_low[row, column]),
        "conf_high": math.nan if limit else float(table.conf_high[row, column]),
        "bound": bound,
        "n": float(whose.n),
        "small": whose.small or table.stub[row].small,
        "printed": printed,
    }


def _draw(table: Table, language: str, row: int, shown: list[Shown], domains: list[int]) -> Picture:
    inner, kind = content_width(), table.stub[row].kind
    colour = {"net": NET, "missing": GREY}.get(kind, OPTION)
    total = next((item for item in shown if not item["group"] and math.isfinite(item["estimate"])), None)
    labels = column_rows([table.columns[place] for place in domains], language)
    label_width = min(max(text_width(label, BODY) for _, label in labels) + 0.1, 0.36 * inner)
    left, width = label_width + 2.5, inner - label_width - 2.5 - 2 * SIDE
    name = wrap(row_label(table.stub[row], language), inner - SIDE, BODY, True)
    head = len(name) * line_height(BODY) + line_height(VALUE) + 2.4
    placed, height = lay_rows(labels, label_width)
    page = Page(heads(table, language, _sentences(language, shown, total)), head + height + AXIS)
    page.lines(3.2, len(name) * line_height(BODY) / 2, name, weight="bold")
    page.box(0, line_height(BODY) / 2 - 1.0, 2.0, 2.0, facecolor=colour, linewidth=0)
    axes = page.axes(left, head, width, height)
    low, high = _mean_axis(axes, shown, language) if kind == "mean" else _limits(shown)
    if kind != "mean":
        percent_axis(axes, low, high, language)
    axes.set_ylim(height, 0)
    ends = (left + width + SIDE - 1, left + width + 2 * SIDE)
    row_of_heads = head - line_height(VALUE) / 2 - 0.6
    for end, words in zip(ends, ("" if kind == "mean" else "%", word("plots.bar_n", language)), strict=True):
        page.text(end, row_of_heads, words, VALUE, ha="right", color=MUTED)
    if total is not None:
        _total(axes, page, total, "" if kind == "mean" else "%", left, width, row_of_heads)
    for line in placed:
        page.lines(0, head + line.middle, line.lines, weight="bold" if line.index < 0 else "normal")
        if line.index < 0:
            continue
        item = shown[domains[line.index]]
        _dot(axes, line.middle, item, colour, (high - low) / width)
        for end, figure in zip(ends, (item["printed"], whole(item["n"])[language]), strict=True):
            page.text(end, head + line.middle, figure, VALUE, ha="right", va="center_baseline")
    page.figure.shown = tuple(shown)
    return page.figure


def _limits(shown: list[Shown]) -> tuple[float, float]:
    """The axis, in steps of five points around all that is drawn; at least ten points wide."""
    ends = [item[key] for item in shown for key in ("estimate", "conf_low", "conf_high") if math.isfinite(item[key])]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    inside = low >= 0, high <= 1
    low, high = math.floor(round(20 * (low - 0.01), 9)) / 20, math.ceil(round(20 * (high + 0.01), 9)) / 20
    low, high = max(0.0, low) if inside[0] else low, min(1.0, high) if inside[1] else high
    return (low, low + 0.1) if low < 0.5 and high < low + 0.1 else (min(low, high - 0.1), high)


def _mean_axis(axes: Axes, shown: list[Shown], language: str) -> tuple[float, float]:
    """An axis of means around all that is drawn, with whatever ticks suit it."""
    ends = [item[key] for item in shown for key in ("estimate", "conf_low", "conf_high") if math.isfinite(item[key])]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = 0.05 * (high - low) or 0.5
    axes.set_xlim(low - room, high + room)
    axes.locator_params(axis="x", nbins=6)
    axes.xaxis.set_major_formatter(lambda value, _: in_figures(f"{value:g}", language))
    axes.set_yticks([])
    axes.grid(axis="x")
    return low - room, high + room


def _total(axes: Axes, page: Page, total: Shown, unit: str, left: float, width: float, y: float) -> None:
    low, high = axes.get_xlim()
    if math.isfinite(total["conf_low"]) and math.isfinite(total["conf_high"]):
        axes.axvspan(total["conf_low"], total["conf_high"], color="#EFEFEF", linewidth=0, zorder=0)
    axes.axvline(total["estimate"], color=MUTED, linewidth=0.9, linestyle=(0, (3, 2)), zorder=1)
    words = f"{total['label']}: {total['printed']}{unit}"
    half = text_width(words, VALUE) / 2
    middle = left + (total["estimate"] - low) / (high - low) * width
    page.text(min(max(middle, half), left + width - half), y, words, VALUE, ha="center", color=MUTED)


def _dot(axes: Axes, y: float, item: Shown, colour: str, per_mm: float) -> None:
    share = item["estimate"]
    if not math.isfinite(share):
        return
    if math.isfinite(item["conf_low"]) and math.isfinite(item["conf_high"]):
        axes.plot([item["conf_low"], item["conf_high"]], [y, y], color=INK, linewidth=0.9, solid_capstyle="butt")
    side = bound_side(item["bound"])
    open_mark = item["small"] or side
    if side:
        how: dict[str, Any] = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0}
        tip = (share + side * ARROW * per_mm, y)
        axes.annotate("", xy=tip, xytext=(share, y), arrowprops=how, annotation_clip=False)
    face = PAPER if open_mark else colour
    axes.plot([share], [y], "o", markersize=5.5, color=face, markeredgecolor=colour, markeredgewidth=1.2, clip_on=False)


def _sentences(language: str, shown: list[Shown], total: Shown | None) -> list[str]:
    drawn = [item for item in shown if item["group"] and math.isfinite(item["estimate"])]
    lined = [item for item in drawn if math.isfinite(item["conf_low"])]
    said = [word("plots.interval", language)] if lined else []
    if lined and len(lined) < len(drawn):
        said.append(word("plots.some_without_interval", language))
    if drawn and not lined:
        known = any(math.isfinite(item["n"]) for item in drawn)
        said.append(word("plots.no_interval_design" if known else "plots.no_interval", language))
    if total is not None:
        known = math.isfinite(total["conf_low"])
        said.append(word("plots.total_band" if known else "plots.total_line", language))
    if any(bound_side(item["bound"]) for item in drawn):
        said.append(word("plots.bound", language))
    return said
