"""The new sample from factors per cell: trimming, the weight column, the record of what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.engine import Engine
from survey.cells.samples.sample import SampleData
from survey.cells.table.summary import Summary
from survey.definitions.records.study import Trim
from survey.definitions.records.targets import Targets
from survey.errors import WeightingError, WeightingWarning, warn
from survey.maths.weights.trimming import trim_weights
from survey.weighting.margins.given_targets import plain_targets
from survey.weighting.margins.prepare import Prepared
from survey.weighting.margins.recode import in_words
from survey.weighting.record.calibration import Calibration, MarginGap, Residuals, WeightDiagnostics
from survey.weighting.record.diagnose import diagnose_summary
from survey.weighting.record.replicated import reweighted
from survey.weighting.record.step import Step, logged

APART = 0.005  # a margin that is left further from its target, as a proportion, gets a warning
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Made:
    """What a method of calibration hands over. ``factor``: of each cell, on its base weight; ``again``: the same from
    the weight totals of the cells in a replicate. ``loose``: why margins are not met exactly, where that is so."""

    method: Literal["rake", "poststratify", "calibrate"]
    factor: Array
    again: Callable[[Array], Array]
    options: Mapping[str, Any]
    rounds: int = 1
    residuals: Residuals = "regression"
    numbers: Mapping[str, float] = field(default_factory=dict)
    cap: float | None = None
    within: tuple[str, ...] = ()
    loose: str = ""
    notes: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


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


def finish(
    ready: Prepared, made: Made, targets: Targets, base: str | None, trim: Trim | None, name: str | None
) -> SampleData:
    """The sample with the weight column ``name`` = base weight × factor, trimmed, and the step in its record.

    Trimmed is the weight of a respondent, not that times how often a replicate counts it.
    """
    cells, sample = ready.cells, ready.sample
    who = cells.respondents.astype(float)
    each = np.divide(cells.sum_w, who, out=np.zeros(len(cells)), where=who > 0)
    cutter = _Cutter(ready, trim, each)
    factor, was = cutter.cut(made.factor, who)
    trimmed = int(cells.respondents[was].sum())
    column = free_name(name, sample.engine.columns)
    engine = sample.engine.attach(ready.keys, cells, factor, column, start=base)
    gaps = _gaps(ready, cells.sum_w * factor)
    notes = (*ready.notes, *made.notes)
    loose = "trimming leaves" if trimmed else made.loose
    if loose and gaps:
        worst = max(gaps, key=lambda gap: abs(gap.after - gap.target))
        if abs(worst.after - worst.target) > APART:
            said = (
                f"{loose} margin '{worst.margin}' {100 * (worst.after - worst.target):+.1f} points from its "
                f"target in '{' × '.join(worst.options)}'"
            )
            warn(WeightingWarning, f"{targets.targets}: {said}", stacklevel=4)
            notes = (*notes, said)
    calibration = Calibration(
        method=made.method,
        targets=targets.targets,
        sources=tuple(
            dict.fromkeys(name for margin in ready.margins.values() for name in margin.sources or targets.sources)
        ),
        margins=ready.margins,
        variables=ready.variables,
        base_weight=base,
        weight=column,
        gaps=gaps,
        diagnostics=_diagnostics(ready, engine, each * factor, base, column, trimmed, made.rounds),
        residuals=made.residuals if sample.replicates is None else "replicates",
        trim=cutter.limits,
        notes=notes,
        numbers=tuple(sample.question(name) for name in made.numbers),
        totals=tuple(made.numbers.values()),
        before=sample.calibration if sample.calibration is not None and sample.calibration.weight == base else None,
        cap=made.cap,
        target_covariance=ready.covariance,
        within=made.within,
    )

    def in_replicate(sums: Array) -> Array:
        times = np.divide(sums, each, out=np.zeros_like(sums), where=each > 0)  # how often the cell's people count
        return cutter.cut(made.again(sums), times)[0]

    replicates = reweighted(sample, ready.keys, cells, in_replicate)
    counts = {"trimmed": trimmed} if trimmed else {}
    step = Step(
        step=made.method,
        base_weight=base,
        weight=column,
        text=calibration.own_text,
        options=replayable(targets, made.options, trim),
        counts={"respondents": calibration.diagnostics.n, **ready.counts, **counts, **made.counts},
        diagnostics=calibration.diagnostics,
    )
    return logged(sample, step, engine=engine, calibration=calibration, replicates=replicates)


class _Cutter:
    """The limits of ``trim`` in the unit of the weights."""

    def __init__(self, ready: Prepared, trim: Trim | None, each: Array) -> None:
        self.trim, self.each = trim, each
        self.low, self.high = -np.inf, np.inf
        self.limits: tuple[float | None, float | None] | None = None
        if trim is None or (trim.lower is None and trim.upper is None):
            return
        mean = ready.total / ready.cells.respondents.sum()
        self.limits = (trim.lower, trim.upper)
        self.low = -np.inf if trim.lower is None else trim.lower * mean
        self.high = np.inf if trim.upper is None else trim.upper * mean
        if self.low >= mean or self.high <= mean:
            raise WeightingError(
                f"trim limits {self.limits} leave out the mean weight, 1",
                where="weighting.trim",
                fix="lower must be below 1 and upper above 1.",
            )

    def cut(self, factor: Array, count: Array) -> tuple[Array, NDArray[np.bool_]]:
        """Factors after trimming, and which were cut."""
        if self.limits is None or self.trim is None:
            return factor, np.zeros(len(factor), dtype=bool)
        weight = self.each * factor
        try:
            cut, was = trim_weights(weight, self.low, self.high, count=count, strict=self.trim.strict)
        except ValueError as error:
            raise WeightingError(f"trimming failed: {error}", where="weighting.trim", fix="Widen the limits.") from None
        return np.divide(cut, self.each, out=np.zeros_like(cut), where=weight > 0), was


def _diagnostics(
    ready: Prepared, engine: Engine, weight: Array, base: str | None, column: str, trimmed: int, rounds: int
) -> WeightDiagnostics:
    """From the cells where all respondents of a cell have one weight, else from the rows."""
    if base is None or base in ready.cells.keys:
        found = summary(weight, ready.cells.respondents.astype(float), int(ready.cells.n.sum()))
    else:
        found = engine.summary(column)
    return diagnose_summary(found, trimmed=trimmed, iterations=rounds)


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


def replayable(targets: Targets, options: Mapping[str, Any], trim: Trim | None = None) -> dict[str, Any]:
    """The arguments of a step as plain values; those that say nothing are left out. Targets of a file are their id."""
    found: dict[str, Any] = {"targets": _plain_targets(targets)}
    if trim is not None:
        found["trim"] = trim.model_dump(exclude_defaults=True, mode="json")
    for key, value in options.items():
        if value is not None and value != () and value != {}:
            found[key] = list(value) if isinstance(value, tuple) else value
    return found


def _plain_targets(targets: Targets) -> Any:
    if targets.as_filed and (targets.sources or targets.population != {"und": "given in the call"}):
        return targets.targets
    return plain_targets(targets)


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


def free_name(name: str | None, taken: Sequence[str]) -> str:
    """The column for a new weight: ``name`` if given, else the first that is free. Raises ``WeightingError`` for a name
    that is empty or taken: ``Weight`` beside ``weight`` is taken, since most formats and databases see one name."""
    folded = {column.casefold(): column for column in taken}
    if name is None:
        choices = ["weight", "survey_weight", *(f"survey_weight_{i}" for i in range(2, 1000))]
        return next(choice for choice in choices if choice not in folded)
    there = folded.get(name.casefold(), "")
    if there or not name.strip() or not name.isprintable():
        said = f"the data already have a column '{there}'" if there else "a column needs a name of letters"
        raise WeightingError(said, where=f"weight column '{name}'", fix="Name the new weight otherwise (--name).")
    return name


def base_of(sample: SampleData, base_weight: str | None) -> str | None:
    """The weights to start from: those named, else those in use. A sample that was weighted before goes on from there,
    and its variance takes every step into account."""
    return base_weight if base_weight is not None else sample.weight
