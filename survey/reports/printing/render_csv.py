"""Results as CSV: one row an estimate, full precision, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from survey.reports.documents.document import Document
from survey.reports.printing.data_rows import plain

RUNS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")  # what makes a spreadsheet read a text as a formula
NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def render_csv(document: Document, language: str) -> str:
    """A header and the rows. No figure is an empty cell; a text that a spreadsheet would run gets an apostrophe first.

    Numbers are written with a point and up to twelve digits; lists are joined by "; "; lines end in ``\\n``.
    """
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([_cell(name) for name in document.columns])
    for row in document.rows:
        flat: Mapping[str, Any] = row
        for name, columns in document.nested.items():
            flat = {**flat, **{column: row[name].get(column) for column in columns}}
        cells = ((name, flat.get(name)) for name in document.columns)
        writer.writerow(
            [_text(value) if type(value) is str else _cell(plain(name, value, language)) for name, value in cells]
        )
    return made.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return _text("; ".join(str(item) for item in value) if isinstance(value, (list, tuple)) else str(value))


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    """A text that no spreadsheet runs. Most are the same in thousands of rows: ids, dates, modes."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(RUNS) and not NUMBER.fullmatch(text) else text
