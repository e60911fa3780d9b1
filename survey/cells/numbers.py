"""Columns as numbers: weights, sizes, and columns of a text file that hold numbers only."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.encoding import as_number, is_blank, printed

# A number written the one usual way, so that text and number name the same answer: no 01, +1, 1.50 or 1e3.
# Only fractions may have an exponent, as programs write small weights: 1E5 is a code.
_PLAIN = re.compile(r"-?(0|[1-9]\d{0,14})(\.(0+|\d*[1-9]))?|-?\d(\.\d+)?[eE]-\d{1,3}")
_COMMA = re.compile(r"-?(0|[1-9]\d{0,14})(,\d+)?")
# "1,5" may be two answers; "0,87" and "1,105" are one number
_SURELY_COMMA = re.compile(r"-?0,\d+|-?\d+,\d{3,}")


def as_floats(values: Any) -> tuple[NDArray[np.float64], list[str]]:
    """A column as floats, NaN where a cell is empty or no number; and the distinct values that are no numbers."""
    array = np.asarray(values)
    if array.dtype.kind in "iufb":
        return array.astype(np.float64, copy=False), []
    import pandas as pd

    places, distinct = pd.factorize(pd.Series(values), use_na_sentinel=True)
    known = [as_number(value) for value in distinct]
    words = [
        printed(value) for value, number in zip(distinct, known, strict=True) if number is None and not is_blank(value)
    ]
    table = np.array([np.nan if number is None else number for number in known] + [np.nan])  # place -1: empty
    return table[places], words


def numbers_of_texts(texts: Any, *, decimal_commas: bool = False) -> tuple[Any, bool]:
    """A column of texts as numbers, if each is written the one usual way (``01`` is not, so codes with leading zeros
    stay as they are), else unchanged; and whether it had decimal commas.

    Decimal commas are looked for where ``decimal_commas``, and believed where a value cannot be two answers in one
    cell (``0,87``; ``1,105``).
    """
    import pandas as pd

    places, found = pd.factorize(texts, use_na_sentinel=True)
    distinct = np.asarray(found, dtype=object).tolist()
    given = [text for text in distinct if text.strip()]
    if not given:
        return texts, False
    commas = False
    if not all(_PLAIN.fullmatch(text) for text in given):
        commas = (
            decimal_commas
            and all(_COMMA.fullmatch(text) for text in given)
            and any(_SURELY_COMMA.fullmatch(text) for text in given)
        )
        if not commas:
            return texts, False
    table = np.array([float(text.replace(",", ".")) if text.strip() else np.nan for text in distinct] + [np.nan])
    numbers = table[places]
    if not np.isnan(numbers).any() and (numbers == np.round(numbers)).all():
        numbers = numbers.astype(np.int64)
    return pd.Series(numbers, index=texts.index, name=texts.name), commas
