"""What a part of a banner names: one question, or several as columns inside columns."""

from __future__ import annotations

INSIDE = ">"


def levels(by: str) -> tuple[str, ...]:
    """``region > settlement``: each settlement in each region; the outermost first."""
    return tuple(part.strip() for part in by.split(INSIDE))
