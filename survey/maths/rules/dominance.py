"""Whether a few answers make most of a mean or a total, so that it tells them."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

EXACT = 1e-12


def dominated(values: NDArray[np.float64], n: int, k: float, p: float) -> Literal["", "n_k", "p"]:
    """The rule that ``values``, answers behind a mean or a total, break; "" for none.

    (n,k): the ``n`` largest make more than ``k`` percent of their sum. p%: what is left of the sum without the two
    largest is less than ``p`` percent of the largest, so that who gave the second largest works it out to within that.
    Sizes are taken without their signs. Hundepool et al. (2012), Statistical Disclosure Control, 4.2.2; Green, Ritchie
    and Smith (2021), ACRO, whose limits are (2, 90 %) and 10 %.
    """
    sizes = np.sort(np.abs(values))[::-1]
    total = float(sizes.sum())
    if not total > 0:
        return ""
    slack = EXACT * total  # exactly k percent is no more than k, whatever the last bit of the sums
    if sizes[:n].sum() > k / 100 * total + slack:
        return "n_k"
    return "p" if total - sizes[:2].sum() < p / 100 * sizes[0] - slack else ""
