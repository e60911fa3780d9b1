"""Which printed figures so many respondents, or respondents of such weights, can give."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import EstimationError
from survey.maths.granularity.printed import CUTTINGS, Cutting
from survey.maths.granularity.reachable import reachable
from survey.maths.granularity.weighted import reachable_weighted
from survey.words import nearest


def granularity(
    figures: Sequence[str | float],
    n: int | None = None,
    *,
    items: int = 1,
    percent: bool = False,
    decimals: int | None = None,
    rounding: Cutting = "nearest",
    weights: ArrayLike | None = None,
) -> NDArray[np.bool_]:
    """Which printed figures ``n`` respondents can give (GRIM), one answer a figure.

    A mean of whole numbers is a whole number over ``n`` (``items``: whole-number answers that a score averages), a
    percentage (``percent``) a hundredth of one. Figures are texts where zeros at the end count ("5.20"); ``decimals``
    says how many digits all have. ``rounding``: ``nearest`` (halves either way), ``half_up``, ``half_even``, ``cut``,
    or ``any`` of them. With ``weights``, the respondents' own, percentages for which interval arithmetic leaves no room
    are False; True then is no proof. Where the weights are not known, False says only that it needs weights.
    R: ``scrutiny::grim``. Source: Brown & Heathers (2017), *Social Psychological and Personality Science* 8, 363-369.

    Raises ``EstimationError`` for figures that are no numbers, and without ``n`` and ``weights``.

    >>> survey.granularity(["5.20", "5.21"], n=28)
    array([False,  True])
    """
    if rounding not in CUTTINGS:
        raise EstimationError(f"no rounding '{rounding}'", where="granularity", fix=nearest(rounding, CUTTINGS))
    try:
        if items < 1 or (decimals is not None and decimals < 0):
            raise ValueError(f"items = {items} and decimals = {decimals} are none")
        if weights is not None:
            own = np.asarray(weights, dtype=float)
            if not percent or n is not None or items != 1:
                raise ValueError("weights are for percentages, and stand in place of n and items")
            if not (own.size and np.isfinite(own).all() and (own >= 0).all() and own.sum() > 0):
                raise ValueError("weights must be numbers from 0 on, not all 0")
            return reachable_weighted(figures, weights, percent=percent, decimals=decimals, rounding=rounding)
        if n is None or n < 1:
            raise ValueError("a number of respondents, or their weights, is needed")
        return reachable(figures, n, items=items, percent=percent, decimals=decimals, rounding=rounding)
    except (ValueError, ArithmeticError) as error:
        raise EstimationError(str(error), where="granularity", fix="Give figures such as '5.20', and n.") from None
