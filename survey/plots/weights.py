"""How weights are spread."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.plots.lettering import line_height, text_width, wrap
from survey.plots.page import AXIS, Heads, Page, Picture, content_width
from survey.plots.style import BODY, INK, MUTED, OPTION, PAPER, VALUE, style
from survey.plots.texts import number, text
from survey.weighting.calibration import WeightDiagnostics
from survey.words import whole

BODY_HEIGHT = 54.0  # mm
ASIDE = 52.0  # mm, the figures beside the histogram
BINS = 36
Shown = dict[str, Any]


def weights(
    w: ArrayLike, diagnostics: WeightDiagnostics, title: str = "", language: str = "en", synthetic: bool = False
) -> Picture:
    """Histogram of ``w``, one weight a respondent, as multiples of the mean weight; beside it what the weights cost.

    Weights of 0 are counted and not drawn, as they are not part of the mean.
    """
    live = np.asarray(w, dtype=float)
    # nine digits: a weight that is exactly on an edge stays on one side of it whatever computed it
    multiples = np.array([float(f"{value:.9g}") for value in live[live > 0] / diagnostics.mean])
    edges = _edges(multiples)
    said = _diagnostics(diagnostics, language)
    note = text("kish_only", language)
    with style():
        heads = Heads(text("weights", language), (title,) if title else (), (note,), language, synthetic)
        return _draw(heads, multiples, edges, said)


def _edges(multiples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Edges of at most ``BINS`` bins from 0, each 1, 2 or 5 tenths, hundredths, … wide, so that 1 is an edge."""
    top = float(multiples.max(initial=1.0))
    least = 1.0001 * top / BINS
    tens = 10.0 ** math.floor(math.log10(least))
    step = next(size * tens for size in (1, 2, 5, 10) if size * tens >= least)
    edges = step * np.arange(math.floor(top / step + 1e-9) + 2)
    return np.array([float(f"{edge:.9g}") for edge in edges])


def _diagnostics(found: WeightDiagnostics, language: str) -> list[Shown]:
    """Rows beside the histogram: name and value as printed."""
    listed: list[tuple[str, float, str]] = [
        ("n", found.n, whole(found.n, language)),
        ("n_eff", found.n_eff, whole(found.n_eff, language)),
        ("deff", found.deff, number(found.deff, language, 2)),
        ("moe", found.moe, "±" + text("points", language, value=number(100 * found.moe, language, 1))),
        ("minimum", found.minimum / found.mean, number(found.minimum / found.mean, language, 2) + " ×"),
        ("maximum", found.maximum / found.mean, number(found.maximum / found.mean, language, 2) + " ×"),
    ]
    for key, count in (("trimmed", found.trimmed), ("zero", found.zero), ("iterations", found.iterations)):
        if count:
            listed.append((key, count, whole(count, language)))
    level = number(100 * found.level, language, 0 if float(100 * found.level).is_integer() else 1)
    return [
        {"figure": key, "label": text(key, language, level=level), "value": float(value), "printed": printed}
        for key, value, printed in listed
    ]


def _draw(heads: Heads, multiples: NDArray[np.float64], edges: NDArray[np.float64], said: list[Shown]) -> Picture:
    import seaborn

    language, inner = heads.language, content_width()
    left, width = 11.0, inner - 11.0 - ASIDE - 5.0
    top, bottom = 2 * line_height(VALUE) + 1.0, AXIS + line_height(VALUE)
    page = Page(heads, BODY_HEIGHT)
    page.text(0, line_height(VALUE) / 2, text("respondents", language), VALUE, color=MUTED)
    axes = page.axes(left, top, width, BODY_HEIGHT - top - bottom)
    seaborn.histplot(x=multiples, bins=edges, ax=axes, color=OPTION, alpha=1.0, edgecolor=PAPER, linewidth=0.5)
    counts = [int(count) for count in np.histogram(multiples, edges)[0]]
    axes.set(xlabel="", ylabel="", xlim=(0, edges[-1]))
    axes.grid(axis="y")
    axes.yaxis.set_major_locator(_whole_ticks())
    axes.yaxis.set_major_formatter(lambda value, _: whole(value, language))
    axes.xaxis.set_major_formatter(lambda value, _: _plain(value, language))
    axes.axvline(1, color=INK, linewidth=0.9, linestyle=(0, (3, 2)))
    mean = text("mean_weight", language) + " = 1"
    half = text_width(mean, VALUE) / 2
    place = left + width / edges[-1]
    place = min(max(place, left + half), left + width - half)
    page.text(place, 1.5 * line_height(VALUE), mean, VALUE, ha="center")
    page.text(left + width / 2, BODY_HEIGHT - line_height(VALUE) / 2, text("weight_axis", language), VALUE, ha="center")
    _aside(page, said, inner - ASIDE, 0.0)
    bins = [_bin(*ends, language) for ends in zip(edges[:-1], edges[1:], counts, strict=True)]
    page.figure.shown = (*said, *bins)
    return page.figure


def _bin(low: float, high: float, count: int, language: str) -> Shown:
    label = f"{_plain(low, language)}–{_plain(high, language)}"
    printed = whole(count, language)
    return {"from": float(low), "to": float(high), "respondents": count, "label": label, "printed": printed}


def _plain(value: float, language: str) -> str:
    return f"{value:g}".replace(".", "." if language == "en" else ",")


def _whole_ticks() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=5, integer=True)


def _aside(page: Page, said: list[Shown], left: float, top: float) -> None:
    """Names on the left, values on the right, under each other."""
    y = top
    for row in said:
        value = text_width(row["printed"], BODY, True)
        lines = wrap(row["label"], ASIDE - value - 2.0, VALUE)
        high = len(lines) * line_height(VALUE) + 1.4
        page.lines(left, y + high / 2, lines, VALUE)
        page.text(left + ASIDE, y + high / 2, row["printed"], BODY, ha="right", va="center_baseline", weight="bold")
        y += high
        page.rule(left, y, left + ASIDE, y, linewidth=0.3)
