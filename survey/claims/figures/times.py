"""Words for a multiple ("twice as many", "nearly tripled", "fell by a quarter") as a stated number."""

from __future__ import annotations

from survey.claims.figures.amounts import StatedAmount, amounts
from survey.phrases.times import read_multiple
from survey.wording.message import message


def read_times(text: str) -> StatedAmount | None:
    """The multiple that the words name; None where they are not known."""
    found = read_multiple(text)
    if found is None:
        return None
    said = message("claims.said_multiple", phrase=text, span=amounts(found.allowed, "times"))
    return StatedAmount(said, found.nominal, found.allowed, found.limit)
