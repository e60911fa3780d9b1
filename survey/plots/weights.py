"""How weights are spread."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.plots.sheet.heads import Heads
from survey.plots.sheet.lettering import line_height, text_width
from survey.plots.sheet.page import AXIS, Page, Picture, content_width
from survey.plots.sheet.style import INK, MUTED, OPTION, PAPER, VALUE, style
from survey.plots.weight_heads import ASIDE, Shown, aside, aside_height, common_figures, figure
from survey.weighting.record.calibration import WeightDiagnostics
from survey.weighting.record.diagnose import weight_percentiles
from survey.wording.figures import in_figures, number, whole
from survey.wording.message import message, word

BODY_HEIGHT = 54.0  # mm, at least
BINS = 36


def weights(
    w: ArrayLike,
    diagnostics: WeightDiagnostics,
    title: str = "",
    language: str = "en",
    synthetic: bool = False,
    column: str = "",
) -> Picture:
    """Histogram of ``w``, one weight a respondent, as multiples of the mean weight; beside it what the weights cost.

    Weights of 0 are counted and not drawn, as they are not part of the mean. Small triangles stand over the smallest
    and the largest weight, whose bars may be too low to be seen. ``column``: the name of the weight, for the note.
    """
    live = np.asarray(w, dtype=float)
    # nine digits: a weight that is exactly on an edge stays on one side of it whatever computed it
    multiples = np.array([float(f"{value:.9g}") for value in live[live > 0] / diagnostics.mean])
    edges = _edges(multiples)
    said = _diagnostics(live, diagnostics, language)
    note = word("plots.kish_only", language)
    if column:
        named = word("plots.weight_column", language, name=column)
        note = f"{named[:1].upper()}{named[1:]}. {note}"
    with style():
        heads = Heads(word("plots.weights", language), (title,) if title else (), (note,), language, synthetic)
        return _draw(heads, multiples, edges, said)


def _edges(multiples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Edges of at most ``BINS`` bins from 0, each 1, 2 or 5 tenths, hundredths, … wide, so that 1 is an edge."""
    top = float(multiples.max(initial=1.0))
    least = 1.0001 * top / BINS
    tens = 10.0 ** math.floor(math.log10(least))
    step = next(size * tens for size in (1, 2, 5, 10) if size * tens >= least)
    edges = step * np.arange(math.floor(top / step + 1e-9) + 2)
    return np.array([float(f"{edge:.9g}") for edge in edges])


def _diagnostics(w: NDArray[np.float64], found: WeightDiagnostics, language: str) -> list[Shown]:
    """Rows beside the histogram."""
    spread = weight_percentiles(w)
    least, most = found.minimum / found.mean, found.maximum / found.mean
    inside = f"{number(spread[5], 2)[language]}–{number(spread[95], 2)[language]} ×"
    listed = [
        *common_figures(found, language),
        figure(message("plots.minimum"), least, number(least, 2)[language] + " ×", language),
        figure(message("plots.middle"), spread[5], inside, language) | {"to": float(spread[95])},
        figure(message("plots.maximum"), most, number(most, 2)[language] + " ×", language),
    ]
    counts = (
        (message("plots.trimmed"), found.trimmed),
        (message("plots.zero"), found.zero),
        (message("plots.iterations"), found.iterations),
    )
    listed += [figure(label, count, whole(count)[language], language) for label, count in counts if count]
    return listed


def _draw(heads: Heads, multiples: NDArray[np.float64], edges: NDArray[np.float64], said: list[Shown]) -> Picture:
    import seaborn

    language, inner = heads.language, content_width()
    left, width = 11.0, inner - 11.0 - ASIDE - 5.0
    body = max(BODY_HEIGHT, aside_height(said) + 1.0)
    top, bottom = 2 * line_height(VALUE) + 1.0, AXIS + line_height(VALUE)
    page = Page(heads, body)
    page.text(0, line_height(VALUE) / 2, word("plots.respondents", language), VALUE, color=MUTED)
    axes = page.axes(left, top, width, body - top - bottom)
    seaborn.histplot(x=multiples, bins=edges, ax=axes, color=OPTION, alpha=1.0, edgecolor=PAPER, linewidth=0.5)
    counts = [int(count) for count in np.histogram(multiples, edges)[0]]
    axes.set(xlabel="", ylabel="", xlim=(0, edges[-1]))
    axes.grid(axis="y")
    axes.yaxis.set_major_locator(_whole_ticks())
    axes.yaxis.set_major_formatter(lambda value, _: whole(value)[language])
    axes.xaxis.set_major_formatter(lambda value, _: in_figures(f"{value:g}", language))
    axes.axvline(1, color=INK, linewidth=0.9, linestyle=(0, (3, 2)))
    _ends(axes, multiples, edges, counts)
    mean = word("plots.mean_weight", language) + " = 1"
    half = text_width(mean, VALUE) / 2
    place = left + width / edges[-1]
    place = min(max(place, left + half), left + width - half)
    page.text(place, 1.5 * line_height(VALUE), mean, VALUE, ha="center")
    page.text(left + width / 2, body - line_height(VALUE) / 2, word("plots.weight_axis", language), VALUE, ha="center")
    aside(page, said, inner - ASIDE, 0.0)
    bins = [_bin(*ends, language) for ends in zip(edges[:-1], edges[1:], counts, strict=True)]
    page.figure.shown = (*said, *bins)
    return page.figure


def _ends(axes: Any, multiples: NDArray[np.float64], edges: NDArray[np.float64], counts: list[int]) -> None:
    """A triangle just over the bar of the smallest and of the largest weight."""
    high = max(counts, default=0) or 1
    for end in {float(multiples.min(initial=1.0)), float(multiples.max(initial=1.0))}:
        at = min(max(int(np.searchsorted(edges, end, side="right")) - 1, 0), len(counts) - 1)
        axes.plot([end], [counts[at] + 0.035 * high], "v", markersize=3.4, color=INK, markeredgewidth=0, clip_on=False)


def _bin(low: float, high: float, count: int, language: str) -> Shown:
    label = "–".join(in_figures(f"{end:g}", language) for end in (low, high))
    printed = whole(count)[language]
    return {"from": float(low), "to": float(high), "respondents": count, "label": label, "printed": printed}


def _whole_ticks() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=5, integer=True)
