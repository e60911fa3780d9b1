"""Calibration without margins: what stands in their place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import plain_question
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Targets
from survey.errors import WeightingError
from survey.weighting.margins.derived import free_column
from survey.weighting.margins.given_targets import made_targets
from survey.weighting.margins.missing import HELPING
from survey.weighting.margins.prepared import Prepared


def no_margins() -> Targets:
    """Targets that are totals of numbers and nothing else."""
    return made_targets("totals", {})


def everybody(sample: SampleData, size: float) -> tuple[SampleData, Question]:
    """The sample with a column of ones, whose total is the size of the population, and the question that it is."""
    if not size > 0 or not np.isfinite(size):
        raise WeightingError(f"a population of {size:g} is none", where="size", fix="Write the number of people.")
    cells = sample.engine.collapse((), weight=sample.weight)
    column = free_column(f"{HELPING}everybody", sample.engine.columns)
    engine = sample.engine.attach((), cells, np.ones(len(cells)), column)
    return sample.changed(engine=engine), plain_question(column)


def without_margins(sample: SampleData, base: str | None, keep_base: bool, also: Sequence[Question]) -> Prepared:
    """What ``survey.weighting.margins.prepare`` gives where there are margins. ``total``: NaN, as nothing fixes it."""
    keys = [*also, *([plain_question(base)] if base is not None and keep_base else [])]
    cells = sample.engine.collapse(keys, weight=base)
    return Prepared(tuple(keys), cells, (), {}, {}, (), (), float("nan"), (), sample, ())
