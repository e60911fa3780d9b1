"""Codes that may stand for no answer: apart from all other numbers, or called so between answers."""

from __future__ import annotations

from collections.abc import Hashable

from survey.cells.table.encoding import SEVERAL, as_number
from survey.scaffold.guessing.columns import Column
from survey.scaffold.guessing.told import shown
from survey.scaffold.proposal import Choice


def far(points: list[float]) -> list[float]:
    """Numbers that stand apart from all others as codes of missing answers do: below 0, or of nines and eights."""
    codes = {7, 8, 9, 77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 7777, 8888, 9997, 9998, 9999, 99999}
    low = [point for point in points if point < 0]
    usual = [point for point in points if point >= 0 and point not in codes]
    high = [point for point in points if point in codes and (not usual or _beyond(point, usual[-1]))]
    return [*low, *high] if usual and len(low) <= 4 else []


def _beyond(point: float, last: float) -> bool:
    """Whether a code stands apart from the largest answer: 7 to 9 after a gap, larger ones after a wide one."""
    return point >= last + 2 if point < 10 else point > 1.5 * last + 2


def without_label(options: dict[str, Choice], loose: set[Hashable]) -> list[float]:
    """Those of the loose codes that stand apart from all others."""
    labelled = [as_number(choice.codes[0]) for choice in options.values() if choice.missing is None and choice.codes]
    numbers = {float(str(key)) for key in loose}
    beyond = far(sorted({number for number in labelled if number is not None} | numbers))
    return [point for point in beyond if point in numbers]


def apart(column: Column, points: list[float]) -> tuple[str, ...]:
    """What to say of codes that stand apart: each that several gave, and how many others."""
    if not points:
        return ()
    often = [f"{point:g} ({column.count(point)} rows)" for point in points if column.count(point) >= SEVERAL]
    others = len(points) - len(often)
    named = [*often, *([f"{others} more of fewer than {SEVERAL} rows"] if others else [])]
    return (f"stands apart, perhaps a code for no answer: {', '.join(named)}; then write it with its missing kind",)


def between_answers(options: dict[str, Choice]) -> tuple[str, ...]:
    """Kinds of missing whose codes stand between answers, where the middle of a scale stands."""
    numbers = {name: as_number(one.codes[0]) if one.codes else None for name, one in options.items()}
    ends = [number for name, number in numbers.items() if number is not None and options[name].missing is None]
    inner = [
        name
        for name, number in numbers.items()
        if options[name].missing is not None and number is not None and ends and min(ends) < number < max(ends)
    ]
    return (f"between answers, perhaps the middle of a scale and no missing kind: {shown(inner)}",) if inner else ()
