"""Bars that part in the middle of a scale: the shares of one pole to the left, of the other to the right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from survey.definitions.bounds import bound_side
from survey.errors import SurveyError
from survey.plots.bar_parts import SIDE, Bar, Shown, bar_of, draw_part, part_look
from survey.plots.sheet.lettering import line_height, widest, wrap
from survey.plots.sheet.page import AXIS, Page, Picture, Row, content_width, flow, label_room, lay_rows
from survey.plots.sheet.palettes import pole_colours
from survey.plots.sheet.style import INK, MUTED, VALUE, option_colours, style
from survey.plots.table_heads import column_rows, heads
from survey.tables.table import Table
from survey.wording.figures import number
from survey.wording.message import message, word
from survey.wording.rounding import by_own_rule
from survey.words import say

APART = 4.0  # mm between the bars and those of who chose no step
APART_HEAD = 26.0  # mm, least width of the head over them
STEPS, TICK = (0.2, 0.25, 0.5, 1.0), 9.0  # of the axis; least millimetres between two figures
Look = tuple[str, str]  # fill and hatch


@dataclass(frozen=True)
class _Plan:
    """What is drawn: the steps of the scale and the kinds of missing (rows of the table), their looks, one bar a
    column; and how far the bars reach to both sides and those of the missing to the right (proportions)."""

    steps: list[int]
    missing: list[int]
    looks: list[Look]
    bars: list[Bar]
    reach: tuple[float, float, float]


@by_own_rule
def diverging(table: Table, language: str = "en") -> Picture:
    """One bar a column of ``table``, laid so that the middle of the scale is at 0: a middle step lies half to the left.

    Steps stand in the order of the definition, each pole in its colour, the middle neutral. Don't know and refused
    stand apart on the right, on the same scale. Raises ``SurveyError`` for row or cell percents, several answers, and
    fewer than two steps with figures.
    """
    if table.percent != "column" or table.several:
        what = "several answers could be given" if table.several else f"the table has {table.percent} percents"
        raise SurveyError(f"bars around a middle need column percents of one answer, {what}", where=table.question)
    steps = [place for place, row in enumerate(table.stub) if row.kind == "option"]
    if sum(bool(np.isfinite(table.estimate[place]).any()) for place in steps) < 2:
        raise SurveyError("fewer than two steps of the scale have figures to draw", where=table.question)
    missing = [place for place, row in enumerate(table.stub) if row.kind == "missing" and table.estimate[place].any()]
    missing = [place for place in missing if np.isfinite(table.estimate[place]).any()]
    looks = [(colour, "") for colour in pole_colours(len(steps))] + option_colours(["missing"] * len(missing))
    bars = [bar_of(table, [*steps, *missing], column, language) for column in range(len(table.columns))]
    reach = tuple(max(ends) for ends in zip(*(_ends(bar, len(steps)) for bar in bars), strict=True))
    with style():
        return _draw(table, language, _Plan(steps, missing, looks, bars, (reach[0], reach[1], reach[2])))


def _shares(parts: Sequence[Shown]) -> list[float]:
    return [part["estimate"] if math.isfinite(part["estimate"]) else 0.0 for part in parts]


def _ends(bar: Bar, count: int) -> tuple[float, float, float]:
    """How far a bar reaches to the left, to the right, and apart."""
    shares = _shares(bar.parts)
    middle = shares[count // 2] / 2 if count % 2 else 0.0
    left = sum(shares[: count // 2]) + middle
    return left, sum(shares[:count]) - left, sum(shares[count:])


def _draw(table: Table, language: str, plan: _Plan) -> Picture:
    inner = content_width()
    labels = column_rows(table.columns, language)
    label_width, left, under = label_room((label for _, label in labels), 0.34)
    width = inner - left - SIDE - (APART if plan.missing else 0.0)
    low, high = -_up(plan.reach[0]), _up(plan.reach[1])
    per_mm = (high - low + plan.reach[2]) / width
    names = [say(table.stub[row].label, language, table.stub[row].id) for row in (*plan.steps, *plan.missing)]
    legend = list(zip(names, (part_look(*look) for look in plan.looks), strict=True))
    key = flow(names, inner)[1] + 2.0
    apart = left + (high - low) / per_mm + APART
    head = wrap(word("plots.no_step", language), max(inner - SIDE - apart, APART_HEAD), VALUE) if plan.missing else []
    top = key + max(1, len(head)) * line_height(VALUE) + 1.0
    placed, height = lay_rows(labels, label_width, under)
    page = Page(heads(table, language, *_sentences(table, plan, language)), top + height + AXIS)
    page.legend(0, 0, legend, inner)
    page.text(inner, top - line_height(VALUE) / 2 - 0.5, word("plots.bar_n", language), VALUE, ha="right", color=MUTED)
    if head:
        start = min(apart, inner - SIDE - widest(head, VALUE) - 1.0)
        page.lines(start, top - len(head) * line_height(VALUE) / 2 - 0.5, head, VALUE, color=MUTED)
    axes = [_axis(page, (left, top, height), (low, high), per_mm, language)]
    if plan.missing:
        axes.append(_axis(page, (apart, top, height), (0.0, plan.reach[2]), per_mm, ""))
    for line in placed:
        page.label(top, line)
        if line.index >= 0:
            _bar(page, axes, plan, line, per_mm)
            n = plan.bars[line.index].n
            page.text(inner, top + line.mark, n, VALUE, ha="right", va="center_baseline")
    axes[0].axvline(0, color=INK, linewidth=0.8)
    page.figure.shown = tuple(part for bar in plan.bars for part in bar.parts)
    return page.figure


def _up(share: float) -> float:
    """The next five points."""
    return max(0.05, math.ceil(round(20 * share, 9)) / 20)


def _axis(page: Page, place: tuple[float, float, float], ends: Sequence[float], per_mm: float, language: str) -> Any:
    """An axis whose figures are shares to both sides of 0; without figures where there is no language."""
    (start, top, height), (low, high) = place, ends
    axes = page.axes(start, top, (high - low) / per_mm, height)
    axes.set_xlim(low, high)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    axes.set_xticks([])
    if not language:
        return axes
    step = next(size for size in STEPS if size / per_mm >= TICK or size == STEPS[-1])
    ticks = [step * place for place in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]
    axes.set_xticks(ticks, [f"{number(abs(100 * tick), 0)[language]}%" for tick in ticks])
    axes.grid(axis="x")
    return axes


def _bar(page: Page, axes: Sequence[Any], plan: _Plan, line: Row, per_mm: float) -> None:
    bar, count = plan.bars[line.index], len(plan.steps)
    shares = _shares(bar.parts)
    starts = [-_ends(bar, count)[0], 0.0]
    if not any(math.isfinite(part["estimate"]) for part in bar.parts):
        axes[0].text(per_mm, line.mark, "–", fontsize=VALUE, va="center_baseline")
    for place, (part, look) in enumerate(zip(bar.parts, plan.looks, strict=True)):
        side = int(place >= count)
        if shares[place] > 0:
            draw_part(axes[side], (starts[side], line.mark), part, look, per_mm)
            starts[side] += shares[place]


def _sentences(table: Table, plan: _Plan, language: str) -> tuple[list[str], list[str]]:
    said = [word("plots.bar_n_note", language)]
    if len(plan.steps) % 2:
        middle = table.stub[plan.steps[len(plan.steps) // 2]]
        said.insert(0, word("plots.halved", language, name=say(middle.label, language, middle.id)))
    limits = any(bound_side(part["bound"]) for bar in plan.bars for part in bar.parts)
    return said, [message("plots.bound_hatched")[language]] if limits else []
