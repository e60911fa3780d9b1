"""A new weight that takes the place of the sampling weight: the end of every step that is no calibration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.errors import WeightingWarning, warn
from survey.weighting.calibrating.rake import free_name
from survey.weighting.record.diagnose import diagnose_summary
from survey.weighting.record.replicated import own_base, reweighted
from survey.weighting.record.step import Step, logged

Array = NDArray[np.float64]
DROPPED = "the variance no longer knows of the margins that the weights were brought to before; weight to them again"


def with_sampling_weight(
    sample: SampleData,
    step: str,
    keys: Sequence[Question],
    cells: CellTable,
    factor: Array,
    again: Callable[[Array], Array],
    *,
    base: str | None,
    name: str | None,
    text: str,
    options: Mapping[str, Any],
    counts: Mapping[str, int] | None = None,
    details: Mapping[str, float] | None = None,
) -> SampleData:
    """The sample with the weight ``base · factor`` of a respondent's cell as its sampling weight, and the step logged.

    ``cells``: the collapse by ``keys`` with the weight ``base``; ``again``: weight totals of the cells in a replicate
    to the factors in it. A record of calibration that the sample has ends here, with a ``WeightingWarning``: its
    residuals are not those of the new weights.
    """
    own_base(sample, base)
    column = free_name(name, sample.engine.columns)
    replicates = reweighted(sample, keys, cells, again)
    engine = sample.engine.attach(keys, cells, factor, column, start=base)
    if replicates is not None:
        text += "; repeated in every replicate"
    else:
        text += "; variance as if these were the sampling weights"
    if sample.calibration is not None and replicates is None:
        warn(WeightingWarning, f"{step}: {DROPPED}", stacklevel=4)
        text += f"; {DROPPED}"
    made = Step(
        step=step,
        base_weight=base,
        weight=column,
        text=text,
        options=options,
        counts=counts or {},
        diagnostics=diagnose_summary(engine.summary(column)),
        details=details or {},
    )
    design = replace(sample.design, weight=column)
    return logged(sample, made, engine=engine, design=design, calibration=None, replicates=replicates)
