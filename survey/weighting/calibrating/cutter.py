"""Weights cut to limits that are multiples of their mean."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.definitions.records.study import Trim
from survey.errors import WeightingError
from survey.maths.weights.trimming import trim_weights
from survey.weighting.margins.prepared import Prepared


class Cutter:
    """The limits of ``trim`` in the unit of the weights. ``each``: base weight of a respondent of each cell.

    Raises ``WeightingError`` for limits that leave out the mean weight."""

    def __init__(self, ready: Prepared, trim: Trim | None, each: Array) -> None:
        self.trim, self.each = trim, each
        self.low, self.high = -np.inf, np.inf
        self.limits: tuple[float | None, float | None] | None = None
        if trim is None or (trim.lower is None and trim.upper is None):
            return
        mean = ready.total / ready.cells.respondents.sum()
        self.limits = (trim.lower, trim.upper)
        self.low = -np.inf if trim.lower is None else trim.lower * mean
        self.high = np.inf if trim.upper is None else trim.upper * mean
        if self.low >= mean or self.high <= mean:
            raise WeightingError(
                f"trim limits {self.limits} leave out the mean weight, 1",
                where="weighting.trim",
                fix="lower must be below 1 and upper above 1.",
            )

    def cut(self, factor: Array, count: Array) -> tuple[Array, NDArray[np.bool_]]:
        """Factors after trimming, and which were cut."""
        if self.limits is None or self.trim is None:
            return factor, np.zeros(len(factor), dtype=bool)
        weight = self.each * factor
        try:
            cut, was = trim_weights(weight, self.low, self.high, count=count, strict=self.trim.strict)
        except ValueError as error:
            raise WeightingError(f"trimming failed: {error}", where="weighting.trim", fix="Widen the limits.") from None
        return np.divide(cut, self.each, out=np.zeros_like(cut), where=weight > 0), was
