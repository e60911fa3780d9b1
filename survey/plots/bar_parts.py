"""Bars made of the shares of one column: what they show, how their parts look."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from survey.definitions.bounds import bound_side
from survey.plots.shares import shown_share
from survey.plots.sheet.lettering import text_width
from survey.plots.sheet.style import HATCH, INK, MISSING, MUTED, PAPER, VALUE, edge_width, ink_on
from survey.tables.table import Table
from survey.wording.figures import number, whole

THICK = 4.0  # mm, a bar
SIDE = 11.0  # mm, a column of figures beside the bars
ROOM = 0.9  # mm, a figure inside a bar keeps from its ends
LIMIT = "////"
# what is left out
OPEN: dict[str, Any] = {"facecolor": PAPER, "edgecolor": MUTED, "linewidth": 0.5, "linestyle": (0, (2, 2))}
Shown = dict[str, Any]


@dataclass(frozen=True)
class Bar:
    """A column of the table: its shares as drawn, their sum, and the figures beside the bar."""

    parts: tuple[Shown, ...]
    total: float
    n: str
    moe: str


def bar_of(table: Table, rows: Sequence[int], column: int, language: str) -> Bar:
    """The shares of ``rows`` in a column."""
    picked = list(rows)
    half = (table.conf_high[picked, column] - table.conf_low[picked, column]) / 2
    moe = float(np.nanmax(half)) if np.isfinite(half).any() else math.nan
    parts = tuple({**shown_share(table, row, column, language), "moe": moe} for row in rows)
    finite = [part["estimate"] for part in parts if math.isfinite(part["estimate"])]
    total = sum(finite) if finite else 1.0  # a column without figures has nothing left out
    return Bar(parts, total, whole(table.columns[column].n)[language], number(100 * moe, 1)[language])


def part_look(fill: str, hatch: str) -> dict[str, Any]:
    """How a part of a bar is drawn."""
    lines = PAPER
    if fill == MISSING:
        lines = HATCH
    elif hatch and ink_on(fill) != PAPER:  # an edge has the colour of the hatching
        lines = INK
    return {"facecolor": fill, "hatch": hatch, "edgecolor": lines, "linewidth": edge_width(fill) or 0.4}


def draw_part(axes: Axes, place: tuple[float, float], part: Shown, look: tuple[str, str], per_mm: float) -> None:
    """A part that begins at ``place``, with its figure where there is room inside. ``look``: fill and hatch."""
    (start, y), share, fill = place, part["estimate"], look[0]
    marked = LIMIT if bound_side(part["bound"]) else look[1]
    axes.barh(y, share, THICK, left=start, **part_look(fill, marked))
    if text_width(part["printed"], VALUE) + 2 * ROOM <= share / per_mm:
        how: dict[str, Any] = {"color": ink_on(fill), "ha": "center", "va": "center_baseline", "parse_math": False}
        if marked:  # on plain ground, or the hatching runs through the figure
            how["bbox"] = {"facecolor": fill, "edgecolor": "none", "pad": 0.8}
        axes.text(start + share / 2, y, part["printed"], fontsize=VALUE, **how)
