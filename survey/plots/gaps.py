"""The sample held against the population's margins."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes

from survey.plots.sheet.heads import Heads
from survey.plots.sheet.lettering import line_height, text_width
from survey.plots.sheet.page import AXIS, Page, Picture, content_width, lay_rows
from survey.plots.sheet.style import BODY, INK, MUTED, OPTION, PAPER, VALUE, style
from survey.plots.weight_heads import BACKED, cost
from survey.weighting.record.calibration import Calibration, MarginGap
from survey.wording.figures import number, points, whole
from survey.wording.message import word
from survey.words import say

SIDE = 13.0  # mm, a column of figures beside the marks
BEFORE = "#D55E00"
Shown = dict[str, Any]


def gaps(calibration: Calibration, language: str = "en", synthetic: bool = False) -> Picture:
    """For each cell of each margin: share in the sample minus share in the population, before and after weighting."""
    shown = [_shown(calibration, gap, language) for gap in calibration.gaps]
    with style():
        return _draw(_heads(calibration, language, synthetic), shown)


def _shown(calibration: Calibration, gap: MarginGap, language: str) -> Shown:
    names = calibration.margins[gap.margin].variables
    labels = []
    for name, option in zip(names, gap.options, strict=True):
        variable = calibration.variables[name]
        labels.append(say(variable.label(option), language))
    return {
        "margin": gap.margin,
        "head": say(calibration.margin_called(gap.margin), language),
        "options": list(gap.options),
        "label": " × ".join(labels),
        "target": gap.target,
        "before": gap.before,
        "after": gap.after,
        "n": gap.n,
        "printed": f"{points(gap.before - gap.target)[language]} → {points(gap.after - gap.target)[language]}",
    }


def _heads(made: Calibration, language: str, synthetic: bool) -> Heads:
    parts = (made.diagnostics, language, made.weight, made.method, say(made.named, language), made.sources)
    return Heads(word("plots.gaps", language), (), cost(*parts), language, synthetic)


def _draw(heads: Heads, shown: list[Shown]) -> Picture:
    language, inner = heads.language, content_width()
    label_width = min(max((text_width(row["label"], BODY) for row in shown), default=0.0) + 0.1, 0.36 * inner)
    left, width = label_width + 2.5, inner - label_width - 2.5 - 2 * SIDE
    rows, height = lay_rows([(row["head"], row["label"]) for row in shown], label_width)
    head, foot = line_height(VALUE) + 2.0, AXIS + line_height(VALUE)
    page = Page(heads, head + height + foot)
    page.legend(
        0,
        0,
        [(word("plots.before", language), before_mark()), (word("plots.after", language), after_mark())],
        inner - 2 * SIDE,
    )
    axes = page.axes(left, head, width, height)
    _axis(axes, shown, language)
    axes.set_ylim(height, 0)
    lowest = head + height + foot - line_height(VALUE) / 2
    page.text(left + width / 2, lowest, word("plots.gap_axis", language), VALUE, ha="center")
    for end, words in ((inner - SIDE + 2, word("plots.target", language)), (inner, word("plots.bar_n", language))):
        page.text(end, line_height(VALUE) / 2, words, VALUE, ha="right", color=MUTED)
    for line in rows:
        if line.index < 0:
            page.lines(0, head + line.middle, line.lines, weight="bold", bbox=BACKED)
            continue
        page.lines(0, head + line.middle, line.lines)
        row = shown[line.index]
        was, now = (100 * (row[key] - row["target"]) for key in ("before", "after"))
        axes.plot([was, now], [line.middle] * 2, color=BEFORE, linewidth=0.8, alpha=0.6)
        axes.plot([was], [line.middle], linestyle="none", **before_mark())
        axes.plot([now], [line.middle], linestyle="none", **after_mark())
        figures = ((inner - SIDE + 2, number(100 * row["target"], 1)[language]), (inner, whole(row["n"])[language]))
        for end, figure in figures:
            page.text(end, head + line.middle, figure, VALUE, ha="right", va="center_baseline")
    page.figure.shown = tuple(shown)
    return page.figure


def before_mark() -> dict[str, Any]:
    """How a figure before weighting is marked."""
    return {"marker": "o", "markersize": 5.0, "color": PAPER, "markeredgecolor": BEFORE, "markeredgewidth": 1.2}


def after_mark() -> dict[str, Any]:
    """How a figure after weighting is marked."""
    return {"marker": "o", "markersize": 3.6, "color": OPTION, "markeredgewidth": 0.0}


def _axis(axes: Axes, shown: list[Shown], language: str) -> None:
    """Points around 0, in whole steps, at least one point to each side."""
    ends = [100 * (row[key] - row["target"]) for row in shown for key in ("before", "after")]
    low, high = min(ends, default=0.0), max(ends, default=0.0)
    reach = max(-low, high, 1.0)
    step = next(size for size in (0.5, 1, 2, 5, 10, 20, 50) if size * 5 >= reach)
    first, last = math.floor(min(low, -step) / step - 0.1), math.ceil(max(high, step) / step + 0.1)
    ticks = [step * place for place in range(first, last + 1)]
    axes.set_xlim(ticks[0], ticks[-1])
    axes.set_xticks(ticks, [_tick(tick, language, step) for tick in ticks])
    axes.set_yticks([])
    axes.grid(axis="x")
    axes.axvline(0, color=INK, linewidth=0.7)


def _tick(value: float, language: str, step: float) -> str:
    return ("+" if value > 0 else "") + number(value, 0 if step >= 1 else 1)[language]
