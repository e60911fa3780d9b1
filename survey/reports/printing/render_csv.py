"""Results as CSV: one row an estimate, full precision, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

RUNS = ("=", "+", "-", "@", "\t", "\n")  # what makes a spreadsheet read a text as a formula
NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def render_csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """A header and the rows. No figure is an empty cell; a text that a spreadsheet would run gets an apostrophe first.

    Numbers are written with a point and up to twelve digits; lists are joined by "; "; lines end in ``\\n``.
    """
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([_cell(name) for name in columns])
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return made.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.12g}"
    text = "; ".join(str(item) for item in value) if isinstance(value, (list, tuple)) else str(value)
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(RUNS) and not NUMBER.fullmatch(text) else text
