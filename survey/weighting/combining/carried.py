"""Weights of one wave of a panel in the data of the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from survey.arrays import Index
from survey.cells.engines.engine import Engine
from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import plain_question
from survey.design import SurveyDesign
from survey.errors import WeightingError
from survey.weighting.combining.panel import Panel, numbers_of, rows_of


@dataclass(frozen=True)
class Carried:
    """The second wave: its data with the new weight, its design, the replicates of the first wave on its rows."""

    engine: Engine
    design: SurveyDesign
    replicates: Replicates | None


def carried_over(
    adjusted: SampleData, second: SampleData, numbers: tuple[str, str], people: Panel, column: str, left: str
) -> Carried:
    """The weights of the first wave, ``adjusted`` for those who left, in ``column`` of the second. ``left``: ``zero``
    adds rows of weight 0 for those who left.

    Raises ``WeightingError`` where somebody would be left without a stratum or PSU."""
    who1, there = numbers_of(people.first), (people.at >= 0) & people.interviewed
    rows1 = rows_of(adjusted, numbers[0], who1)
    value1 = np.zeros(len(who1))
    value1[rows1] = adjusted.weights
    value2 = np.where(there, value1[np.maximum(people.at, 0)], 0.0)
    engine: Engine = second.engine.attach([plain_question(numbers[1])], people.second, value2, column)
    row_of_1 = np.argsort(rows1)  # of each person of wave 1 the row
    of_person = np.where(there, row_of_1[np.maximum(people.at, 0)], -1)
    row1 = of_person[rows_of(second.changed(engine=engine), numbers[1], numbers_of(people.second))]
    design, lacking = _design(adjusted, second, engine)
    _check_design(adjusted, design, lacking, people.fresh, left)
    if lacking or left == "zero":
        before = adjusted.engine.frame()
        engine = _with_columns(engine, before, lacking, row1)
    if left == "zero":
        gone = row_of_1[people.gone]
        values = {numbers[1]: before[numbers[0]], **{name: before[name] for name in design.columns}}
        engine = _with_rows(engine, values, column, gone)
        row1 = np.concatenate([row1, gone])
    return Carried(engine, design, _replicates(adjusted, row1))


def _replicates(adjusted: SampleData, row1: Index) -> Replicates | None:
    """The replicate weights of the first wave on the rows of the second."""
    made = adjusted.replicates
    if made is None:
        return None
    return made.with_weights(np.where((row1 >= 0)[:, None], made.weights[np.maximum(row1, 0)], 0.0))


def _design(first: SampleData, second: SampleData, engine: Engine) -> tuple[SurveyDesign, tuple[str, ...]]:
    """The design of the second wave, and those of its columns that only the first wave has."""
    own = second.design
    if own.stratum_columns or own.psu_columns:
        return own, ()
    design = replace(first.design, weight=None, person=own.person, persons=own.persons, rows=own.rows)
    return design, tuple(column for column in design.columns if column not in engine.columns)


def _check_design(first: SampleData, design: SurveyDesign, lacking: Sequence[str], fresh: int, left: str) -> None:
    """Raise ``WeightingError`` where somebody would be left without a stratum or PSU."""
    if lacking and fresh:
        raise WeightingError(
            f"{fresh} person(s) of the second wave are not in the first, so have no {', '.join(lacking)}",
            where="design",
            fix="Add these columns to the data of the second wave, or leave these persons out of them.",
        )
    unknown = [column for column in design.columns if column not in first.engine.columns]
    if left == "zero" and unknown:
        raise WeightingError(
            f"those who left have no {', '.join(unknown)}, which the design of the second wave names",
            where="design",
            fix="Add these columns to the data of the first wave, or use left='absent'.",
        )


def _with_columns(engine: Engine, before: Any, lacking: Sequence[str], row1: Index) -> Engine:
    """The second wave with the columns ``lacking`` of the frame of the first."""
    columns = {column: before[column].take(np.maximum(row1, 0)).where(row1 >= 0).to_numpy() for column in lacking}
    return MemoryEngine(engine.frame().assign(**columns))


def _with_rows(engine: Engine, values: Mapping[str, Any], weight: str, gone: Index) -> Engine:
    """The data with the rows ``gone`` of ``values``, by column, whose weight is 0."""
    import pandas as pd

    if not len(gone):
        return engine
    frame = engine.frame()
    rows = pd.DataFrame({column: one.take(gone).to_numpy() for column, one in values.items()})
    rows = rows.assign(**{weight: np.zeros(len(gone))}).reindex(columns=frame.columns)
    return MemoryEngine(pd.DataFrame({column: _stack(frame[column], rows[column]) for column in frame.columns}))


def _stack(above: Any, below: Any) -> Any:
    """Two columns one above the other; numbers stay numbers."""
    top, bottom = above.to_numpy(), below.to_numpy()
    if top.dtype.kind in "iufb" and bottom.dtype.kind in "iufb":
        return np.concatenate([top, bottom])
    if top.dtype.kind in "iufb" and below.isna().all():
        return np.concatenate([top.astype(float), np.full(len(bottom), np.nan)])
    return np.concatenate([top.astype(object), below.astype(object).where(below.notna(), None).to_numpy()])
