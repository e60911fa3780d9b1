"""Horizontal bars of one question."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from survey.definitions.bounds import bound_side
from survey.plots.sheet.lettering import line_height, text_width, wrap
from survey.plots.sheet.page import AXIS, Page, Picture, Row, content_width, label_room, lay_rows, percent_axis
from survey.plots.sheet.style import BODY, HATCH, INK, NET, OPTION, PAPER, VALUE, edge_width, option_colours, style
from survey.plots.table_heads import bound_of, heads, printed_share
from survey.tables.table import NO_SHARES, StubRow, Table
from survey.wording.figures import number, points
from survey.wording.message import word
from survey.wording.rounding import by_own_rule
from survey.words import say

THICK = 3.4  # mm, a bar
ARROW = 6.0  # mm, beyond a bar that is only a limit
Shown = dict[str, Any]


@by_own_rule
def bars(table: Table, language: str = "en") -> Picture:
    """One bar a row of the first column of ``table``, in the table's order, with its share printed beside it.

    A thin line is the confidence interval. A published figure that is only a limit is an open bar with an arrow. Don't
    know, refused and no answer are grey; nets stand apart, in their own colour. A mean is written, not drawn. A row
    without a figure is not drawn and is named in the note.
    """
    shown = [_shown(table, place, row, language) for place, row in enumerate(table.stub)]
    bars_of = [place for place, row in enumerate(table.stub) if row.kind not in NO_SHARES]
    known = [place for place in bars_of if _known(table, place)] or bars_of
    means = [row for row in shown if row["kind"] in NO_SHARES]
    with style():
        figure = _draw(table, language, [shown[place] for place in known], means)
    figure.shown = tuple([shown[place] for place in bars_of] + means)
    return figure


def _known(table: Table, place: int) -> bool:
    """Whether a row has a figure, or a range or a rule in place of one."""
    known = math.isfinite(table.estimate[place, 0]) or table.range_of(place, 0) is not None
    return known or table.done(place, 0) == "suppress"


def _shown(table: Table, place: int, row: StubRow, language: str) -> Shown:
    share = float(table.estimate[place, 0])
    low, high = float(table.conf_low[place, 0]), float(table.conf_high[place, 0])
    bound = bound_of(table, place, 0)
    if bound_side(bound):
        low = high = math.nan  # a limit is not an estimate, so nothing lies around it
    if row.kind == "mean":
        printed = number(share, 2)[language]
        if math.isfinite(low) and math.isfinite(high):
            printed += f" ({number(low, 2)[language]}–{number(high, 2)[language]})"
    elif row.kind == "difference":
        printed = points(share)[language]
    else:
        printed = printed_share(table, place, 0, language)
    return {
        "option": row.id,
        "label": say(row.label, language, row.id),
        "kind": row.kind,
        "estimate": share,
        "conf_low": low,
        "conf_high": high,
        "bound": bound,
        "printed": printed,
    }


def _draw(table: Table, language: str, drawn: list[Shown], means: list[Shown]) -> Picture:
    inner = content_width()
    label_width, left, under = label_room((row["label"] for row in drawn), 0.42)
    width = inner - left - max((text_width(row["printed"], VALUE) for row in drawn), default=0.0) - 2.5
    # nets sum rows that are drawn already: a group without a name keeps them apart
    rows, height = lay_rows([(" " if row["kind"] == "net" else "", row["label"]) for row in drawn], label_width, under)
    said = [line for mean in means for line in wrap(word("plots.mean", language, **_words(mean)), inner, BODY, True)]
    below = AXIS + (len(said) * line_height(BODY) + 1.6 if said else 0.0)
    page = Page(heads(table, language, *_sentences(table, language, drawn)), height + below)
    if drawn:
        axes = page.axes(left, 0, width, height)
        low, high = _limits(drawn, width)
        percent_axis(axes, low, high, language)
        axes.set_ylim(height, 0)
        axes.axvline(0, color=INK, linewidth=0.6)
        colours = _colours(drawn)
        for row in rows:
            page.label(0, row)
            _bar(axes, row, drawn[row.index], colours[row.index], (high - low) / width)
    for place, line in enumerate(said):
        page.text(0, height + AXIS + 1.6 + (place + 0.5) * line_height(BODY), line, weight="bold")
    return page.figure


def _words(mean: Shown) -> dict[str, str]:
    return {"label": mean["label"], "value": mean["printed"]}


def _limits(drawn: list[Shown], width: float) -> tuple[float, float]:
    """The axis: from 0, or below it where an interval begins there, to the next five points beyond all drawn."""
    ends = [end for row in drawn for end in (row["estimate"], row["conf_high"]) if math.isfinite(end)]
    starts = [row["conf_low"] for row in drawn if math.isfinite(row["conf_low"])]
    top = max(0.1, math.ceil(round(20 * max(ends, default=0.1), 9)) / 20)
    for row in drawn:
        if bound_side(row["bound"]) > 0:  # the arrow ends inside
            top = max(top, row["estimate"] / (1 - (ARROW + 0.5) / width))
    return min(0.0, math.floor(round(50 * min(starts, default=0.0), 9)) / 50), top


def _colours(drawn: list[Shown]) -> list[tuple[str, str]]:
    """Fill and hatch: one colour for options, one for nets, greys for kinds of missing."""
    greys = iter(option_colours([row["kind"] for row in drawn if row["kind"] == "missing"]))
    plain = {"option": (OPTION, ""), "net": (NET, "")}
    return [next(greys) if row["kind"] == "missing" else plain[row["kind"]] for row in drawn]


def _bar(axes: Axes, row: Row, shown: Shown, colour: tuple[str, str], per_mm: float) -> None:
    share, y = shown["estimate"], row.mark
    fill, hatch = colour
    end = 0.0
    if math.isfinite(share):
        side = bound_side(shown["bound"])
        how: dict[str, Any] = {"facecolor": fill, "hatch": hatch, "edgecolor": HATCH, "linewidth": edge_width(fill)}
        if side:
            how = {"facecolor": PAPER, "edgecolor": fill, "linewidth": 1.0}
        axes.barh(y, share, THICK, **how)
        end = share
        if side:
            end = _arrow(axes, share, y, side, fill, per_mm)
    if math.isfinite(shown["conf_low"]) and math.isfinite(shown["conf_high"]):
        ends = [shown["conf_low"], shown["conf_high"]]
        axes.plot(ends, [y, y], color=PAPER, linewidth=2.4, solid_capstyle="butt")  # seen on the bar and beyond it
        axes.plot(ends, [y, y], color=INK, linewidth=0.9, solid_capstyle="butt")
        end = max(end, shown["conf_high"])
    place = (end + 1.2 * per_mm, y)
    axes.text(*place, shown["printed"], fontsize=VALUE, va="center_baseline", parse_math=False, clip_on=False)


def _arrow(axes: Axes, share: float, y: float, side: int, colour: str, per_mm: float) -> float:
    """An arrow from the limit to where the figure lies; returns how far the drawing reaches."""
    tip = share + ARROW * per_mm if side > 0 else max(0.0, share - ARROW * per_mm)
    how = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 6}
    axes.annotate("", xy=(tip, y), xytext=(share, y), arrowprops=how, annotation_clip=False)
    return max(share, tip)


def _sentences(table: Table, language: str, drawn: list[Shown]) -> tuple[list[str], list[str]]:
    """What the picture's own marks mean, and first what is missing in it and what limits look like."""
    figures = [row for row in drawn if math.isfinite(row["estimate"])]
    with_line = [row for row in figures if math.isfinite(row["conf_low"])]
    said = []
    if with_line:
        said.append(word("plots.interval", language))
        if len(with_line) < len(figures):
            said.append(word("plots.some_without_interval", language))
    elif figures:
        known = bool(table.columns) and np.isfinite(table.columns[0].n)
        said.append(word("plots.no_interval_design" if known else "plots.no_interval", language))
    musts = [word("plots.bound", language)] if any(bound_side(row["bound"]) for row in drawn) else []
    names = {row["option"] for row in drawn}
    lacking = [row for row in table.stub if row.kind not in NO_SHARES and row.id not in names]
    if lacking:
        listed = ", ".join(say(row.label, language, row.id) for row in lacking)
        said.append(word("plots.not_drawn", language, names=listed))
    return said, musts
