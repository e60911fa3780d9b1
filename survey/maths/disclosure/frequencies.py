"""How many respondents share a row's combination of keys, in the sample and by their weights in the population."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]  # (rows, keys): a small integer a value; GONE for a value that is not there
GONE = -1


def combination(codes: Codes) -> tuple[NDArray[np.int64], int]:
    """A number for each row's combination of keys, from 0, and how many there are."""
    if not codes.shape[1]:
        return np.zeros(len(codes), dtype=np.int64), min(len(codes), 1)
    found, place = np.unique(codes, axis=0, return_inverse=True)
    return place.reshape(-1), len(found)


def own_category(codes: Codes) -> NDArray[np.int64]:
    """How many rows have the same combination, a value that is not there being a value of its own: f_k of sdcMicro's
    ``alpha = 0`` where nothing is missing, and what is asked here of a file that is released (a row whose region was
    taken away is hidden only by others whose region was)."""
    place, count = combination(codes)
    return np.bincount(place, minlength=count)[place]


def any_category(codes: Codes, weights: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """f_k and F_k of ``freqCalc`` of sdcMicro: how many rows fit each row's combination, and the sum of their weights;
    a value that is not there fits each."""
    place, count = combination(codes)
    rows = np.zeros((count, codes.shape[1]), dtype=np.int64)
    rows[place] = codes
    n = np.bincount(place, minlength=count)
    total = np.bincount(place, weights=weights, minlength=count)
    gaps = (rows == GONE).any(axis=1)
    f, big_f = n.astype(np.int64), total.astype(float)
    for one in np.flatnonzero(gaps):  # a pair fits where each key is the same, or gone in one of them
        fits = ((rows == rows[one]) | (rows == GONE) | (rows[one] == GONE)).all(axis=1)
        f[one], big_f[one] = n[fits].sum(), total[fits].sum()
        whole = fits & ~gaps
        f[whole] += n[one]
        big_f[whole] += total[one]
    return f[place], big_f[place]


def unique_by(codes: Codes, most: int) -> dict[tuple[int, ...], int]:
    """For each combination of at most ``most`` keys, and all: how many rows are alone with theirs; a row that lacks one
    of the values is not alone by it."""
    keys = range(codes.shape[1])
    sizes = sorted({*range(1, min(most, len(keys)) + 1), len(keys)})
    found = {}
    for size in sizes:
        for chosen in combinations(keys, size):
            part = codes[:, list(chosen)]
            there = (part != GONE).all(axis=1)
            found[chosen] = int((own_category(part[there]) == 1).sum())
    return found
