"""Codes that may stand for no answer: apart from all other numbers, or called so between answers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from survey.cells.table.apart import apart_codes
from survey.cells.table.encoding import SEVERAL, as_number
from survey.scaffold.guessing.columns import Column
from survey.scaffold.guessing.told import as_code, shown
from survey.scaffold.proposal import Choice


def without_label(column: Column, options: dict[str, Choice], loose: Iterable[Hashable], *, scale: bool) -> list[float]:
    """Those of the loose codes that stand apart from all others, as ``apart_codes`` has it."""
    labelled = [as_number(choice.codes[0]) for choice in options.values() if choice.missing is None and choice.codes]
    numbers = {float(str(key)): column.count(key) for key in loose if as_number(key) is not None}
    return [*apart_codes(numbers, [number for number in labelled if number is not None], scale=scale)]


def as_missing(options: dict[str, Choice], points: list[float]) -> dict[str, Choice]:
    """``options`` with the codes that stand apart as no answers, which is a guess and told (``apart``)."""
    own = {name: one for name, one in options.items() if not one.codes or as_number(one.codes[0]) not in points}
    return {**own, **{f"{point:g}": Choice((as_code(point),), {}, "no_answer") for point in points}}


def apart(column: Column, points: list[float], *, taken: bool = False) -> tuple[str, ...]:
    """What to say of codes that stand apart: each that several gave, and how many others. ``taken``: as no answers."""
    if not points:
        return ()
    often = [f"{point:g} ({column.count(point)} rows)" for point in points if column.count(point) >= SEVERAL]
    others = len(points) - len(often)
    named = [*often, *([f"{others} more of fewer than {SEVERAL} rows"] if others else [])]
    said = "guessed to be that: see 'missing'" if taken else "then write it with its missing kind"
    return (f"stands apart, perhaps a code for no answer: {', '.join(named)}; {said}",)


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
