"""A table whose cells are shaded: many options by many columns, where bars would be too thin to read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from survey.errors import SurveyError
from survey.plots.shares import drawn_rows, shown_share
from survey.plots.sheet.lettering import line_height, text_width, widest, wrap
from survey.plots.sheet.page import Page, Picture, content_width
from survey.plots.sheet.style import BODY, MUTED, NOTE, PAPER, VALUE, ink_on, style
from survey.plots.table_heads import column_label, heads, row_label
from survey.tables.table import Table
from survey.wording.figures import whole
from survey.wording.message import word
from survey.wording.rounding import by_own_rule
from survey.words import say

CELL = 7.2  # mm, least width of a column
WIDE = 17.0  # mm, greatest width
TALL = 5.4  # mm, least height of a row
APART = 1.6  # mm between banner questions
GAP = 0.25  # mm between cells
DARK = ("#F2F6FA", "#08407A")  # of the smallest and of the largest share
Shown = dict[str, Any]


@dataclass(frozen=True)
class _Block:
    """Columns that stand side by side: their places in the table and their left edges."""

    columns: tuple[int, ...]
    lefts: tuple[float, ...]
    cell: float


@by_own_rule
def heat(table: Table, language: str = "en") -> Picture:
    """Options down, columns across, each share printed on ground the darker the larger it is (one range of shades for
    the picture, from 0); nets and means are left out, n stands under each column.

    Where the columns do not fit side by side they go on below, whole banner questions together where that can be.
    Raises ``SurveyError`` for row or cell percents, whose bases are no columns, and where the table has no figures.
    """
    if table.percent != "column":
        found = f"the table has {table.percent} percents"
        raise SurveyError(f"shaded cells need column percents, {found}", where=table.question)
    rows = drawn_rows(table)
    with style():
        return _draw(table, language, rows)


def _draw(table: Table, language: str, rows: list[int]) -> Picture:
    inner = content_width()
    names = [row_label(table.stub[row], language) for row in rows]
    label_width = min(max(text_width(name, BODY) for name in names) + 0.1, 0.36 * inner)
    labels = [wrap(name, label_width, BODY) for name in names]
    highs = [max(TALL, len(lines) * line_height(BODY) + 1.0) for lines in labels]
    blocks = _blocks(table, label_width + 2.5, inner)
    tops = [_head_height(table, block, language) for block in blocks]
    each = sum(highs) + line_height(VALUE) + 1.5
    page = Page(heads(table, language, [word("plots.heat_note", language)]), sum(tops) + len(blocks) * (each + 3) - 3)
    most = float(np.nanmax(table.estimate[rows])) or 1.0
    shown: list[Shown] = []
    y = 0.0
    for block, top in zip(blocks, tops, strict=True):
        _column_heads(page, table, block, (y, top), language)
        middle = y + top
        for row, lines, high in zip(rows, labels, highs, strict=True):
            page.lines(0, middle + high / 2, lines)
            for column, left in zip(block.columns, block.lefts, strict=True):
                cell = shown_share(table, row, column, language)
                shown.append(cell)
                _cell(page, cell, (left, middle, block.cell, high), most)
            middle += high
        page.text(0, middle + line_height(VALUE) / 2 + 0.6, word("plots.bar_n", language), VALUE, color=MUTED)
        for column, left in zip(block.columns, block.lefts, strict=True):
            place = (left + block.cell / 2, middle + line_height(VALUE) / 2 + 0.6)
            page.text(*place, whole(table.columns[column].n)[language], NOTE, ha="center", color=MUTED)
        y += top + each + 3
    page.figure.shown = tuple(shown)
    return page.figure


def _blocks(table: Table, left: float, inner: float) -> list[_Block]:
    """Columns side by side as many as fit; a banner question is parted only where it does not fit alone."""
    most = max(1, int((inner - left) // CELL))
    groups = [[at for at, _ in found] for _, found in groupby(enumerate(table.columns), key=lambda item: item[1].group)]
    pieces = [group[start : start + most] for group in groups for start in range(0, len(group), most)]
    lines: list[list[list[int]]] = [[]]
    for piece in pieces:
        line = [*lines[-1], piece]
        if lines[-1] and sum(map(len, line)) * CELL + APART * (len(line) - 1) > inner - left:
            lines.append([piece])
        else:
            lines[-1] = line
    room = min((inner - left - APART * (len(line) - 1)) / sum(map(len, line)) for line in lines)
    cell = min(WIDE, room)
    found = []
    for line in lines:
        places, x = [], left
        for piece in line:
            places += [x + cell * at for at in range(len(piece))]
            x += cell * len(piece) + APART
        found.append(_Block(tuple(at for piece in line for at in piece), tuple(places), cell))
    return found


def _lines(table: Table, column: int, cell: float, language: str) -> list[str] | None:
    """A head in lines that fit over its cells; None where a word does not, and the head has to stand upright."""
    label = column_label(table.columns[column], language)
    if any(text_width(part, NOTE) > cell - 0.6 for part in label.split()):
        return None
    lines = wrap(label, cell - 0.6, NOTE)
    return lines if len(lines) <= 3 else None


def _upright(table: Table, block: _Block, language: str) -> bool:
    return any(_lines(table, column, block.cell, language) is None for column in block.columns)


def _standing(table: Table, column: int, cell: float, language: str) -> list[str]:
    lines = wrap(column_label(table.columns[column], language), 32.0, NOTE)
    most = max(1, int(cell // line_height(NOTE)))
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


def _head_height(table: Table, block: _Block, language: str) -> float:
    """Room for the heads of columns, and over them for those of banner questions."""
    if _upright(table, block, language):
        own = max(widest(_standing(table, column, block.cell, language), NOTE) for column in block.columns)
    else:
        found = [_lines(table, column, block.cell, language) or [] for column in block.columns]
        own = max(map(len, found)) * line_height(NOTE)
    over = [lines for *_, lines in _groups(table, block, language)]
    return own + 1.5 + (max(map(len, over)) * line_height(NOTE) + 1.0 if any(map(any, over)) else 0.0)


def _groups(table: Table, block: _Block, language: str) -> list[tuple[float, float, list[str]]]:
    """Left edge, width and lines of the head of each banner question."""
    found = []
    together = groupby(zip(block.columns, block.lefts, strict=True), key=lambda item: table.columns[item[0]].group)
    for name, members in together:
        listed = list(members)
        width = block.cell * len(listed)
        label = say(table.columns[listed[0][0]].group_label, language, name)
        found.append((listed[0][1], width, wrap(label, width, NOTE, True) if label else [""]))
    return found


def _column_heads(page: Page, table: Table, block: _Block, place: tuple[float, float], language: str) -> None:
    y, high = place
    for left, width, lines in _groups(table, block, language):
        if any(lines):
            page.lines(left, y + len(lines) * line_height(NOTE) / 2, lines, NOTE, weight="bold")
            below = y + max(len(one) for *_, one in _groups(table, block, language)) * line_height(NOTE) + 0.4
            page.rule(left, below, left + width - GAP, below, linewidth=0.4)
    upright = _upright(table, block, language)
    for column, left in zip(block.columns, block.lefts, strict=True):
        middle = left + block.cell / 2
        if upright:
            lines = _standing(table, column, block.cell, language)
            step = line_height(NOTE)
            for at, line in enumerate(lines):
                across = middle + (at - (len(lines) - 1) / 2) * step
                page.text(across, y + high - 0.8, line, NOTE, rotation=90, ha="center", va="bottom")
        else:
            lines = _lines(table, column, block.cell, language) or []
            low = y + high - 0.8 - len(lines) * line_height(NOTE) / 2
            page.lines(middle, low, lines, NOTE, ha="center")


def _cell(page: Page, cell: Shown, box: tuple[float, float, float, float], most: float) -> None:
    x, y, width, high = box
    share = cell["estimate"]
    fill = _shade(share / most) if math.isfinite(share) else PAPER
    page.box(x + GAP / 2, y + GAP / 2, width - GAP, high - GAP, facecolor=fill, linewidth=0)
    how: dict[str, Any] = {"ha": "center", "va": "center_baseline", "color": ink_on(fill)}
    page.text(x + width / 2, y + high / 2, cell["printed"], VALUE, **how)


def _shade(share: float) -> str:
    pale, dark = ([int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in DARK)
    share = min(max(share, 0.0), 1.0)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(pale, dark, strict=True))
