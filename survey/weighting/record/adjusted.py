"""Weights changed after they were made: the calibration that they came from stays in the record and in the variance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from survey.cells.engines.engine import Engine
from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData
from survey.weighting.record.calibration import Calibration, MarginGap
from survey.weighting.record.diagnose import LEVEL, diagnose_summary
from survey.weighting.record.step import Step, logged
from survey.words import Text


@dataclass(frozen=True)
class NewWeight:
    """The weight ``column`` of ``engine``, which ``step`` made. ``said``, ``options``, ``counts``: those of its
    ``Step``. ``constant``: all weights were multiplied by one number, which leaves the residuals as they are."""

    step: str
    column: str
    engine: Engine
    replicates: Replicates | None
    said: Text
    options: Mapping[str, Any]
    counts: Mapping[str, int] = field(default_factory=dict)
    constant: bool = False


def adjusted(sample: SampleData, new: NewWeight) -> SampleData:
    """``sample`` with the new weight in use, and the step in its record.

    Without a calibration the new weights are the sampling weights. With one, its residuals are still those of the
    weights that met the margins, and only their product with the weights is that of the new ones (R: ``trimWeights`` of
    a calibrated design); its gaps are those of the new weights.
    """
    record: Calibration | None = sample.calibration
    engine, column, parts = new.engine, new.column, {"engine": new.engine, "replicates": new.replicates}
    found = engine.summary(column)
    diagnostics = diagnose_summary(
        found,
        record.diagnostics.level if record is not None else LEVEL,
        trimmed=new.counts.get("trimmed", 0),
        iterations=record.diagnostics.iterations if record is not None else 0,
    )
    counts = {"respondents": found.n, **new.counts}
    made = Step(new.step, sample.weight, column, new.said, new.options, counts, diagnostics)
    if record is None:
        return logged(sample, made, design=replace(sample.design, weight=column), **parts)
    changed = replace(
        record,
        weight=column,
        met=record.met if new.constant else record.calibrated,
        diagnostics=diagnostics,
        gaps=_gaps(record, engine, column),
    )
    return logged(sample, made, calibration=changed, **parts)


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
