"""What a part of a banner names: one question, or several as columns inside columns."""

from __future__ import annotations

INSIDE = ">"


def levels(by: str) -> tuple[str, ...]:
    """``region > settlement``: each settlement in each region; the outermost first."""
    parts = [part.strip() for part in by.split(INSIDE)]
    names = all(not part or part[0].isalpha() for part in parts)  # a column may be called ``x>1``
    return tuple(parts) if names else (by,)
