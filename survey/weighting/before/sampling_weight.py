"""A new weight that takes the place of the sampling weight: the end of every step that is no calibration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.errors import WeightingWarning, warn
from survey.weighting.record.diagnose import diagnose_summary
from survey.weighting.record.replicated import own_base, reweighted
from survey.weighting.record.step import Step, logged
from survey.weighting.record.weight_column import free_name
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text, say


@dataclass(frozen=True)
class Adjustment:
    """What a step makes of the weight ``base``. ``cells``: the collapse by ``keys`` with it; ``factor``: of a
    respondent of each cell; ``again``: weight totals of the cells in a replicate to the factors in it. ``said``,
    ``options``, ``counts``, ``details``: those of its ``Step``."""

    step: str
    base: str | None
    keys: Sequence[Question]
    cells: CellTable
    factor: Array
    again: Callable[[Array], Array]
    said: Text
    options: Mapping[str, Any]
    counts: Mapping[str, int] = field(default_factory=dict)
    details: Mapping[str, float] = field(default_factory=dict)


def with_sampling_weight(sample: SampleData, made: Adjustment, name: str | None) -> SampleData:
    """The sample with the weight ``base · factor`` of a respondent's cell as its sampling weight, in the column
    ``name``, and the step logged.

    A record of calibration that the sample has ends here, with a ``WeightingWarning``: its residuals are not those of
    the new weights.
    """
    own_base(sample, made.base)
    column = free_name(name, sample.engine.columns)
    replicates = reweighted(sample, made.keys, made.cells, made.again)
    engine = sample.engine.attach(made.keys, made.cells, made.factor, column, start=made.base)
    said = [made.said, message("data.as_sampling" if replicates is None else "data.in_replicates")]
    if sample.calibration is not None and replicates is None:
        dropped = message("data.margins_dropped")
        warn(WeightingWarning, f"{made.step}: {say(dropped)}")
        said.append(dropped)
    step = Step(
        step=made.step,
        base_weight=made.base,
        weight=column,
        said=joined(said, "; "),
        options=made.options,
        counts=made.counts,
        diagnostics=diagnose_summary(engine.summary(column)),
        details=made.details,
    )
    design = replace(sample.design, weight=column)
    return logged(sample, step, engine=engine, design=design, calibration=None, replicates=replicates)
