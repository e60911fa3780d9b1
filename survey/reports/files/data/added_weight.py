"""The weight columns on their way into a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.files.layout import SYNTHETIC
from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData


@dataclass(frozen=True)
class AddedColumn:
    """``values[i]`` belongs to the row at ``rows[i]`` of the ``AddedWeight`` that holds the column. ``label``: what the
    column is, in as many letters as every format holds."""

    name: str
    values: Array
    label: str


@dataclass(frozen=True)
class AddedWeight:
    """What joins a file: the weight and, where they are asked for, its replicates. Row ``rows[i]`` of the file (in a
    workbook, of the sheet) is respondent ``i``.

    ``weight``: the column in use, which is not among ``columns`` when it stands in the file already. ``synthetic``: the
    answers are invented, and the file must say so.
    """

    weight: str
    columns: tuple[AddedColumn, ...]
    rows: NDArray[np.int64]
    synthetic: bool = False
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(column.name for column in self.columns))

    @classmethod
    def of(cls, sample: SampleData, rows: NDArray[np.int64], *, replicates: bool = False) -> AddedWeight:
        """The weight in use of ``sample``; with ``replicates`` their weights too."""
        assert sample.weight is not None
        there = sample.opened.engine.columns if sample.opened is not None else ()
        columns = added_columns(sample, there, replicates=replicates)
        return cls(sample.weight, columns, rows, sample.synthetic)

    def spread(self, column: AddedColumn, count: int) -> Array:
        """The column for each of ``count`` rows; NaN for rows that are not the sample's."""
        made = np.full(count, np.nan)
        made[self.rows] = column.values
        return made


def added_columns(
    sample: SampleData, there: Sequence[str] = (), *, replicates: bool = False
) -> tuple[AddedColumn, ...]:
    """The columns that are not yet ``there``: the weight in use and, if asked for, its replicates."""
    assert sample.weight is not None
    found = []
    if sample.weight not in there:
        found.append(AddedColumn(sample.weight, sample.weights, weight_label(sample)))
    if replicates and sample.replicates is not None:
        made = sample.replicates
        names = replicate_names(sample.weight, made.count, there)
        found += [
            AddedColumn(name, made.weights[:, place], _replicate_label(sample, made, place))
            for place, name in enumerate(names)
        ]
    return tuple(found)


def replicate_beginning(weight: str, there: Sequence[str] = ()) -> str:
    """How the columns of replicate weights begin, before their number: the weight's name and ``_r``; ``_rep`` and so on
    where the data have columns of that name."""
    taken = {name.casefold() for name in there}
    choices = [f"{weight}_r", f"{weight}_rep", *(f"{weight}_rep{k}_" for k in range(2, 1000))]
    return next(start for start in choices if not any(name.startswith(start.casefold()) for name in taken))


def replicate_names(weight: str, count: int, there: Sequence[str] = ()) -> list[str]:
    """``weight_r1``, ``weight_r2``, …"""
    start = replicate_beginning(weight, there)
    return [f"{start}{number}" for number in range(1, count + 1)]


def weight_label(sample: SampleData) -> str:
    """What the weight column is, in as many letters as every format holds."""
    mark = f" ({SYNTHETIC})" if sample.synthetic else ""
    if sample.calibration is not None:
        return shorten(f"Weight{mark}: {sample.calibration.text.split(';')[0]}", 80)
    return shorten(f"Weight{mark}: {sample.steps[-1].text.split(';')[0]}" if sample.steps else f"Weight{mark}", 80)


def _replicate_label(sample: SampleData, made: Replicates, place: int) -> str:
    mark = f" ({SYNTHETIC})" if sample.synthetic else ""
    scale = f"scale {made.scale:.12g}" + (f", rscale {made.rscales[place]:.12g}" if np.ptp(made.rscales) else "")
    return shorten(f"Replicate weight {place + 1} of {made.count}{mark} ({made.method}, {scale})", 80)


def shorten(text: str, letters: int) -> str:
    """``text`` in at most so many letters; an ellipsis shows that it was longer."""
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
