"""Trimming of the weights a sample came with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.cells.encoding import plain_question
from survey.cells.engine import Engine
from survey.cells.sample import SampleData
from survey.errors import WeightingError
from survey.maths.trimming import trim_weights
from survey.weighting.calibration import Calibration, MarginGap
from survey.weighting.diagnose import diagnose
from survey.weighting.rake import free_name
from survey.weighting.replicated import reweighted


def trim(
    sample: SampleData, lower: float = -np.inf, upper: float = np.inf, *, strict: bool = True, name: str | None = None
) -> SampleData:
    """The sample with its weights cut to [``lower``, ``upper``], in the weights' own unit, with the same sum.

    What is cut is given in equal parts to the weights not cut; ``strict`` repeats until none is outside, and a weight
    once cut receives nothing later (R: ``trimWeights`` of survey 4.4 and later). Weights of 0 stay 0. The variance
    treats the trimmed weights as the sampling weights, as R does; of weights raked before, the record keeps the
    margins, now with the gaps that trimming leaves. Replicates are trimmed too: in each, the same limits hold for the
    weight of a respondent, who may count more than once (R cuts the product). Raises ``WeightingError`` when
    nobody is left to take the excess.
    """
    column = sample.weight
    if column is None:
        raise WeightingError(
            "the sample has no weights to trim", where="weight", fix="Name the weight column in the design."
        )
    key = plain_question(column)
    cells = sample.engine.collapse([key], weight=column)
    each = cells.sum_w / cells.n

    def work(count: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        try:
            return trim_weights(each, lower, upper, count=count, strict=strict)
        except ValueError as error:
            raise WeightingError(f"trimming failed: {error}", where=column, fix="Widen the limits.") from None

    def in_replicate(sums: NDArray[np.float64]) -> NDArray[np.float64]:
        times = np.divide(sums, each, out=np.zeros_like(sums), where=each > 0)  # how often the cell's people count
        cut = work(times)[0]
        return np.divide(cut, each, out=np.zeros_like(cut), where=each > 0)

    cut, was = work(cells.respondents.astype(float))
    replicates = reweighted(sample, [key], cells, in_replicate)
    made = free_name(name, sample.engine.columns)
    engine = sample.engine.attach([key], cells, np.where(each > 0, cut, 0.0), made)  # who does not count gets nothing
    if sample.calibration is not None:
        record: Calibration = sample.calibration
        before = record.diagnostics
        diagnostics = diagnose(
            engine.values(made), before.level, trimmed=int(cells.respondents[was].sum()), iterations=before.iterations
        )
        gaps = _gaps(record, engine, made)
        changed = replace(record, weight=made, diagnostics=diagnostics, gaps=gaps)
        return sample.changed(engine=engine, calibration=changed, replicates=replicates)
    return sample.changed(engine=engine, design=replace(sample.design, weight=made), replicates=replicates)


def _gaps(record: Calibration, engine: Engine, weight: str) -> tuple[MarginGap, ...]:
    """The margin gaps with the shares that the new weights give."""
    now: dict[tuple[str, tuple[str, ...]], float] = {}
    for name, margin in record.margins.items():
        cells = engine.collapse([record.variables[variable] for variable in margin.variables], weight=weight)
        total = cells.sum_w.sum()
        for codes, weighted in zip(cells.codes, cells.sum_w, strict=True):
            options = tuple(str(level[code]) for level, code in zip(cells.levels, codes, strict=True))
            now[name, options] = float(weighted / total)
    return tuple(replace(gap, after=now.get((gap.margin, gap.options), 0.0)) for gap in record.gaps)
