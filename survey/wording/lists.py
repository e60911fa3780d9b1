"""How several things are written one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from survey.wording.message import message
from survey.wording.worded import Joined, Part, joined


def listed(parts: Iterable[Part]) -> Joined:
    """Parts as a reader lists them: "a, b and c"."""
    found = tuple(parts)
    if len(found) < 2:
        return joined(found)
    return joined((joined(found[:-1], ", "), found[-1]), message("general.and"))


def either(parts: Iterable[Part]) -> Joined:
    """Parts of which one is meant: "a or b"."""
    return joined(parts, message("general.or"))
