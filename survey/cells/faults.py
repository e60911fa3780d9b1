"""What can be wrong with a column, whatever engine finds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.cells.encoding import is_blank, printed
from survey.cells.names import nearest_column
from survey.errors import BackendError, DataError, Problem

EXACT = 2.0**53  # above it whole numbers lose digits as floats
LARGE = "is 2^53 or more, where digits are lost,"


def absent(column: str, columns: Sequence[str], where: str = "data") -> DataError:
    """The error for a column that the data do not have."""
    return DataError([Problem(where, 0, column, "there is no such column", nearest_column(column, columns))])


def cell_less(name: str) -> BackendError:
    """The error for a row whose combination is none of the cells."""
    return BackendError("a row belongs to no cell", where=name, fix="Collapse and attach with the same keys.")


def not_a_number(column: str, word: str) -> DataError:
    """The error for a weight that is a word."""
    return DataError([Problem("data", 0, column, f"the weight is not a number: '{word}'")])


def weightless(column: str, count: int, what: str = "is empty or not a finite number") -> DataError:
    """The error for weights that cannot be used."""
    return DataError(
        [
            Problem(
                "data",
                0,
                column,
                f"the weight {what} in {count} row(s)",
                "Give every row a weight, 0 for those that should not count.",
            )
        ]
    )


def several(values: Sequence[Any], counts: Sequence[int]) -> tuple[int, list[tuple[Any, int]], int]:
    """The answer of ``Engine.repeated`` from the distinct values and how often each occurs. Values printed alike (1 and
    1.0) are one."""
    blank = sum(count for value, count in zip(values, counts, strict=True) if is_blank(value))
    often: dict[str, tuple[Any, int]] = {}
    for value, count in zip(values, counts, strict=True):
        if not is_blank(value):
            name = printed(value)
            often[name] = (value, often[name][1] + count if name in often else count)
    twice = [pair for pair in often.values() if pair[1] > 1]
    return blank, twice, len(twice)
