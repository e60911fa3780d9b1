"""A picture in one sentence, for those who do not see it: what it is of, and its main figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from survey.wording.lines import clean
from survey.wording.message import plural
from survey.words import TOTAL

MOST = 8  # figures; all of them are in the description of the file and in the table below the picture
Shown = Mapping[str, Any]


def alt_text(figure: Any) -> str:
    """The title (a finding or the question, where the picture has one) and its figures: of columns the total, of waves
    the last one of each answer; the shares as percent. Where there are more than eight, the first eight and how many
    there are."""
    heads = figure.heads
    rows = _main([row for row in figure.shown if row.get("label") and row.get("printed") and _known(row)])
    figures = [_figure(row) for row in rows[:MOST]]
    if len(rows) > MOST:
        figures.append(plural("pages.more_figures", len(rows) - MOST, count=len(rows) - MOST)[heads.language])
    title = clean(heads.title)
    if not figures:
        return title
    title = title if title.endswith(("?", "!")) else f"{title.rstrip('.')}:"
    return f"{title} {'; '.join(figures)}"


def _main(rows: Sequence[Shown]) -> list[Shown]:
    """Those of the total, of the last wave of each answer; else all."""
    if any("date" in row and "option" in row for row in rows):
        return list({row["option"]: row for row in rows if "option" in row}.values())
    totals = [row for row in rows if row.get("column") == TOTAL]
    return totals or list(rows)


def _known(row: Shown) -> bool:
    """Whether it has a figure: what is no estimate is always one."""
    return "estimate" not in row or math.isfinite(row["estimate"]) or bool(row.get("bound"))


def _figure(row: Shown) -> str:
    """"Negative 61.8%": what is no share stands as it is printed."""
    share = row.get("kind", "option") in ("option", "missing", "net") and "estimate" in row
    return f"{clean(row['label'])} {row['printed']}{'%' if share else ''}"
