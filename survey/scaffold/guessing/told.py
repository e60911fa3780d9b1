"""What is told of answers, in short; codes as a definition writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from survey.cells.table.encoding import SEVERAL, as_number, clipped, printed
from survey.scaffold.guessing.missing_kind import several_kinds
from survey.scaffold.proposal import Choice


def choice_remarks(choices: Mapping[str, Choice]) -> tuple[str, ...]:
    """What is unsure of the kinds of missing."""
    joined = [name for name, choice in choices.items() for text in choice.label.values() if several_kinds(text)]
    return (
        (f"the label of {', '.join(joined)} names several kinds of missing answers; the first was taken",)
        if joined
        else ()
    )


def rare(counts: Iterable[int]) -> tuple[int, int]:
    """How many values fewer than ``SEVERAL`` gave, and how many rows these are."""
    few = [count for count in counts if count < SEVERAL]
    return len(few), sum(few)


def as_code(value: Any) -> int | float | str:
    """A value as a definition writes it: whole numbers without a point."""
    number = None if isinstance(value, (str, bool)) else as_number(value)
    if number is None:
        return printed(value)
    return int(number) if number == int(number) else number


def shown(names: Iterable[str], most: int = 6) -> str:
    """Some names on one line."""
    listed = [clipped(name) for name in names]
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")
