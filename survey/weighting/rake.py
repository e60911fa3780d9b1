"""Raking: weights that meet several margins at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.sample import SampleData
from survey.definitions.study import Trim
from survey.definitions.targets import Targets
from survey.errors import ConvergenceError, WeightingError, WeightingWarning, warn
from survey.maths.raking import rake_cells
from survey.maths.trimming import trim_weights
from survey.weighting.calibration import Calibration, MarginGap, Residuals
from survey.weighting.diagnose import diagnose
from survey.weighting.prepare import Prepared, as_targets, prepare

APART = 0.005  # a margin that trimming leaves further from its target, as a proportion, gets a warning


def rake(
    sample: SampleData,
    targets: Targets | Mapping[Any, Any],
    margins: Sequence[str] = (),
    *,
    trim: Trim | None = None,
    base_weight: str | None = None,
    name: str | None = None,
    residuals: Residuals = "regression",
    tolerance: float = 1e-12,
    rounds: int = 10_000,
) -> SampleData:
    """The sample with weights raked to ``margins`` of ``targets`` (R: ``rake``, ``calibrate(calfun="raking")``).

    Starts from ``base_weight`` (the design's weight by default, else 1 each) and multiplies it by one factor
    per margin cell, in turn, until every margin is met to ``tolerance`` of the total. One- and multi-way
    margins. Works on distinct combinations of the margin variables, so its cost does not grow with respondents.
    Weights sum to the targets' ``total``, or to the number of respondents. ``trim`` then cuts weights and
    spreads the excess; margins are no longer met exactly, and the gaps say by how much. ``name``: the new
    column, ``weight`` where that is free.

    Raises ``WeightingError`` with everything that does not fit before the first iteration, and
    ``ConvergenceError`` naming the margin and the distance when ``rounds`` are not enough. Deming & Stephan
    (1940); Kalton & Flores-Cervantes (2003)."""
    base = base_of(sample, base_weight)
    figures = as_targets(targets)
    ready = prepare(sample, figures, margins, base, keep_base=trim is not None)
    raked = rake_cells(ready.cells.sum_w, ready.index, ready.wanted, tolerance=tolerance, rounds=rounds)
    if not raked.converged:
        worst = int(np.argmax(raked.gaps))
        place, gap = _furthest(ready, raked.factor, worst)
        raise ConvergenceError(
            f"not converged after {raked.rounds} rounds: margin '{ready.names[worst]}' is {gap:+.4%} of the total away "
            f"from its target in '{place}'",
            where=f"targets {figures.targets}",
            fix="Combinations of options that the margins need are missing from the sample; merge options or drop one.",
        )
    return finish(sample, ready, raked.factor, "rake", figures, base, trim, name, residuals, raked.rounds)


def finish(
    sample: SampleData,
    ready: Prepared,
    factor: NDArray[np.float64],
    method: Any,
    targets: Targets,
    base: str | None,
    trim: Trim | None,
    name: str | None,
    residuals: Residuals,
    rounds: int,
) -> SampleData:
    """The new sample from factors per cell: trimming, the weight column, the record of what was done."""
    cells = ready.cells
    trimmed = 0
    limits = None
    if trim is not None and (trim.lower is not None or trim.upper is not None):
        each = np.divide(cells.sum_w, cells.n) * factor
        mean = ready.total / cells.respondents.sum()
        limits = (trim.lower, trim.upper)
        low = -np.inf if trim.lower is None else trim.lower * mean
        high = np.inf if trim.upper is None else trim.upper * mean
        if low >= mean or high <= mean:
            raise WeightingError(
                f"trim limits {limits} leave out the mean weight, 1",
                where="weighting.trim",
                fix="lower must be below 1 and upper above 1.",
            )
        try:
            cut, was = trim_weights(each, low, high, count=cells.respondents, strict=trim.strict)
        except ValueError as error:
            raise WeightingError(f"trimming failed: {error}", where="weighting.trim", fix="Widen the limits.") from None
        trimmed = int(cells.respondents[was].sum())
        factor = np.divide(cut, each, out=np.zeros_like(cut), where=each > 0) * factor
    column = free_name(name, sample.engine.columns)
    engine = sample.engine.attach(ready.keys, cells, factor, column, start=base)
    after = cells.sum_w * factor
    gaps = _gaps(ready, after)
    notes = ready.notes
    if trimmed:
        worst = max(gaps, key=lambda gap: abs(gap.after - gap.target))
        if abs(worst.after - worst.target) > APART:
            said = (
                f"trimming leaves margin '{worst.margin}' {100 * (worst.after - worst.target):+.1f} points from its "
                f"target in '{' × '.join(worst.options)}'"
            )
            warn(WeightingWarning, f"{targets.targets}: {said}", stacklevel=4)
            notes = (*notes, said)
    calibration = Calibration(
        method=method,
        targets=targets.targets,
        sources=tuple(
            dict.fromkeys(name for margin in ready.margins.values() for name in margin.sources or targets.sources)
        ),
        margins=ready.margins,
        variables=ready.variables,
        base_weight=base,
        weight=column,
        gaps=gaps,
        diagnostics=diagnose(engine.values(column), trimmed=trimmed, iterations=rounds),
        residuals=residuals,
        trim=limits,
        notes=notes,
    )
    return sample.changed(engine=engine, calibration=calibration)


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
    if sample.calibration is not None:
        raise WeightingError(
            "this sample is weighted already",
            where=sample.calibration.weight,
            fix="Start from the sample as it was opened.",
        )
    return base_weight if base_weight is not None else sample.design.weight


def _furthest(ready: Prepared, factor: NDArray[np.float64], margin: int) -> tuple[str, float]:
    now = np.bincount(ready.index[margin], ready.cells.sum_w * factor, minlength=len(ready.wanted[margin]))
    gap = now - ready.wanted[margin]
    place = int(np.abs(gap).argmax())
    return " × ".join(ready.levels(ready.names[margin])[place]), float(gap[place] / ready.total)


def _gaps(ready: Prepared, after: NDArray[np.float64]) -> tuple[MarginGap, ...]:
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
                        float(wanted[place] / wanted.sum()),
                        float(was[place] / was.sum()),
                        float(now[place] / now.sum()),
                        int(n[place]),
                    )
                )
    return tuple(found)
