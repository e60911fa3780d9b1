"""A cell of a workbook as a reader sees it."""

from __future__ import annotations

import re
from typing import Any

from survey.wording.rounding import fixed

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_DIGITS = re.compile(r"[0#?](?:\.([0#?]+))?")


def as_shown(value: Any, number_format: str | None) -> str:
    """``value`` in its number format: percent, and as many decimals as the format writes; other values as they are.

    A format that says nothing of decimals ("General") shows the number as short as it is."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    style = _QUOTED.sub("", (number_format or "General").split(";")[0])
    found = _DIGITS.search(style)
    percent = "%" in style
    scaled = 100 * value if percent else value
    shown = fixed(scaled, len(found[1] or "")) if found else f"{scaled:.15g}"
    return f"{shown}%" if percent else shown
