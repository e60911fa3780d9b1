"""Households or PSUs whose members get one weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.errors import WeightingError
from survey.maths.places import spans
from survey.weighting.margins.prepared import Prepared
from survey.wording.message import message
from survey.words import BLANK, Text


@dataclass(frozen=True)
class Units:
    """``unit``: of each cell its unit; ``means``: (units, auxiliaries), over the members who count."""

    unit: NDArray[np.int64]
    means: Array
    notes: tuple[Text, ...]

    def sums(self, values: Array) -> Array:
        """Of each unit the sum over its cells."""
        return np.bincount(self.unit, values, minlength=len(self.means)).astype(float)


def units_of(ready: Prepared, x: Array, within: Sequence[str]) -> Units:
    """The units that the crossing of the keys ``within`` makes, with the means of ``x`` over their members.

    The cells must have the base weight among their keys where it differs, so that who has a base weight of 0 stands
    apart. Raises ``WeightingError`` where a respondent who counts has no unit; a unit whose members have different base
    weights is counted in the notes.
    """
    cells = ready.cells
    count = cells.respondents.astype(float)
    for key in within:
        levels = cells.levels[cells.keys.index(key)]
        lost = int(cells.respondents[cells.key(key) == levels.index(BLANK)].sum()) if BLANK in levels else 0
        if lost:
            raise WeightingError(
                f"{lost} respondent(s) belong to no unit", where=key, fix="Give each a unit, if need be one of his own."
            )
    _, unit = np.unique(cells.flat(within), return_inverse=True)
    unit = unit.reshape(-1).astype(np.int64)
    units = int(unit.max(initial=-1)) + 1
    size = np.bincount(unit, count, minlength=units)
    sums = np.stack([np.bincount(unit, count * column, minlength=units) for column in x.T], axis=1)
    means = np.divide(sums, size[:, None], out=np.zeros_like(sums), where=size[:, None] > 0)
    each = np.divide(cells.sum_w, count, out=np.zeros_like(count), where=count > 0)
    live = count > 0
    low, high = spans(each[live], unit[live], units)
    uneven = int((high > low * (1 + 1e-12)).sum())
    notes = (message("data.uneven_units", count=uneven),) if uneven else ()
    return Units(unit, means, notes)
