"""What a picture of a crosstab shows: which rows of it, and what each of their shares is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from survey.definitions.bounds import bound_side
from survey.errors import SurveyError
from survey.plots.table_heads import bound_of, printed_share
from survey.tables.table import Table
from survey.words import say


def drawn_rows(table: Table) -> list[int]:
    """The places of options and kinds of missing that have a figure. ``SurveyError`` where none has."""
    rows = [place for place, row in enumerate(table.stub) if row.kind in ("option", "missing")]
    rows = [place for place in rows if np.isfinite(table.estimate[place]).any()]
    if not rows or not table.columns:
        raise SurveyError("the table has no figures to draw", where=table.question)
    return rows


def shown_share(table: Table, row: int, column: int, language: str) -> dict[str, Any]:
    """One share, as the picture knows it and as it is printed. Around a limit ("over 60") nothing lies."""
    whose, option, bound = table.columns[column], table.stub[row], bound_of(table, row, column)
    limit = bool(bound_side(bound))
    return {
        "column": whose.id,
        "group": whose.group,
        "option": option.id,
        "kind": option.kind,
        "label": f"{say(whose.label, language, whose.id)} / {say(option.label, language, option.id)}",
        "estimate": float(table.estimate[row, column]),
        "conf_low": math.nan if limit else float(table.conf_low[row, column]),
        "conf_high": math.nan if limit else float(table.conf_high[row, column]),
        "bound": bound,
        "n": float(whose.n),
        "printed": printed_share(table, row, column, language, decimals=0),
    }
