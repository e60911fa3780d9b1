"""How much of all weight the respondents with the smallest weights have."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import SurveyError
from survey.maths.weights.concentration import gini, lorenz_curve
from survey.plots.sheet.heads import Heads
from survey.plots.sheet.lettering import line_height, text_width
from survey.plots.sheet.page import AXIS, Page, Picture, content_width
from survey.plots.sheet.style import MUTED, OPTION, VALUE, style
from survey.plots.weight_heads import ASIDE, Shown, aside, aside_height, common_figures, figure
from survey.weighting.record.calibration import WeightDiagnostics
from survey.wording.figures import number
from survey.wording.message import message, word

BODY_HEIGHT = 72.0  # mm, at least
POINTS = 200  # of the curve; a chord of a thousandth of it is thinner than the line


def lorenz(
    w: ArrayLike,
    diagnostics: WeightDiagnostics,
    title: str = "",
    language: str = "en",
    synthetic: bool = False,
    column: str = "",
) -> Picture:
    """The Lorenz curve of ``w``, one weight a respondent, against the line of equal weights; beside it Gini's
    coefficient and what the weights cost.

    Weights of 0 are left out. ``column``: the name of the weight, for the note. Raises ``SurveyError`` when no weight
    is positive.
    """
    people, held = lorenz_curve(w)
    coefficient = gini(w)
    if not np.isfinite(coefficient):
        raise SurveyError("no weight is positive", where=column or "weight")
    tenth = 1 - float(np.interp(0.9, people, held))
    percent = number(100 * tenth, 1)[language] + "%"
    said = [
        figure(message("plots.gini"), coefficient, number(coefficient, 3)[language], language),
        figure(message("plots.top_tenth"), tenth, percent, language),
        *common_figures(diagnostics, language),
    ]
    note = f"{word('plots.lorenz_note', language)} {word('plots.kish_only', language)}"
    if column:
        named = word("plots.weight_column", language, name=column)
        note = f"{named[:1].upper()}{named[1:]}. {note}"
    with style():
        heads = Heads(word("plots.lorenz", language), (title,) if title else (), (note,), language, synthetic)
        return _draw(heads, *_thinned(people, held), said)


def _thinned(people: NDArray[np.float64], held: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """At most ``POINTS`` steps of the curve, the ends among them; all lie on it, as a chord would not."""
    if len(people) <= POINTS + 1:
        return people, held
    places = np.unique(np.round(np.linspace(0, len(people) - 1, POINTS + 1)).astype(int))
    return people[places], held[places]


def _draw(heads: Heads, people: NDArray[np.float64], held: NDArray[np.float64], said: list[Shown]) -> Picture:
    language, inner = heads.language, content_width()
    left = 11.0
    top, bottom = line_height(VALUE) + 2.0, AXIS + line_height(VALUE)
    body = max(BODY_HEIGHT, aside_height(said) + 1.0)
    high = body - top - bottom
    width = min(inner - left - ASIDE - 5.0, high * 1.25)
    page = Page(heads, body)
    page.text(0, line_height(VALUE) / 2, word("plots.lorenz_y", language), VALUE, color=MUTED)
    axes = page.axes(left, top, width, high)
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.9, linestyle=(0, (3, 2)))
    axes.fill_between(people, held, people, color=OPTION, alpha=0.14, linewidth=0)
    axes.plot(people, held, color=OPTION, linewidth=1.6, solid_joinstyle="round", clip_on=False)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    names = [number(100 * tick, 0)[language] + "%" for tick in ticks]
    axes.set_xticks(ticks, names)
    axes.set_yticks(ticks, names)
    axes.grid()
    _equal(page, left, top, width, high, language)
    axis = word("plots.lorenz_x", language)
    page.text(left + width / 2, body - line_height(VALUE) / 2, axis, VALUE, ha="center")
    aside(page, said, inner - ASIDE, 0.0)
    page.figure.shown = (*said, *_deciles(people, held, language))
    return page.figure


def _equal(page: Page, left: float, top: float, width: float, high: float, language: str) -> None:
    """The name of the dashed line, above it where it is nearest to the middle."""
    name = word("plots.equal_weights", language)
    end = left + 0.5 * width - 1.5
    page.text(end, top + 0.5 * high - line_height(VALUE) / 2, name, VALUE, ha="right", color=MUTED)
    assert text_width(name, VALUE) < 0.5 * width


def _deciles(people: NDArray[np.float64], held: NDArray[np.float64], language: str) -> list[dict[str, Any]]:
    rows = []
    for tenth in range(1, 10):
        share = float(np.interp(tenth / 10, people, held))
        label = f"{10 * tenth}%"
        printed = number(100 * share, 1)[language] + "%"
        rows.append({"respondents": tenth / 10, "weight": share, "label": label, "printed": printed})
    return rows
