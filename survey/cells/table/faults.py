"""What can be wrong with a column, whatever engine finds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from survey.cells.table.encoding import is_blank, printed
from survey.cells.table.names import nearest_column
from survey.cells.table.own_words import as_shown, quoted_apart
from survey.cells.table.summary import Summary
from survey.errors import BackendError, DataError, Problem

EXACT = 2.0**53  # above it whole numbers lose digits as floats
LARGE = "is 2^53 or more, where digits are lost,"
LEAST = 2.0**-53  # of the mean: squares of much smaller weights, and sums of them, are rounded to 0
TINY = "is so small that squares are lost (below 2^-53 on average)"
APART = 2.0**26  # the square of one weight is 2^52 times the other's: beside it the other's has no digit left
ALONE = "is 2^26 times that of most others, beside which these lose their digits,"


class UnreadableError(DataError):
    """Data that cannot be read; ``why``: what the reader of the format or the engine said."""

    def __init__(self, file: str, why: str, fix: str = "", what: str = "cannot be read") -> None:
        self.why = why
        super().__init__([Problem(file, 0, "", f"{what}: {quoted_apart(why)}", fix)])


def absent(column: str, columns: Sequence[str], where: str = "data") -> DataError:
    """The error for a column that the data do not have."""
    return DataError([Problem(where, 0, column, "there is no such column", nearest_column(column, columns))])


def cell_less(name: str) -> BackendError:
    """The error for a row whose combination is none of the cells."""
    return BackendError("a row belongs to no cell", where=name, fix="Collapse and attach with the same keys.")


def not_a_number(column: str, word: str) -> DataError:
    """The error for a weight that is a word."""
    return DataError([Problem("data", 0, column, f"the weight is not a number: '{as_shown(word)}'")])


def weightless(
    column: str,
    count: int,
    what: str = "is empty or not a finite number",
    fix: str = "Give every row a weight, 0 for those that should not count.",
) -> DataError:
    """The error for weights that cannot be used."""
    return DataError([Problem("data", 0, column, f"the weight {what} in {count} row(s)", fix)])


def size_faults(seen: Summary, at_least: Callable[[float], int]) -> list[tuple[str, int, str]]:
    """Weights too large or too small for their squares to be added: what they are, in how many rows, what to do.
    ``at_least``: in how many rows the weight is that large. The scale itself says nothing; beside each other most of
    the weights must keep their digits."""
    if not seen.n:
        return []
    if seen.maximum >= EXACT:
        return [(LARGE, at_least(EXACT), "Divide it by a constant.")]
    if seen.maximum > APART * seen.minimum:
        large = at_least(seen.maximum / APART)
        if 2 * (seen.n - large) > seen.n:
            return [(ALONE, large, "Look for a wrong column, or a number that stands for missing.")]
    return [(TINY, seen.n, "Multiply it by a constant.")] if seen.total / seen.n < LEAST else []


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
