"""What samples share, in a sentence."""

from __future__ import annotations

from survey.cells.shared.ties import Tie
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


def tie_text(made: Tie) -> Text:
    """Whether the samples share persons or PSUs, how many, and what is done about it."""
    linked = made.linked
    if linked is None:
        return message(f"cells.{made.known}")
    parts = []
    if linked.same:
        parts.append(message("cells.persons", same=linked.same, of=_sizes(linked.persons)))
    if linked.same_psus:
        parts.append(message("cells.psus", same=linked.same_psus, of=_sizes(linked.psus)))
    if linked.moved:
        parts.append(message("cells.moved", moved=linked.moved))
    if made.numbered:
        parts.append(message("cells.rows"))
    return joined(parts, " ")


def _sizes(counts: tuple[int | None, ...]) -> str:
    """How many each sample has; once where they are as many."""
    known = [str(count) for count in counts if count is not None]
    return known[0] if len(set(known)) == 1 else " / ".join(known)
