"""Several columns in memory as one column of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from survey.cells.table.joined import BETWEEN, text_of


def joined_texts(columns: Sequence[Any]) -> Any:
    """A categorical pandas Series: for each row the texts of ``columns``, ``BETWEEN`` between, "" for an empty cell.

    Each text is made once for each combination of values that occurs, not for each row.
    """
    import pandas as pd

    places, texts = [], []
    row = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        place, found = pd.factorize(pd.Series(column), use_na_sentinel=True)
        places.append(place)
        texts.append(np.array([*map(text_of, found), ""], dtype=object))  # place -1, the last, is empty
        row = pd.factorize(row * (len(found) + 1) + place + 1)[0]  # numbered anew, so that it stays small
    first = np.zeros(row.max(initial=-1) + 1, dtype=np.int64)
    first[row[::-1]] = np.arange(len(row))[::-1]
    parts = [text[place[first]].tolist() for text, place in zip(texts, places, strict=True)]
    made, distinct = pd.factorize(np.array([BETWEEN.join(one) for one in zip(*parts, strict=True)], dtype=object))
    return pd.Series(pd.Categorical.from_codes(made[row], list(distinct)))
