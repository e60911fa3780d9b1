"""Several columns in memory as one column of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from survey.cells.table.column import Coded, distinct_values
from survey.cells.table.joined import BETWEEN, text_of


def joined_texts(columns: Sequence[Any]) -> Coded:
    """For each row the texts of ``columns``, ``BETWEEN`` between, "" for an empty cell.

    Each text is made once for each combination of values that occurs, not for each row.
    """
    places, texts = [], []
    row = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        place, found = distinct_values(column)
        places.append(place)
        texts.append(np.array([*map(text_of, found), ""], dtype=object))  # place -1, the last, is empty
        row = distinct_values(row * (len(found) + 1) + place + 1)[0]  # numbered anew, so that it stays small
    first = np.zeros(row.max(initial=-1) + 1, dtype=np.int64)
    first[row[::-1]] = np.arange(len(row))[::-1]
    parts = [text[place[first]].tolist() for text, place in zip(texts, places, strict=True)]
    known: dict[str, int] = {}  # 1 and "1" of a column of mixed values are written alike
    made = [known.setdefault(BETWEEN.join(one), len(known)) for one in zip(*parts, strict=True)]
    return Coded(np.array(made, dtype=np.int64)[row], list(known))
