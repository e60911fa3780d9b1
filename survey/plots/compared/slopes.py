"""Changes between waves as slopes: full where they are beyond sampling error, pale where they are not."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes

from survey.changes.comparison import Comparison, Level
from survey.errors import SurveyError
from survey.plots.sheet.label_column import spread
from survey.plots.sheet.lettering import line_height, widest, wrap
from survey.plots.sheet.page import Page, Picture, content_width
from survey.plots.sheet.palettes import GREY, LINES
from survey.plots.sheet.style import BODY, MUTED, VALUE, style
from survey.plots.table_heads import picture_heads
from survey.wording.figures import number, percent
from survey.wording.message import word
from survey.wording.rounding import by_own_rule
from survey.words import say

HIGH, LEAST = 52.0, 30.0  # mm: height of the axes of a panel, and their least width
APART, BELOW = 5.0, 6.0  # mm between panels
ROOM = 26.0  # mm, the most that a label beside a line takes
PALE = 0.4


@dataclass(frozen=True)
class Panel:
    """A domain: its title, and of each option its figures by wave."""

    title: str
    lines: dict[str, dict[str, Level]]


@by_own_rule
def slopes(comparison: Comparison, language: str = "en") -> Picture:
    """A panel a domain, on one scale: the waves from left to right, a line an option, its figure and name at the end.

    A step is drawn full where its change is beyond sampling error and pale where it is not, so that the eye sees the
    changes that the table has arrows for. A dashed rule stands between waves that are comparable with breaks. Raises
    ``SurveyError`` where there is no figure."""
    with style():
        return _draw(comparison, language)


def _draw(one: Comparison, language: str) -> Picture:
    panels = _panels(one, language)
    found = [level for panel in panels for line in panel.lines.values() for level in line.values()]
    values = [end for level in found for end in (level.estimate, level.conf_low, level.conf_high) if math.isfinite(end)]
    if not values:
        raise SurveyError("there is no figure to draw", where=one.question)
    names = {level.option: say(level.label, language, level.option) for level in one.levels}
    inner = content_width()
    tags = {name: wrap(f"{label} 00,0%", ROOM, VALUE) for name, label in names.items()}
    side = max(widest(lines, VALUE) for lines in tags.values()) + 2.5
    left = 8.0
    abreast = max(1, min(len(panels), int((inner + APART) // (LEAST + left + side + APART))))
    wide = (inner + APART) / abreast - APART - left - side
    head = line_height(BODY) + 2.0 if len(panels) > 1 else 1.0
    under = line_height(VALUE) * 2 + 2.0
    high = max(HIGH, sum(len(lines) * line_height(VALUE) + 0.6 for lines in tags.values()))
    step = head + high + under + BELOW
    page = Page(_heads(one, language), step * math.ceil(len(panels) / abreast) - BELOW)
    ends, colours = _scale(values, one.in_percent), _colours(one)
    for at, panel in enumerate(panels):
        x, y = (at % abreast) * (left + wide + side + APART), (at // abreast) * step
        if len(panels) > 1:
            page.text(x, y + line_height(BODY) / 2, panel.title, BODY, weight="bold")
        axes = page.axes(x + left, y + head, wide, high)
        _frame(axes, one, ends, wide, language)
        for option, line in panel.lines.items():
            _line(axes, one, option, line, colours[option])
        _tags(page, one, panel, (x + left + wide + 1.5, y + head, high), ends, (names, colours), language)
    page.figure.shown = _shown(one, names, language)
    return page.figure


def _colours(one: Comparison) -> dict[str, str]:
    """One an option; those without an answer are grey."""
    options = list(dict.fromkeys(level.option for level in one.levels))
    answers = [option for option in options if option not in one.missing]
    return {name: LINES[answers.index(name) % len(LINES)] if name in answers else GREY for name in options}


def _panels(one: Comparison, language: str) -> list[Panel]:
    found: dict[tuple[str, ...], Panel] = {}
    for level in one.levels:
        if not math.isfinite(level.estimate):
            continue
        title = " · ".join(say(label, language) for label in level.level_labels)
        panel = found.setdefault(level.levels, Panel(title, {}))
        panel.lines.setdefault(level.option, {})[level.wave] = level
    return list(found.values())


def _scale(values: list[float], shares: bool) -> tuple[float, float]:
    low, high = min(values), max(values)
    if shares:
        return max(0.0, math.floor(20 * (low - 0.02)) / 20), min(1.0, math.ceil(20 * (high + 0.02)) / 20)
    margin = 0.15 * (high - low) or abs(high) * 0.1 or 1.0
    return low - margin, high + margin


def _frame(axes: Axes, one: Comparison, ends: tuple[float, float], wide: float, language: str) -> None:
    waves = list(one.waves)
    axes.set_xlim(-0.12, len(waves) - 1 + 0.06)
    axes.set_ylim(*ends)
    each = wide / max(len(waves) - 1, 1)
    named = [wrap(say(one.waves[name], language, name), min(each, 22.0), VALUE)[:2] for name in waves]
    axes.set_xticks(range(len(waves)), ["\n".join(lines) for lines in named])
    step = 0.05 if ends[1] - ends[0] <= 0.3 else 0.1 if ends[1] - ends[0] <= 0.6 else 0.2
    if one.in_percent:
        first, last = math.ceil(ends[0] / step - 1e-9), math.floor(ends[1] / step + 1e-9)
        ticks = [step * place for place in range(first, last + 1)]
        axes.set_yticks(ticks, [f"{number(100 * tick, 0)[language]}%" for tick in ticks])
    else:
        ticks = [round(float(tick), 9) for tick in axes.get_yticks() if ends[0] <= tick <= ends[1]]
        axes.set_yticks(ticks, [number(tick)[language] for tick in ticks])
    axes.grid(axis="y")
    for pair in one.held:
        places = waves.index(pair.start), waves.index(pair.end)
        if pair.found.outcome != "comparable" and places[1] - places[0] == 1:
            axes.axvline(sum(places) / 2, color=MUTED, linewidth=0.6, linestyle=(0, (3, 2)), zorder=1)


def _line(axes: Axes, one: Comparison, option: str, line: dict[str, Level], colour: str) -> None:
    waves = list(one.waves)
    levels = next(iter(line.values())).levels
    sure = {(c.start, c.end): bool(c.beyond) for c in one.changes if (c.option, c.levels) == (option, levels)}
    for start, end in ((pair.start, pair.end) for pair in one.held):  # steps that were tested, and no others
        if start in line and end in line:
            beyond = sure.get((start, end), False)
            how: dict[str, Any] = {"linewidth": 1.8, "alpha": 1.0} if beyond else {"linewidth": 1.0, "alpha": PALE}
            how |= {"color": colour, "zorder": 2, "gid": f"step-{option}"}
            axes.plot([waves.index(start), waves.index(end)], [line[start].estimate, line[end].estimate], **how)
    for wave, level in line.items():
        place = waves.index(wave)
        if math.isfinite(level.conf_low):
            ends = [level.conf_low, level.conf_high]
            axes.plot([place, place], ends, color=colour, linewidth=0.7, alpha=PALE, zorder=2, clip_on=True)
        axes.plot([place], [level.estimate], marker="o", color=colour, markersize=3.6, clip_on=False, zorder=3)


def _tags(
    page: Page,
    one: Comparison,
    panel: Panel,
    place: tuple[float, float, float],
    ends: tuple[float, float],
    looks: tuple[dict[str, str], dict[str, str]],
    language: str,
) -> None:
    """The last figure and name of each line, moved apart; of one that ends before, with its wave."""
    x, y, high = place
    names, colours = looks
    last = {option: list(line.values())[-1] for option, line in panel.lines.items()}
    end = list(one.waves)[-1]
    texts = {}
    for option, level in last.items():
        when = "" if level.wave == end else f" ({say(one.waves[level.wave], language)})"
        texts[option] = wrap(f"{names[option]} {_figure(one, level, language)}{when}", ROOM, VALUE)
    wanted = [high * (ends[1] - level.estimate) / (ends[1] - ends[0]) for level in last.values()]
    sizes = [len(lines) * line_height(VALUE) + 0.4 for lines in texts.values()]
    middles = spread(wanted, sizes, high)
    for (option, lines), middle in zip(texts.items(), middles, strict=True):
        page.lines(x, y + middle, lines, VALUE, color=colours[option])


def _figure(one: Comparison, level: Level, language: str) -> str:
    return f"{percent(level.estimate)[language]}%" if one.in_percent else number(level.estimate, 2)[language]


def _heads(one: Comparison, language: str) -> Any:
    told = [word("plots.slopes", language, level=number(100 - 100 * one.level, 0))]
    if any(pair.found.outcome != "comparable" for pair in one.held):
        told.append(word("plots.slopes_breaks", language))
    made = picture_heads(say(one.title, language, one.question), one.notes, (), told, language)
    return replace(made, synthetic=one.synthetic)


def _shown(one: Comparison, names: dict[str, str], language: str) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "wave": level.wave,
            "option": level.option,
            "levels": list(level.levels),
            "label": f"{say(one.waves[level.wave], language)}, {names[level.option]}",
            "estimate": level.estimate,
            "conf_low": level.conf_low,
            "conf_high": level.conf_high,
            "n": level.n,
            "printed": _figure(one, level, language),
        }
        for level in one.levels
        if math.isfinite(level.estimate)
    )
