"""P-values of several tests, raised so that all of them can be read together."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import EstimationError
from survey.words import nearest

Adjustment = Literal["holm", "bonferroni", "bh"]
ADJUSTMENTS: tuple[str, ...] = get_args(Adjustment)


def adjust_p(p: ArrayLike, method: Adjustment = "holm") -> NDArray[np.float64]:
    """Adjusted p-values, in the order and shape given (R: ``p.adjust``; Stata: ``qqvalue``; SAS: ``PROC MULTTEST``).

    ``m`` is the number of p-values that are not NaN (those stay NaN); ``k`` the place of one among them, smallest
    first.

    * ``bonferroni``: ``min(1, m p)``: the chance of one false finding or more is at most the level;
    * ``holm``: the largest of ``min(1, (m - k + 1) p)`` up to its own place: the same promise, and never larger (Holm
      1979, Scandinavian J. of Statistics 6, 65-70);
    * ``bh``: the smallest of ``min(1, m p / k)`` from its own place on: the share of false findings among the findings
      is at most the level (Benjamini & Hochberg 1995, JRSS B 57, 289-300; independent or positively dependent tests).

    The tests are those that would have been read as findings, not only those that are printed. Raises
    ``EstimationError`` for another method or a number that is no p-value."""
    if method not in ADJUSTMENTS:
        raise EstimationError(f"unknown adjustment '{method}'", where="adjust_p", fix=nearest(method, ADJUSTMENTS))
    try:
        given = np.asarray(p, dtype=float)
    except (TypeError, ValueError):
        raise EstimationError("p-values are numbers", where="adjust_p", fix="Give result.p_value.") from None
    live = ~np.isnan(given)
    values = given[live]
    if ((values < 0) | (values > 1)).any():
        raise EstimationError("a p-value lies between 0 and 1", where="adjust_p", fix="Give p-values, not statistics.")
    m = values.size
    order = np.argsort(values, kind="stable")
    ranked, place = values[order], np.arange(1, m + 1)
    if method == "bonferroni":
        made = m * ranked
    elif method == "holm":
        made = np.maximum.accumulate((m - place + 1) * ranked)
    else:
        made = np.minimum.accumulate((m * ranked / place)[::-1])[::-1]
    found = given.copy()
    back = np.empty(m)
    back[order] = np.minimum(made, 1.0)
    found[live] = back
    return found
