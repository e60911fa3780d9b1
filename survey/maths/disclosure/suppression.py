"""Local suppression: values taken away so that no row of keys is shared by fewer than k."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from survey.maths.disclosure.frequencies import GONE, Codes, combination, own_category


def suppressed(codes: Codes, k: int) -> Codes:
    """``codes`` with values taken away (GONE) until each row has the same combination, gone values included, as
    ``k − 1`` others at least. The last keys lose theirs first. Rows in another order lose the same.

    Rows that are shared by fewer are put together by ever fewer keys: what k of them have in common without the last
    key, then without the one before it, then two keys, and so on. Those left at the end, who have nothing in common
    with k, lose all; where they are fewer than k, the smallest combination that can spare the rest helps out (or
    is taken in whole). Fewer than k rows altogether lose all.
    """
    made = codes.copy()
    open_ = own_category(made) < k
    for gone in _sets(codes.shape[1]):
        rows = np.flatnonzero(open_)
        if not len(rows):
            return made
        tried = made[rows]
        tried[:, gone] = GONE
        closed = made[~open_]
        both = np.vstack([tried, closed])  # also with those that lost the same keys before
        settled = own_category(both)[: len(rows)] >= k
        made[rows[settled]] = tried[settled]
        open_[rows[settled]] = False
    return _rest(made, open_, k)


def _sets(keys: int) -> Iterator[list[int]]:
    """Which keys to do without: few before many, the last before the first."""
    for size in range(1, keys + 1):
        yield from sorted((list(chosen) for chosen in combinations(range(keys), size)), reverse=True)


def _rest(made: Codes, open_: NDArray[np.bool_], k: int) -> Codes:
    """The rows that nothing joins: they lose all, with as many of another combination as they need."""
    left = np.flatnonzero(open_)
    made[left] = GONE
    if not len(left) or len(made) <= k:
        made[left if len(made) > k else slice(None)] = GONE
        return made
    place, count = combination(made)
    sizes = np.bincount(place, minlength=count)
    own = place[left[0]]
    need = k - int(sizes[own])
    if need <= 0:
        return made
    sizes[own] = 0
    spare = np.flatnonzero(sizes >= k + need)
    whole = np.flatnonzero(sizes > 0)
    taken = spare[np.argmin(sizes[spare])] if len(spare) else whole[np.argmin(sizes[whole])]
    rows = np.flatnonzero(place == taken)
    made[rows[:need] if len(spare) else rows] = GONE
    return made
