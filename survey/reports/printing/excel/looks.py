"""How the cells of a workbook look, by what they are; each look is made once."""

from __future__ import annotations

from typing import Any

FONT = {"font_name": "Arial", "font_size": 10, "valign": "top"}
DARK, GREY, LINE, RED = "#1A1A1A", "#444444", "#8A8A8A", "#A32638"
PARTS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 12, "text_wrap": True, "align": "left"},
    "synthetic": {"bold": True, "font_color": "#FFFFFF", "bg_color": RED, "align": "left"},
    "link": {"font_color": "#0B4F8A", "underline": 1, "align": "left"},
    "corner": {"text_wrap": True, "align": "left", "valign": "bottom", "bottom": 1, "font_color": GREY},
    "group": {"text_wrap": True, "align": "center", "valign": "bottom", "bottom": 1, "bottom_color": LINE},
    "head": {"text_wrap": True, "align": "right", "valign": "bottom", "bottom": 1, "font_color": GREY},
    "head_wide": {"text_wrap": True, "align": "center", "valign": "bottom", "bottom": 1, "font_color": GREY},
    "head_prose": {"text_wrap": True, "align": "left", "valign": "bottom", "bottom": 1, "font_color": GREY},
    "stub": {"text_wrap": True, "align": "left"},
    "cell": {"text_wrap": True, "align": "right"},
    "letters": {"align": "right", "font_size": 9, "font_color": GREY},
    "prose": {"text_wrap": True, "align": "left"},
    "note": {"text_wrap": True, "align": "left", "font_size": 9, "font_color": GREY},
}
PARTS |= {f"{part}_line": PARTS[part] | {"text_wrap": False} for part in ("title", "note")}
ROWS: dict[str, dict[str, Any]] = {
    "missing": {"font_color": "#555555"},
    "net": {"bold": True},
    "mean": {"bold": True},
    "section": {"bold": True},
    "break": {"italic": True, "font_color": "#7A1F2E"},
    "base": {"font_size": 9, "font_color": GREY},
    "missed": {"bold": True, "font_color": "#7A1F2E", "bg_color": "#FBE3DC"},
}


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Any] = {}

    def __call__(self, part: str, row: str = "", lines: str = "", number_format: str = "") -> Any:
        """Of a ``part`` of a table, in a ``row`` of a kind; ``lines``: "left" and "top" of it. ``number_format`` "@" is
        for a text that a spreadsheet would run if somebody entered it again."""
        key = (part, row, lines, number_format)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._book.add_format(self._properties(*key))
        return found

    def _properties(self, part: str, row: str, lines: str, number_format: str) -> dict[str, Any]:
        made = {**FONT, **PARTS[part], **ROWS.get(row, {})}
        if "left" in lines:
            made |= {"left": 1, "left_color": "#C4C4C4"}
        if "top" in lines:
            made |= {"top": 1, "top_color": DARK}
        if number_format == "@":
            made["quote_prefix"] = True
        elif number_format:
            made["num_format"] = number_format
        return made
