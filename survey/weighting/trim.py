"""Trimming of the weights a sample came with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from survey.cells.encoding import plain_question
from survey.cells.sample import SampleData
from survey.errors import WeightingError
from survey.maths.trimming import trim_weights
from survey.weighting.rake import free_name


def trim(
    sample: SampleData, lower: float = -np.inf, upper: float = np.inf, *, strict: bool = True, name: str | None = None
) -> SampleData:
    """The sample with its weights cut to [``lower``, ``upper``], in the weights' own unit, with the same sum.

    What is cut is given in equal parts to the weights not cut; ``strict`` repeats until none is outside, and a weight
    once cut receives nothing later (R: ``trimWeights`` of survey 4.4 and later). The variance treats the trimmed
    weights as the sampling weights, as R does. Raises ``WeightingError`` when nobody is left to take the excess.
    """
    column = sample.weight
    if column is None:
        raise WeightingError(
            "the sample has no weights to trim", where="weight", fix="Name the weight column in the design."
        )
    key = plain_question(column)
    cells = sample.engine.collapse([key], weight=column)
    each = cells.sum_w / cells.n
    try:
        cut, was = trim_weights(each, lower, upper, count=cells.n, strict=strict)
    except ValueError as error:
        raise WeightingError(f"trimming failed: {error}", where=column, fix="Widen the limits.") from None
    made = free_name(name, sample.engine.columns)
    if (each == 0).any() and (cut[each == 0] != 0).any():
        engine = sample.engine.attach([key], cells, cut, made)
    else:
        ratio = np.divide(cut, each, out=np.zeros_like(cut), where=each != 0)
        engine = sample.engine.attach([key], cells, ratio, made, start=column)
    if sample.calibration is not None:
        count = int(cells.n[was].sum())
        diagnostics = replace(sample.calibration.diagnostics, trimmed=count)
        return replace(
            sample, engine=engine, calibration=replace(sample.calibration, weight=made, diagnostics=diagnostics)
        )
    return replace(sample, engine=engine, design=replace(sample.design, weight=made))
