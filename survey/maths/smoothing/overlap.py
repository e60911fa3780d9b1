"""Polls of one house whose days overlap asked, in part, the same people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def own_parts(house: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.float64]:
    """The part of each poll that no other poll of its house counts too, where a day that ``c`` polls have is divided by
    ``c``: 1 for a poll by itself, 1/3 for each day of a tracking poll of three days, 1/2 for a poll given twice.

    Respondents are taken to be spread evenly over the days of a poll.
    """
    part = np.ones(len(house))
    for one in np.unique(house):
        members = np.flatnonzero(house == one)
        first = start[members].min()
        low, high = start[members] - first, end[members] - first + 1
        steps = np.zeros(high.max() + 1)
        np.add.at(steps, low, 1.0)
        np.add.at(steps, high, -1.0)
        running = np.cumsum(steps)
        shares = np.concatenate([[0.0], np.cumsum(np.where(running > 0, 1 / np.maximum(running, 1), 0.0))])
        part[members] = (shares[high] - shares[low]) / (high - low)
    return part


def overlapping(house: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which polls share a day with one of their house that ended before them (on the same day: stands before them)."""
    order = np.argsort(end, kind="stable")
    found = np.zeros(len(house), bool)
    last: dict[int, int] = {}
    for at in order:
        key = int(house[at])
        found[at] = key in last and start[at] <= last[key]
        last[key] = int(end[at])
    return found
