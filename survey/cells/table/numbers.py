"""Columns as numbers: weights, sizes, and columns of a text file that hold numbers only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.table.column import Coded, distinct_values
from survey.cells.table.encoding import as_number, is_blank, printed

# A number written the one usual way, so that text and number name the same answer: no 01, +1, 1.50 or 1e3.
# Only fractions may have an exponent, as programs write small weights: 1E5 is a code.
_PLAIN = re.compile(r"-?(0|[1-9]\d{0,14})(\.(0+|\d*[1-9]))?|-?\d(\.\d+)?[eE]-\d{1,3}")
_COMMA = re.compile(r"-?(0|[1-9]\d{0,14})(,\d+)?")
# "1,5" may be two answers; "0,87" and "1,105" are one number
_SURELY_COMMA = re.compile(r"-?0,\d+|-?\d+,\d{3,}")


def as_floats(values: Any) -> tuple[NDArray[np.float64], list[str]]:
    """A column as floats, NaN where a cell is empty or no number; and the distinct values that are no numbers."""
    array = None if isinstance(values, Coded) else np.asarray(values)
    if array is not None and array.dtype.kind in "iufb":
        return array.astype(np.float64, copy=False), []
    places, distinct = distinct_values(values)
    known = [as_number(value) for value in distinct]
    words = [
        printed(value) for value, number in zip(distinct, known, strict=True) if number is None and not is_blank(value)
    ]
    table = np.array([np.nan if number is None else number for number in known] + [np.nan])  # place -1: empty
    return table[places], words


class DecimalMark:
    """What the texts of a column, which come part by part, show of its decimal mark. ``commas``: all are numbers with
    decimal commas, and one of them cannot be two answers in one cell (``0,87``; ``1,105``). ``mark``: "," or "." where
    all of them are numbers with such a mark, else ""."""

    def __init__(self) -> None:
        self._comma = self._point = True  # all so far are numbers written so
        self._sure = False
        self._marks: set[str] = set()

    def add(self, texts: Iterable[str]) -> None:
        """Look at further texts."""
        if not (self._comma or self._point):
            return
        for text in texts:
            if text and text.strip():
                self._comma &= _COMMA.fullmatch(text) is not None
                self._point &= _PLAIN.fullmatch(text) is not None
                self._sure |= _SURELY_COMMA.fullmatch(text) is not None
                self._marks |= {mark for mark in ",." if mark in text}
                if not (self._comma or self._point):
                    return

    @property
    def commas(self) -> bool:
        return self._comma and self._sure

    @property
    def mark(self) -> str:
        return "," if self._comma and "," in self._marks else "." if self._point and "." in self._marks else ""


def file_mark(columns: Iterable[DecimalMark]) -> str:
    """The decimal mark of a whole file: a comma where a column has it and none has points."""
    marks = {column.mark for column in columns}
    return "," if "," in marks and "." not in marks else "."


def numbers_of_texts(texts: Coded, *, commas: bool = False) -> Coded | NDArray[Any]:
    """A column of texts as numbers, NaN for blanks, if each is written the one usual way (``01`` is not, so codes with
    leading zeros stay as they are), else unchanged. ``commas``: it has decimal commas (``DecimalMark.commas``)."""
    given = [text for text in texts.values if text.strip()]
    if not given or not (commas or all(_PLAIN.fullmatch(text) for text in given)):
        return texts
    numbers = np.array([float(text.replace(",", ".")) if text.strip() else np.nan for text in texts.values])
    if not np.isnan(numbers).any() and (numbers == np.round(numbers)).all():
        numbers = numbers.astype(np.int64)
    return numbers[texts.places]
