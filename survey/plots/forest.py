"""Coefficients of a model, or its effects, ratios and predictions, one under the other with their intervals."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from survey.errors import SurveyError
from survey.plots.sheet.heads import Heads
from survey.plots.sheet.lettering import line_height, text_width
from survey.plots.sheet.page import AXIS, Page, Picture, content_width, lay_rows
from survey.plots.sheet.style import BODY, INK, MUTED, OPTION, PAPER, VALUE, style
from survey.plots.table_heads import picture_heads
from survey.tables.finding import RATIOS, Finding
from survey.wording.figures import in_figures, number
from survey.wording.message import word
from survey.words import say

SIDE = 30.0  # mm, the figures beside the intervals
ZERO = ("coefficient", "marginal effect", "difference")  # statistics for which 0 means nothing is there
OUT = ("(Intercept)",)


def forest(found: Finding, language: str = "en") -> Picture:
    """One row an estimate: its interval as a line, a mark that is filled where the interval leaves out 0 (1 for ratios,
    which are drawn on a logarithmic axis). The intercept and the thresholds are in the table only.

    Raises ``SurveyError`` for a finding without estimates.
    """
    if found.estimates is None:
        raise SurveyError("a test has no estimates to draw", where=found.question)
    made = found.estimates
    rows = [
        i
        for i, option in enumerate(made.option)
        if not option.endswith(OUT) and not (found.statistic in (*ZERO, *RATIOS) and "|" in option)
    ]
    if not any(math.isfinite(made.estimate[i]) for i in rows):
        raise SurveyError("the model has no terms to draw", where=found.question)
    shown = [_shown(found, i, language) for i in rows]
    with style():
        return _draw(found, shown, language)


def _shown(found: Finding, i: int, language: str) -> dict[str, Any]:
    made = found.estimates
    assert made is not None
    places = _places(float(made.std_error[i]))
    value, low, high = (float(getattr(made, name)[i]) for name in ("estimate", "conf_low", "conf_high"))
    printed = number(value, places)[language]
    if math.isfinite(low) and math.isfinite(high):
        printed += f"  ({number(low, places)[language]} … {number(high, places)[language]})"
    return {
        "label": say(found.labels[i], language, made.option[i]),
        "group": say(found.groups[i], language),
        "option": made.option[i],
        "estimate": value,
        "conf_low": low,
        "conf_high": high,
        "printed": printed,
    }


def _draw(found: Finding, shown: list[dict[str, Any]], language: str) -> Picture:
    inner = content_width()
    labels = [(item["group"], item["label"]) for item in shown]
    label_width = min(max(text_width(label, BODY) for _, label in labels) + 0.1, 0.36 * inner)
    side = max(SIDE, max(text_width(item["printed"], VALUE) for item in shown) + 2)
    left, width = label_width + 2.5, inner - label_width - 2.5 - side
    placed, height = lay_rows(labels, label_width)
    head = line_height(VALUE) + 1.0
    page = Page(_heads(found, shown, language), head + height + AXIS)
    level = found.estimates.method.level if found.estimates is not None else 0.95
    page.text(inner, head / 2 - 0.4, f"{number(100 * level, 0)[language]}%", VALUE, ha="right", color=MUTED)
    axes = page.axes(left, head, width, height)
    ends = [item[key] for item in shown for key in ("estimate", "conf_low", "conf_high") if math.isfinite(item[key])]
    line = 1.0 if found.statistic in RATIOS else 0.0 if found.statistic in ZERO else math.nan
    _axis(axes, [*ends, *([line] if math.isfinite(line) else [])], found.statistic in RATIOS, language)
    axes.set_ylim(height, 0)
    if math.isfinite(line):
        axes.axvline(line, color=MUTED, linewidth=0.9, linestyle=(0, (3, 2)), zorder=1)
    for row in placed:
        page.lines(0, head + row.middle, row.lines, weight="bold" if row.index < 0 else "normal")
        if row.index < 0:
            continue
        item = shown[row.index]
        page.text(inner, head + row.middle, item["printed"], VALUE, ha="right", va="center_baseline")
        if math.isfinite(item["estimate"]):
            _mark(axes, row.middle, item, line)
    page.figure.shown = tuple(shown)
    return page.figure


def _heads(found: Finding, shown: list[dict[str, Any]], language: str) -> Heads:
    finite = any(math.isfinite(item["conf_low"]) for item in shown)
    said = [word("plots.interval" if finite else "plots.no_interval_design", language)]
    if found.statistic in (*ZERO, *RATIOS) and finite:
        said.append(word("plots.forest_filled", language, value="1" if found.statistic in RATIOS else "0"))
    title = say(found.title, language, found.question)
    return replace(picture_heads(title, found.notes, (), said, language), synthetic=found.synthetic)


def _mark(axes: Any, y: float, item: dict[str, Any], line: float) -> None:
    """An interval and its mark, filled where ``line`` lies outside."""
    ends = [item["conf_low"], item["conf_high"]]
    known = all(map(math.isfinite, ends))
    if known:
        axes.plot(ends, [y] * 2, color=INK, linewidth=0.9, solid_capstyle="butt")
    beyond = known and (not math.isfinite(line) or not ends[0] <= line <= ends[1])
    how = {"markersize": 5.5, "color": OPTION if beyond else PAPER, "markeredgecolor": OPTION, "markeredgewidth": 1.2}
    axes.plot([item["estimate"]], [y], "o", clip_on=False, **how)


def _axis(axes: Any, ends: list[float], ratios: bool, language: str) -> None:
    low, high = min(ends), max(ends)
    if ratios:
        axes.set_xscale("log")
        low, high = max(low, 1e-6), min(high, 1e6)
        axes.set_xlim(low / 1.1, high * 1.1)
        steps = np.array([0.001, 0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100, 1000])
        axes.set_xticks(steps[(steps >= low / 1.1) & (steps <= high * 1.1)], minor=False)
        axes.set_xticks([], minor=True)
    else:
        room = 0.05 * (high - low) or 0.5
        axes.set_xlim(low - room, high + room)
        axes.locator_params(axis="x", nbins=6)
    axes.xaxis.set_major_formatter(lambda value, _: in_figures(f"{value:g}", language))
    axes.set_yticks([])
    axes.grid(axis="x")


def _places(error: float) -> int:
    """Decimals that show two digits of a standard error."""
    return min(max(1 - math.floor(math.log10(error)), 0), 6) if math.isfinite(error) and error > 0 else 2
