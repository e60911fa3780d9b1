"""Types of questions of an XLSForm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LEFT_OUT = "rows of other types (notes, places, pictures, sounds, calculations, meta data), which were left out"
_ONE = ("select_one", "select1", "select_one_from_file", "select_one_external")
_SEVERAL = ("select_multiple", "select_multiple_from_file", "select")
_PLAIN: dict[str, Literal["number", "text", "date"]] = {
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "range": "number",
    "text": "text",
    "string": "text",
    "barcode": "text",
    "date": "date",
    "datetime": "date",
    "time": "text",
}


@dataclass(frozen=True)
class Typed:
    """What a type says: kind, list of choices, whether "other" was added to it."""

    kind: Literal["single", "multiple", "number", "text", "date"]
    list_name: str = ""
    other: bool = False
    note: str = ""


def typed(written: str) -> Typed | None:
    """``select_one list or_other`` and the like; None for what is no question to a respondent."""
    words = written.split()
    first = words[0].lower()
    if first == "select" and len(words) > 2 and words[1].lower() in ("one", "multiple"):  # "select one from list"
        first, words = f"select_{words[1].lower()}", [words[0], *words[-1:]] if words[2] == "from" else words[1:]
    other = words[-1].lower() == "or_other"
    if first in _ONE or first in _SEVERAL:
        list_name = words[1] if len(words) > 1 else ""
        return Typed("single" if first in _ONE else "multiple", list_name, other)
    if first == "rank" and len(words) > 1:
        return Typed("multiple", words[1], other, "a ranking: the answers stand in their order")
    if first == "acknowledge":
        return Typed("single", note="OK where it was acknowledged")
    if first == "today":
        return Typed("date")
    return Typed(_PLAIN[first]) if first in _PLAIN else None
