"""A weighting repeated in every replicate."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.errors import WeightingError
from survey.progress import steps


def reweighted(
    sample: SampleData, keys: Sequence[Question], cells: CellTable, factor: Callable[[Array], Array]
) -> Replicates | None:
    """The replicate weights of ``sample`` times a factor per cell, made anew in each replicate (R: ``rake`` and
    ``postStratify`` of a design with replicates); None without replicates.

    ``cells``: the collapse by ``keys``; ``factor``: a replicate's weight totals per cell to the factors. Degrees of
    freedom stay as they are (R takes the rank of the new weights, which raking can raise to the number of replicates).
    A ``WeightingError`` that ``factor`` raises says in which replicate.
    """
    made = sample.replicates
    if made is None:
        return None
    place = places_of_rows(sample, keys, cells)
    weights = np.empty_like(made.weights)
    for r, weight in enumerate(steps("replicates", list(made.weights.T))):
        try:
            each = factor(np.bincount(place, weight, minlength=len(cells)).astype(float))
        except WeightingError as error:
            raise type(error)(
                f"replicate {r + 1} of {made.count}: {error.message}", where=error.where, fix=error.fix
            ) from None
        weights[:, r] = weight * each[place]
    return made.with_weights(weights)


def places_of_rows(sample: SampleData, keys: Sequence[Question], cells: CellTable) -> NDArray[np.int64]:
    """For each respondent its place among ``cells``."""
    row = np.zeros(sample.n, dtype=np.int64)
    for question, size in zip(keys, cells.shape, strict=True):
        row = row * size + sample.engine.codes(question)
    return np.searchsorted(cells.flat(cells.keys), row).astype(np.int64)


def own_base(sample: SampleData, base: str | None) -> None:
    """Raise ``WeightingError`` where replicate weights belong to another weight than ``base``."""
    if sample.replicates is not None and base != sample.weight:
        raise WeightingError(
            f"the replicate weights belong to {_named(sample.weight)}, not to {_named(base)}",
            where="base_weight",
            fix="Start from the weight in use, or attach the replicate weights of the other.",
        )


def _named(column: str | None) -> str:
    return f"the weight '{column}'" if column is not None else "equal weights"
