"""The new sample from factors per cell: trimming, the weight column, the record of what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from survey.arrays import Array
from survey.cells.engines.engine import Engine
from survey.cells.samples.sample import SampleData
from survey.cells.table.summary import Summary
from survey.definitions.records.question import Question
from survey.definitions.records.study import Trim
from survey.definitions.records.targets import Targets
from survey.errors import WeightingError, WeightingWarning, warn
from survey.weighting.calibrating.cutter import Cutter
from survey.weighting.calibrating.replayable import replayable
from survey.weighting.margins.prepared import Prepared
from survey.weighting.margins.recode import in_words
from survey.weighting.record.calibration import Calibration, MarginGap, Residuals, WeightDiagnostics
from survey.weighting.record.diagnose import diagnose_summary
from survey.weighting.record.replicated import reweighted
from survey.weighting.record.step import Step, logged
from survey.weighting.record.weight_column import free_name
from survey.wording.formatted import formatted
from survey.wording.message import Message, message
from survey.words import Text, say

APART = 0.005  # a margin that is left further from its target, as a proportion, gets a warning


@dataclass(frozen=True)
class Made:
    """What a method of calibration hands over. ``base``: the weight it started from. ``factor``: of each cell, on its
    base weight; ``again``: the same from the weight totals of the cells in a replicate. ``loose``: why margins are not
    met exactly, where that is so: by a ``cap``, or because factors were cut (``trim``)."""

    method: Literal["rake", "poststratify", "calibrate"]
    targets: Targets
    base: str | None
    factor: Array
    again: Callable[[Array], Array]
    options: Mapping[str, Any]
    rounds: int = 1
    residuals: Residuals = "regression"
    numbers: Mapping[str, float] = field(default_factory=dict)
    spread: Question | None = None
    cap: float | None = None
    within: tuple[str, ...] = ()
    stage: int = 0
    inside: tuple[str, ...] = ()
    loose: Literal["", "cap", "trim"] = ""
    notes: tuple[Text, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def finish(ready: Prepared, made: Made, trim: Trim | None, name: str | None) -> SampleData:
    """The sample with the weight column ``name`` = base weight × factor, trimmed, and the step in its record.

    Trimmed is the weight of a respondent, not that times how often a replicate counts it.
    """
    cells, sample = ready.cells, ready.sample
    who = cells.respondents.astype(float)
    each = np.divide(cells.sum_w, who, out=np.zeros(len(cells)), where=who > 0)
    cutter = Cutter(ready, trim, each)
    factor, was = cutter.cut(made.factor, who)
    trimmed = int(cells.respondents[was].sum())
    column = free_name(name, sample.engine.columns)
    engine = sample.engine.attach(ready.keys, cells, factor, column, start=made.base)
    diagnostics = _diagnostics(ready, made, engine, column, each * factor, trimmed)
    gaps = _gaps(ready, cells.sum_w * factor)
    calibration = _record(ready, made, column, cutter.limits, gaps, diagnostics)

    def in_replicate(sums: Array) -> Array:
        times = np.divide(sums, each, out=np.zeros_like(sums), where=each > 0)  # how often the cell's people count
        return cutter.cut(made.again(sums), times)[0]

    replicates = reweighted(sample, ready.keys, cells, in_replicate)
    counts = {"trimmed": trimmed} if trimmed else {}
    step = Step(
        step=made.method,
        base_weight=made.base,
        weight=column,
        said=calibration.own_said,
        options=replayable(made.targets, made.options, trim),
        counts={"respondents": diagnostics.n, **ready.counts, **counts, **made.counts},
        diagnostics=diagnostics,
    )
    return logged(sample, step, engine=engine, calibration=calibration, replicates=replicates)


def _record(
    ready: Prepared,
    made: Made,
    column: str,
    limits: tuple[float | None, float | None] | None,
    gaps: tuple[MarginGap, ...],
    diagnostics: WeightDiagnostics,
) -> Calibration:
    """The record of the weights in ``column``, which were cut to ``limits``."""
    sample, targets = ready.sample, made.targets
    before: Calibration | None = sample.calibration
    sources = (name for margin in ready.margins.values() for name in margin.sources or targets.sources)
    loose = _left(gaps, "trim" if diagnostics.trimmed else made.loose)
    if loose is not None:
        warn(WeightingWarning, f"{targets.targets}: {say(loose)}")
    return Calibration(
        method=made.method,
        targets=targets.targets,
        title=targets.title,
        sources=tuple(dict.fromkeys(sources)),
        margins=ready.margins,
        variables=ready.variables,
        base_weight=made.base,
        weight=column,
        gaps=gaps,
        diagnostics=diagnostics,
        residuals=made.residuals if sample.replicates is None else "replicates",
        trim=limits,
        notes=(*ready.notes, *made.notes, *([] if loose is None else [loose])),
        numbers=tuple(ready.sample.question(name) for name in made.numbers),
        totals=tuple(made.numbers.values()),
        before=before if before is not None and before.weight == made.base else None,
        cap=made.cap,
        target_covariance=ready.covariance,
        within=made.within,
        stage=made.stage,
        inside=made.inside,
        spread=made.spread,
    )


def _left(gaps: tuple[MarginGap, ...], loose: str) -> Message | None:
    """What trimming or a cap leave between a margin and its target, where that is much."""
    if not loose or not gaps:
        return None
    worst = max(gaps, key=lambda gap: abs(gap.after - gap.target))
    if abs(worst.after - worst.target) <= APART:
        return None
    points = formatted(100 * (worst.after - worst.target), "+.1f")
    place = " × ".join(worst.options)
    if loose == "trim":
        return message("data.trimming_leaves", margin=worst.margin, points=points, place=place)
    return message("data.cap_leaves", margin=worst.margin, points=points, place=place)


def summary(weight: Array, count: Array, rows: int) -> Summary:
    """Of weights that ``count`` respondents each have, in ``rows`` rows of data. A negative weight counts."""
    live = (weight != 0) & (count > 0)
    w, times = weight[live], count[live]
    n = int(times.sum())
    if not n:
        raise WeightingError("no weight is positive", where="weight")
    return Summary(
        rows=rows,
        usable=rows,
        zero=rows - n,
        negative=int(times[w < 0].sum()),
        minimum=float(w.min()),
        maximum=float(w.max()),
        total=float(w @ times),
        squares=float((w * w) @ times),
    )


def _diagnostics(
    ready: Prepared, made: Made, engine: Engine, column: str, weight: Array, trimmed: int
) -> WeightDiagnostics:
    """From the cells where all respondents of a cell have one weight, else from the rows."""
    if made.base is None or made.base in ready.cells.keys:
        found = summary(weight, ready.cells.respondents.astype(float), int(ready.cells.n.sum()))
    else:
        found = engine.summary(column)
    return diagnose_summary(found, trimmed=trimmed, iterations=made.rounds)


def _gaps(ready: Prepared, after: Array) -> tuple[MarginGap, ...]:
    """Every cell of a margin that has a figure or respondents."""
    found = []
    for name, index, wanted in zip(ready.names, ready.index, ready.wanted, strict=True):
        size = len(wanted)
        was = np.bincount(index, ready.cells.sum_w, minlength=size)
        now = np.bincount(index, after, minlength=size)
        n = np.bincount(index, ready.cells.respondents, minlength=size)
        for place, options in enumerate(ready.levels(name)):
            if wanted[place] > 0 or n[place] > 0:
                found.append(
                    MarginGap(
                        name,
                        options,
                        float(wanted[place] / ready.total),
                        float(was[place] / was.sum()),
                        float(now[place] / now.sum()),
                        int(n[place]),
                    )
                )
    return tuple(found)


def all_there(ready: Prepared, sums: Array, targets: Targets) -> None:
    """Raise ``WeightingError`` where a margin cell with a target has no weight, as can be in a replicate."""
    gone = []
    for name, index, wanted in zip(ready.names, ready.index, ready.wanted, strict=True):
        now = np.bincount(index, sums, minlength=len(wanted))
        levels = ready.levels(name)
        gone += [f"'{in_words(levels[place])}'" for place in np.flatnonzero((wanted > 0) & (now <= 0))]
    if gone:
        raise WeightingError(
            f"nobody has weight in {', '.join(gone[:5])}{', …' if len(gone) > 5 else ''}",
            where=f"targets {targets.targets}",
            fix="Merge options, or take replicates that keep everybody: Fay's, or fewer units left out.",
        )
