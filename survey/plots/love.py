"""How far each level of the sample is from the population in standard deviations, before and after weighting."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from survey.errors import SurveyError
from survey.plots.gaps import after_mark, before_mark
from survey.plots.sheet.heads import Heads
from survey.plots.sheet.lettering import line_height, text_width
from survey.plots.sheet.page import AXIS, Page, Picture, content_width, lay_rows
from survey.plots.sheet.style import BODY, MUTED, VALUE, style
from survey.plots.weight_heads import BACKED, Shown, cost
from survey.weighting.told.balance import LevelBalance, MarginBalance
from survey.weighting.told.names import margin_head
from survey.weighting.told.report import WeightingReport
from survey.wording.figures import number
from survey.wording.lines import clean
from survey.wording.message import message, word
from survey.words import say

SIDE = 11.0  # mm, a column of figures beside the marks
BALANCED = 0.1  # Austin (2009), Statistics in Medicine 28(25), 3083-3107


def love(report: WeightingReport, language: str = "en") -> Picture:
    """Absolute standardised differences of every level that has a target, by variable, those that the weighting did not
    use too (a love plot; R: ``cobalt::love.plot``, balance: ``love_plot``).

    Raises ``SurveyError`` where no variable has a target.
    """
    shown = [
        _shown(margin, level, report.balance.margins, language)
        for margin in report.balance.margins
        for level in margin.levels
        if math.isfinite(level.asmd_before) and math.isfinite(level.asmd_after)
    ]
    if not shown:
        raise SurveyError("no variable has a target to be compared with", where=report.study or report.weight)
    parts = (
        report.diagnostics,
        language,
        report.weight,
        report.method,
        say(report.title, language, report.targets),
        report.sources,
    )
    footer = cost(*parts, note=word("plots.love_note", language))
    with style():
        return _draw(Heads(word("plots.love", language), (), footer, language, report.synthetic), shown)


def _shown(margin: MarginBalance, level: LevelBalance, margins: Sequence[MarginBalance], language: str) -> Shown:
    head = clean(say(margin_head(margin, margins), language))
    labels = [
        clean(say(question.label(option), language))
        for question, option in zip(margin.questions, level.options, strict=False)
    ]
    # what weights meet to 1e-12 is drawn as met
    was, now = round(level.asmd_before, 9), round(level.asmd_after, 9)
    return {
        "margin": margin.margin,
        "head": head if margin.used else f"{head} – {word('plots.unused', language)}",
        "used": margin.used,
        "options": list(level.options),
        "label": " × ".join(labels) or word("plots.mean_of", language),
        "asmd_before": was,
        "asmd_after": now,
        "n": level.n,
        "printed": f"{number(was, 2)[language]} → {number(now, 2)[language]}",
    }


def _draw(heads: Heads, shown: list[Shown]) -> Picture:
    language, inner = heads.language, content_width()
    label_width = min(max(text_width(row["label"], BODY) for row in shown) + 0.1, 0.42 * inner)
    left, width = label_width + 2.5, inner - label_width - 2.5 - 2 * SIDE
    rows, height = lay_rows([(row["head"], row["label"]) for row in shown], label_width)
    head, foot = line_height(VALUE) + 2.0, AXIS + line_height(VALUE)
    page = Page(heads, head + height + foot)
    names = [(word("plots.before", language), before_mark()), (word("plots.after", language), after_mark())]
    page.legend(0, 0, names, inner - 2 * SIDE)
    axes = page.axes(left, head, width, height)
    _axis(axes, shown, language)
    axes.set_ylim(height, 0)
    axis = word("plots.love_axis", language)
    half = text_width(axis, VALUE) / 2
    middle = min(max(left + width / 2, half), inner - half)
    page.text(middle, head + height + foot - line_height(VALUE) / 2, axis, VALUE, ha="center")
    ends = (inner - SIDE, inner)
    for end, name in zip(ends, (message("plots.love_before"), message("plots.love_after")), strict=True):
        page.text(end, line_height(VALUE) / 2, name[language], VALUE, ha="right", color=MUTED)
    for line in rows:
        if line.index < 0:
            page.lines(0, head + line.middle, line.lines, weight="bold", bbox=BACKED)
            continue
        page.lines(0, head + line.middle, line.lines)
        row = shown[line.index]
        was, now = row["asmd_before"], row["asmd_after"]
        axes.plot([was, now], [line.middle] * 2, color=before_mark()["markeredgecolor"], linewidth=0.8, alpha=0.6)
        axes.plot([was], [line.middle], linestyle="none", clip_on=False, **before_mark())
        axes.plot([now], [line.middle], linestyle="none", clip_on=False, **after_mark())
        for end, value in zip(ends, (was, now), strict=True):
            figure = number(value, 2)[language]
            page.text(end, head + line.middle, figure, VALUE, ha="right", va="center_baseline")
    page.figure.shown = tuple(shown)
    return page.figure


def _axis(axes: Axes, shown: list[dict[str, Any]], language: str) -> None:
    """From 0 in whole steps to the largest difference, at least to 0.15, so that the line at 0.1 is inside."""
    reach = max(0.15, *(row[key] for row in shown for key in ("asmd_before", "asmd_after")))
    step = next((size for size in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10) if size * 7 >= reach), reach / 5)
    ticks = [step * place for place in range(math.ceil(reach / step - 1e-9) + 1)]
    axes.set_xlim(0, max(ticks[-1], reach))
    axes.set_xticks(ticks, [number(tick, 2 if step < 0.1 else 1)[language] for tick in ticks])
    axes.set_yticks([])
    axes.grid(axis="x")
    axes.axvline(BALANCED, color=MUTED, linewidth=0.9, linestyle=(0, (3, 2)))
