"""Weights so small that their squares are lost: only their ratios matter, so they are multiplied first."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.cells.table.faults import LEAST
from survey.errors import DataError, WeightingWarning, warn
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.words import say


def with_sized_weights(sample: SampleData) -> SampleData:
    """The sample with its weights multiplied by a power of two (exact) to a mean of 1 to 2, where their mean is below
    2^-53; with a warning and a note, since totals and weighted bases are then in that unit. Other samples, and weights
    that cannot be used at all (which is told where they are used), are returned as they are."""
    column = sample.design.weight
    if column is None or column not in sample.engine.columns or sample.replicates is not None:
        return sample
    try:
        seen = sample.engine.summary(column)
    except DataError:
        return sample
    if seen.usable < seen.rows or seen.negative or not 0 < seen.total < LEAST * seen.n:
        return sample
    power = min(1000, -math.floor(math.log2(seen.total / seen.n)))
    name = f"{column} × 2^{power}"
    mean = formatted(seen.total / seen.n, ".1g")
    said = message("data.weights_sized", column=column, mean=mean, power=power)
    warn(WeightingWarning, say(said))
    engine = sample.engine.attach([], sample.engine.collapse([]), np.array([2.0**power]), name, start=column)
    return sample.changed(engine=engine, design=replace(sample.design, weight=name), notes=(*sample.notes, said))
