"""The weight column on its way into a file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.layout import SYNTHETIC
from survey.cells.sample import SampleData


@dataclass(frozen=True)
class AddedWeight:
    """``values[i]`` belongs to the row at ``rows[i]`` of the file (in a workbook, of the sheet).

    ``name`` is None when the weight in use stands in the file already, which is then only copied. ``label``: how the
    weight was made. ``synthetic``: the answers are invented, and the file must say so.
    """

    name: str | None
    values: NDArray[np.float64]
    rows: NDArray[np.int64]
    label: str
    synthetic: bool

    @classmethod
    def of(cls, sample: SampleData, rows: NDArray[np.int64]) -> AddedWeight:
        """The weight in use of ``sample``."""
        columns = sample.opened.engine.columns if sample.opened is not None else ()
        name = None if sample.weight in columns else sample.weight
        return cls(name, sample.weights, rows, weight_label(sample), sample.synthetic)

    def spread(self, count: int) -> NDArray[np.float64]:
        """The weight of each of ``count`` rows; NaN for rows that are not the sample's."""
        column = np.full(count, np.nan)
        column[self.rows] = self.values
        return column


def weight_label(sample: SampleData) -> str:
    """What the weight column is, in as many letters as every format holds."""
    made = sample.calibration
    mark = f" ({SYNTHETIC})" if sample.synthetic else ""
    return shorten(f"Weight{mark}: {made.text.split(';')[0]}" if made is not None else f"Weight{mark}", 80)


def shorten(text: str, letters: int) -> str:
    """``text`` in at most so many letters; an ellipsis shows that it was longer."""
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
