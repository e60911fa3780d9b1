"""Display logic of Qualtrics in words: each condition carries a description of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from survey.scaffold.forms.words import plain


def shown_where(logic: Any) -> str | None:
    """Who is asked, as Qualtrics describes it; None where everybody is."""
    parts = [text for text in _described(logic, 0) if text]
    return " ".join(parts) or None


def _described(part: Any, depth: int) -> Iterator[str]:
    if not isinstance(part, dict) or depth > 6:
        return
    if "Description" in part and "LogicType" in part:
        said = plain(part["Description"]).removeprefix("If ").removeprefix("If")
        joined = str(part.get("Conjuction") or part.get("Conjunction") or "")
        yield f"{joined.lower()} {said}".strip()
        return
    for key, inner in part.items():
        if key.isdecimal() or key == "BooleanExpression":
            yield from _described(inner, depth + 1)
