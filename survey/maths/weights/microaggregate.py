"""Weights of which no respondent has one of his own."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array


def microaggregated(values: Array, least: int) -> Array:
    """``values``, each replaced by the mean of a group of ``least`` or more that follow each other in size (the last
    group takes what is left): their sum stays, and the smallest and largest are those of so many. Fewer than ``least``
    are one group. Defays and Nanopoulos (1993); Hundepool et al. (2012), 3.6; sdcMicro: ``microaggregation``,
    ``method = "onedims"``."""
    order = np.argsort(values, kind="stable")
    size = len(values)
    group = np.minimum(np.arange(size) // max(least, 1), max(size // max(least, 1) - 1, 0))
    sums = np.bincount(group, values[order])
    made = np.empty(size)
    made[order] = (sums / np.bincount(group))[group] if size else 0.0
    return made
