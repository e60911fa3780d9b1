"""A column in memory as level codes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.table.column import distinct_values
from survey.cells.table.encoding import Encoding
from survey.cells.table.matching import counted, match
from survey.definitions.records.question import Question

CHUNK = 1 << 16  # rows at a time: what is made for each of them stays in the processor's cache
WIDE = 1 << 16  # whole numbers that lie within a span of this are looked up in a table


def encode(values: Any, question: Question) -> tuple[NDArray[Any], Encoding]:
    """Level codes of a column in row order, and how they were found.

    ``values``: an array, a pandas Series or a coded column, (n,). Codes are the smallest integers that hold the levels.
    """
    array = _array(values)
    span = _span(array) if array is not None else None
    if array is None or span is None:
        places, distinct = distinct_values(values)
        often = np.bincount(places + 1, minlength=len(distinct) + 1)[1:]
        codes, encoding = match(distinct, question)
        table = np.full(len(distinct) + 1, len(encoding.levels) - 2, dtype=_small(len(encoding.levels)))
        table[: len(distinct)] = codes  # place -1, the last, is blank
        return table[places], counted(encoding, distinct, codes, often, len(values))
    # whole numbers of a narrow span are their own places, which is several times faster than looking for them
    low, width = span
    count = np.zeros(width + 1, dtype=np.int64)
    parts = [slice(start, start + CHUNK) for start in range(0, len(array), CHUNK)]
    for part in parts:
        count += np.bincount(_from(array[part], low, width), minlength=width + 1)
    slots = np.flatnonzero(count[:width])
    numbers = [int(slot) + low for slot in slots]
    codes, encoding = match(numbers, question)
    table = np.full(width + 1, len(encoding.levels) - 2, dtype=_small(len(encoding.levels)))  # the last slot is blank
    table[slots] = codes
    made = np.empty(len(array), dtype=table.dtype)
    for part in parts:
        np.take(table, _from(array[part], low, width), out=made[part], mode="clip")
    return made, counted(encoding, numbers, codes, count[slots], len(array))


def _array(values: Any) -> NDArray[Any] | None:
    """The array behind a column of numbers; None for any other."""
    if isinstance(getattr(values, "dtype", None), np.dtype):
        return np.asarray(values)
    return None


def _small(levels: int) -> Any:
    return np.int8 if levels < 128 else np.int16 if levels < 32768 else np.int32


def _span(array: NDArray[Any]) -> tuple[int, int] | None:
    """The least value and how many follow it, if all that are not NaN are whole numbers of a narrow span."""
    if array.dtype.kind not in "iuf" or not len(array):
        return None
    if array.dtype.itemsize == 1:
        return (0, 256) if array.dtype.kind == "u" else (-128, 256)
    float_ = array.dtype.kind == "f"
    low, high = (np.fmin.reduce(array), np.fmax.reduce(array)) if float_ else (array.min(), array.max())
    if not (math.isfinite(low) and math.isfinite(high)) or float(high) - float(low) >= WIDE or abs(low) >= 2**52:
        return None
    if float_:
        for start in range(0, len(array), CHUNK):
            part = array[start : start + CHUNK]
            if not ((part == np.rint(part)) | np.isnan(part)).all():
                return None
    low, high = int(low), int(high)
    return (0, high + 1) if 0 <= low and high < WIDE else (low, high - low + 1)


def _from(array: NDArray[Any], low: int, width: int) -> NDArray[np.int64]:
    """Distances from ``low``; ``width`` for NaN."""
    if array.dtype.kind == "f":
        array = np.where(np.isnan(array), low + width, array)
    index = array.astype(np.int64, copy=False)
    return index if low == 0 else index - low
