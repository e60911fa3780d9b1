"""Labels beside the ends of lines, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence

from survey.plots.sheet.lettering import widest, wrap

ROOM, MOST = 0.23, 0.4  # of the page that the labels take; where a word needs more


def spread(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Middles of labels as near as can be to ``wanted``, in the same order from top to bottom, inside 0 and ``room``.

    Where all of them are higher than ``room`` they go on below it.
    """
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    found = list(wanted)
    edge = 0.0
    for place in order:
        found[place] = max(wanted[place], edge + heights[place] / 2)
        edge = found[place] + heights[place] / 2
    edge = max(room, sum(heights))
    for place in reversed(order):
        found[place] = min(found[place], edge - heights[place] / 2)
        edge = found[place] - heights[place] / 2
    return found


def wrapped_aside(texts: Sequence[str], page: float, size: float) -> list[list[str]]:
    """Lines of each label: no wider than ``ROOM`` of a ``page`` of millimetres, or than the longest word, which is
    parted only where it is wider than ``MOST``."""
    longest = widest([word for text in texts for word in text.split(" ")], size)
    room = min(max(ROOM * page, longest), MOST * page)
    return [wrap(text, room, size) for text in texts]
