"""Raking: weights that meet several margins at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.sample import SampleData
from survey.definitions.study import Trim
from survey.definitions.targets import Targets
from survey.errors import ConvergenceError, WeightingError, WeightingWarning, warn
from survey.maths.raking import Raked, rake_cells
from survey.maths.trimming import trim_weights
from survey.weighting.calibration import Calibration, MarginGap, Residuals
from survey.weighting.diagnose import diagnose_summary
from survey.weighting.given_targets import as_targets
from survey.weighting.prepare import Prepared, prepare
from survey.weighting.replicated import own_base, reweighted

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
    column, ``weight`` where that is free. Replicate weights are raked one by one, each from its own weights.

    Raises ``WeightingError`` with everything that does not fit before the first iteration, and
    ``ConvergenceError`` naming the margin and the distance when ``rounds`` are not enough. Deming & Stephan
    (1940); Kalton & Flores-Cervantes (2003)."""
    base = base_of(sample, base_weight)
    figures = as_targets(targets)
    ready = prepare(sample, figures, margins, base, keep_base=trim is not None)

    def work(sums: NDArray[np.float64]) -> Raked:
        raked = rake_cells(sums, ready.index, ready.wanted, tolerance=tolerance, rounds=rounds)
        if not raked.converged:
            raise _not_converged(ready, sums, raked, figures)
        return raked

    def again(sums: NDArray[np.float64]) -> NDArray[np.float64]:
        all_there(ready, sums, figures)
        return work(sums).factor

    raked = work(ready.cells.sum_w)
    return finish(sample, ready, raked.factor, "rake", figures, base, trim, name, residuals, raked.rounds, again=again)


def _not_converged(ready: Prepared, sums: NDArray[np.float64], raked: Raked, targets: Targets) -> ConvergenceError:
    worst = int(np.argmax(raked.gaps))
    place, gap = _furthest(ready, sums * raked.factor, worst)
    return ConvergenceError(
        f"not converged after {raked.rounds} rounds: margin '{ready.names[worst]}' is {gap:+.4%} of the total away "
        f"from its target in '{place}'",
        where=f"targets {targets.targets}",
        fix="Combinations of options that the margins need are missing from the sample; merge options or drop one.",
    )


def all_there(ready: Prepared, sums: NDArray[np.float64], targets: Targets) -> None:
    """Raise ``WeightingError`` where a margin cell with a target has no weight, as can be in a replicate."""
    gone = []
    for name, index, wanted in zip(ready.names, ready.index, ready.wanted, strict=True):
        now = np.bincount(index, sums, minlength=len(wanted))
        levels = ready.levels(name)
        gone += [f"'{' × '.join(levels[place])}'" for place in np.flatnonzero((wanted > 0) & (now <= 0))]
    if gone:
        raise WeightingError(
            f"nobody has weight in {', '.join(gone[:5])}{', …' if len(gone) > 5 else ''}",
            where=f"targets {targets.targets}",
            fix="Merge options, or take replicates that keep everybody: Fay's, or fewer units left out.",
        )


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
    numbers: Mapping[str, float] | None = None,
    *,
    again: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> SampleData:
    """The new sample from factors per cell: trimming, the weight column, the record of what was done.

    ``again`` gives the factors anew for the weights of a replicate, where there are replicates. Trimmed is the weight
    of a respondent, not that times how often a replicate counts it."""
    cells = ready.cells
    own_base(sample, base)
    trimmed = 0
    limits = None
    each = np.divide(cells.sum_w, cells.n)

    def cut_to(made: NDArray[np.float64], count: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        weight = each * made
        try:
            cut, was = trim_weights(weight, low, high, count=count, strict=trim is None or trim.strict)
        except ValueError as error:
            raise WeightingError(f"trimming failed: {error}", where="weighting.trim", fix="Widen the limits.") from None
        return np.divide(cut, each, out=np.zeros_like(cut), where=weight > 0), was

    low, high = -np.inf, np.inf
    if trim is not None and (trim.lower is not None or trim.upper is not None):
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
        factor, was = cut_to(factor, cells.respondents.astype(float))
        trimmed = int(cells.respondents[was].sum())

    def in_replicate(sums: NDArray[np.float64]) -> NDArray[np.float64]:
        made = again(sums)
        if limits is None:
            return made
        times = np.divide(sums, each, out=np.zeros_like(sums), where=each > 0)  # how often the cell's people count
        return cut_to(made, times)[0]

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
        diagnostics=diagnose_summary(engine.summary(column), trimmed=trimmed, iterations=rounds),
        residuals=residuals if sample.replicates is None else "replicates",
        trim=limits,
        notes=notes,
        numbers=tuple(sample.question(name) for name in numbers or ()),
        totals=tuple((numbers or {}).values()),
        before=sample.calibration if sample.calibration is not None and sample.calibration.weight == base else None,
    )
    replicates = reweighted(sample, ready.keys, cells, in_replicate)
    return sample.changed(engine=engine, calibration=calibration, replicates=replicates)


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


def _furthest(ready: Prepared, after: NDArray[np.float64], margin: int) -> tuple[str, float]:
    now = np.bincount(ready.index[margin], after, minlength=len(ready.wanted[margin]))
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
