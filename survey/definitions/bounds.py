"""How a figure that is printed as a limit or as about is marked, and on which side of it the true one lies."""

from __future__ import annotations

from survey.definitions.records.values import LOWER_BOUNDS, UPPER_BOUNDS


def bound_sign(qualifier: str) -> str:
    """What stands before a published figure: ``>`` for more than, ``<`` for less than, ``≈`` for about."""
    if qualifier in ("", "exact"):
        return ""
    signs = {"at least": "≥", "at most": "≤"}
    if qualifier in LOWER_BOUNDS:
        return signs.get(qualifier, ">")
    if qualifier in UPPER_BOUNDS:
        return signs.get(qualifier, "<")
    return "≈"


def bound_side(qualifier: str) -> int:
    """1 for a figure that is only a lower limit, -1 for an upper limit, 0 for a figure."""
    return int(qualifier in LOWER_BOUNDS) - int(qualifier in UPPER_BOUNDS)
