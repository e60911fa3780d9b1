"""How easily respondents are told by a set of keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.table.encoding import is_blank, printed
from survey.maths.disclosure.frequencies import GONE, Codes, any_category, combination, own_category
from survey.maths.disclosure.risk import individual_risk
from survey.releasing.record import Measures

SIZES = (2, 3, 5)  # of groups, that respondents are counted below


def key_codes(frame: Any, keys: Sequence[str]) -> Codes:
    """The columns ``keys`` as small integers; GONE where there is nothing."""
    import pandas as pd

    made = np.full((len(frame), len(keys)), GONE, dtype=np.int64)
    for place, column in enumerate(keys):
        texts = [None if is_blank(value) else printed(value) for value in frame[column].tolist()]
        made[:, place] = pd.factorize(pd.Series(texts, dtype=object), use_na_sentinel=True)[0]
    return made


def measures(codes: Codes, k: int, weights: NDArray[np.float64] | None) -> Measures:
    """Frequencies with a gone value as a value of its own; risk with one that fits each, as sdcMicro has it.
    ``weights``: how many people each respondent stands for, None where that is not known."""
    often = own_category(codes)
    risk = individual_risk(*any_category(codes, weights)) if weights is not None and len(codes) else None
    return Measures(
        n=len(codes),
        combinations=combination(codes)[1],
        smallest=int(often.min()) if len(often) else 0,
        below={size: int((often < size).sum()) for size in sorted({*SIZES, k})},
        expected=float(risk.sum()) if risk is not None else None,
        highest=float(risk.max()) if risk is not None else None,
    )


def told_by(weights: NDArray[np.float64], before: Codes, after: Codes) -> int:
    """Values taken away that the weight gives back: all others with the same weight who kept theirs have the same one.
    A weight is made of the answers that the sample was weighted by, so that it may tell one that is gone."""
    found = 0
    _, groups = np.unique(weights, return_inverse=True)
    order = np.argsort(groups, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
        for key in range(before.shape[1]):
            gone = (after[rows, key] == GONE) & (before[rows, key] != GONE)
            kept = np.unique(after[rows, key][after[rows, key] != GONE])
            if gone.any() and len(kept) == 1:
                found += int((before[rows, key][gone] == kept[0]).sum())
    return found
