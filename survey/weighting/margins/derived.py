"""A column that weighting adds to the data, and the question that stands on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import plain_question
from survey.definitions.records.question import Option, Question
from survey.weighting.margins.missing import HELPING


def derived(
    sample: SampleData,
    name: str,
    keys: Sequence[Question],
    cells: CellTable,
    place: NDArray[np.int64],
    labels: Sequence[str],
) -> tuple[SampleData, Question]:
    """The sample with a column that holds for each cell its place among ``labels``, and the question that stands on it.
    ``cells``: the collapse by ``keys``."""
    column = free_column(f"{HELPING}{name}", sample.engine.columns)
    engine = sample.engine.attach(keys, cells, place.astype(float), column)
    levels = (*labels, "", "")
    return sample.changed(engine=engine), question_of(f"{name} (as weighted)", column, levels, [""] * len(levels))


def question_of(name: str, column: str, levels: Sequence[str], kinds: Sequence[str]) -> Question:
    """A question whose codes are the places of ``levels``, of which the last two are no options."""
    options = {
        level: Option.model_construct(
            id=level, code=i, range=None, label=None, missing=kind or None, value=None, note=None
        )
        for i, (level, kind) in enumerate(zip(levels[:-2], kinds[:-2], strict=True))
    }
    return plain_question(column).model_copy(update={"question": name, "column": column, "options": options})


def free_column(name: str, taken: Sequence[str]) -> str:
    """``name``, or the first name like it that no column has."""
    folded = {column.casefold() for column in taken}
    made, number = name, 2
    while made.casefold() in folded:
        made, number = f"{name}_{number}", number + 1
    return made
