"""Rows of an XLSForm by the heads of their columns, and their labels by language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from survey.scaffold.forms.languages import language_code
from survey.scaffold.forms.words import plain

Row = Mapping[str, Any]
_COLON = re.compile(r"\s*::\s*|\s*:\s*")


def rows_of(sheet: Sequence[Sequence[Any]]) -> list[Row]:
    """Each row after the first, which names the columns; heads in small letters but for a language."""
    if not sheet:
        return []
    heads = [_head(cell) for cell in sheet[0]]
    return [
        {head: cell for head, cell in zip(heads, row, strict=False) if head and cell is not None} for row in sheet[1:]
    ]


def _head(cell: Any) -> str:
    text = str(cell or "").strip()
    first, *rest = _COLON.split(text, maxsplit=1)
    return "::".join((first.lower(), *rest))


def labels(row: Row, own: str, left: Counter[str]) -> dict[str, str]:
    """The labels by language; that of ``label`` alone is in the default language of the form."""
    found: dict[str, str] = {}
    for head, cell in row.items():
        first, _, language = head.partition("::")
        if first != "label" or not plain(cell):
            continue
        code = language_code(language or own)
        if code in found:
            left["labels in a language whose code could not be told apart, which were left out"] += 1
        found.setdefault(code, plain(cell))
    return found
