"""Calibration: weights that meet margins and totals of numbers at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import number_question
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Targets
from survey.errors import ConvergenceError, WeightingError, WeightingWarning, warn
from survey.maths.weights.calibration import DISTANCES, Calibrated, calibrate_cells
from survey.maths.weights.trimming import trim_weights
from survey.weighting.calibrating.finish import Made, base_of, finish
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.margins.missing import Missing
from survey.weighting.margins.prepare import Prepared, prepare
from survey.weighting.margins.units import Units, units_of
from survey.weighting.record.replicated import own_base
from survey.words import nearest

Array = NDArray[np.float64]
Bounds = tuple[float, float]


def calibrate(
    sample: SampleData,
    targets: Targets | Mapping[Any, Any],
    totals: Mapping[str, float] | None = None,
    *,
    margins: Sequence[str] = (),
    distance: str = "linear",
    bounds: Bounds | None = None,
    bounds_on: Literal["factor", "weight"] = "factor",
    within: str | Sequence[str] | None = None,
    trim: Bounds | None = None,
    strict: bool = True,
    missing: Missing = "stop",
    base_weight: str | None = None,
    name: str | None = None,
    tolerance: float = 1e-11,
    rounds: int = 100,
) -> SampleData:
    """The sample with weights that meet margins and totals of numbers, as near to the base weights as ``distance``
    measures it (R: ``calibrate``; Deville & Särndal 1992, JASA 87, 376-382).

    ``targets``, ``missing``: as for ``rake``. ``totals``: question of numbers -> its total in the population, in the
    unit of the weights (which then add to the targets' total). ``distance``: ``linear`` (the regression estimator;
    weights can be negative, which is warned of), ``raking`` (never negative) or ``logit`` (needs ``bounds``).
    ``bounds``: least and largest factor on a base weight, or, with ``bounds_on="weight"``, least and largest weight (R:
    ``bounds.const``). ``within``: column(s) of a household or PSU whose members get one weight: the mean of their base
    weights times a factor from the means of their margins and numbers (R: ``aggregate.stage``, which keeps base weights
    that differ inside a unit and then misses the totals). ``trim``: least and largest factor, to which factors are cut
    after the bounds were met, the excess spread over the others in proportion to their base weights, and with
    ``strict`` again until none is outside (R: ``trim``, once); totals are then missed, and the gaps say by how much.
    Variances use residuals of the
    regression on margins and numbers; replicate weights are calibrated one by one.

    Raises ``WeightingError`` with everything that does not fit, and ``ConvergenceError`` naming the total that is
    furthest away when they cannot all be met within ``bounds``.
    """
    _check(distance, bounds, bounds_on, trim)
    base = base_of(sample, base_weight)
    own_base(sample, base)
    figures = as_targets(targets)
    numbers = {question: number_question(sample.question(question)) for question in totals or {}}
    columns = () if within is None else (within,) if isinstance(within, str) else tuple(within)
    unit_keys = [sample.design_key(column) for column in columns if sample.question(column)]
    keep_base = bounds_on == "weight" or bool(columns)
    also = [*numbers.values(), *unit_keys]
    positive = distance != "linear" or (bounds is not None and bounds[0] >= 0)
    ready = prepare(sample, figures, margins, base, keep_base, also, missing=missing, positive=positive)
    x, wanted, names = _auxiliaries(ready, numbers, totals or {})
    units = units_of(ready, x, [key.question for key in unit_keys]) if unit_keys else None
    problem = _Problem(
        ready, x, wanted, names, figures, distance, bounds, bounds_on, trim, strict, units, tolerance, rounds
    )
    factor, used, trimmed = problem.solve(ready.cells.sum_w, ready.cells.respondents.astype(float))
    notes = list(units.notes if units is not None else ())
    below = int(ready.cells.respondents[(factor < 0) & (ready.cells.sum_w > 0)].sum())
    if below:
        notes.append(f"{below} respondent(s) have a negative weight; distance='raking' or bounds leave none")
    for note in notes:
        warn(WeightingWarning, f"{figures.targets}: {note}", stacklevel=3)
    if trimmed:
        notes.append(f"factors cut to {_span(trim)} for {trimmed} respondent(s)")
    made = Made(
        "calibrate",
        factor,
        problem.again,
        {
            "totals": dict(totals or {}),
            "margins": tuple(margins),
            "distance": distance,
            "bounds": bounds,
            "bounds_on": bounds_on if bounds_on != "factor" else None,
            "within": columns,
            "trim": trim,
            "strict": None if strict else False,
            "missing": missing if missing != "stop" else None,
            "base_weight": base_weight,
            "tolerance": tolerance if tolerance != 1e-11 else None,
            "rounds": rounds if rounds != 100 else None,
        },
        rounds=used,
        numbers=dict(totals or {}),
        within=columns,
        loose="trimming leaves" if trimmed else "",
        notes=tuple(notes),
        counts={key: count for key, count in (("negative", below), ("trimmed", trimmed)) if count},
    )
    return finish(ready, made, figures, base, None, name)


@dataclass(frozen=True)
class _Problem:
    """Factors of the cells from their weight totals, in the sample and in each replicate."""

    ready: Prepared
    x: Array
    wanted: Array
    names: Sequence[str]
    figures: Targets
    distance: str
    bounds: Bounds | None
    bounds_on: str
    trim: Bounds | None
    strict: bool
    units: Units | None
    tolerance: float
    rounds: int

    def again(self, sums: Array) -> Array:
        """Those of a replicate. Limits on a weight hold for one respondent, however often he counts."""
        cells = self.ready.cells
        each = np.divide(cells.sum_w, cells.respondents, out=np.zeros(len(sums)), where=cells.respondents > 0)
        return self.solve(sums, np.divide(sums, each, out=np.zeros_like(sums), where=each > 0))[0]

    def solve(self, sums: Array, count: Array) -> tuple[Array, int, int]:
        """Factors, rounds, and respondents whose factor was cut. ``count``: respondents of each cell."""
        if self.units is None:
            factor, used, was = self._factors(self.x, sums, count)
            return factor, used, int(self.ready.cells.respondents[was].sum())
        total, size = self.units.sums(sums), self.units.sums(count)
        unit_factor, used, was = self._factors(self.units.means, total, size)
        mean = np.divide(total, size, out=np.zeros_like(total), where=size > 0)
        weight = (mean * unit_factor)[self.units.unit] * count
        factor = np.divide(weight, sums, out=np.zeros_like(weight), where=sums > 0)
        return factor, used, int(self.ready.cells.respondents[was[self.units.unit]].sum())

    def _factors(self, x: Array, sums: Array, count: Array) -> tuple[Array, int, NDArray[np.bool_]]:
        made = calibrate_cells(
            x,
            sums,
            self.wanted,
            distance=self.distance,
            bounds=self._limits(sums, count),
            tolerance=self.tolerance,
            rounds=self.rounds,
        )
        if not made.converged:
            raise self._not_converged(made)
        if self.trim is None:
            return made.factor, made.rounds, np.zeros(len(sums), dtype=bool)
        try:
            factor, was = trim_weights(made.factor, *self.trim, count=sums, strict=self.strict)
        except ValueError as error:
            raise WeightingError(f"trimming failed: {error}", where="trim", fix="Widen the limits.") from None
        return factor, made.rounds, was & (sums > 0)

    def _limits(self, sums: Array, count: Array) -> tuple[Any, Any] | None:
        """Bounds as factors; refused where no factor within them brings the base weights to the total."""
        if self.bounds is None:
            return None
        low, high = self.bounds
        total = self.ready.total
        mean, what = (total / count.sum(), "weight") if self.bounds_on == "weight" else (total / sums.sum(), "factor")
        if not low < mean < high:
            raise WeightingError(
                f"bounds {_span(self.bounds)} leave out {mean:,.6g}, the mean {what} that the total of {total:,.10g} "
                "asks for",
                where="bounds",
                fix="Scale the base weights to the total first (survey.scale), or move the bounds.",
            )
        if self.bounds_on == "factor":
            return self.bounds
        each = np.divide(sums, count, out=np.full(len(sums), mean), where=(count > 0) & (sums > 0))
        outside = int(count[(each <= low) | (each >= high)].sum()) if self.distance == "logit" else 0
        if outside:
            raise WeightingError(
                f"{outside} respondent(s) have a base weight outside {_span(self.bounds)}, where the logit distance "
                "is not defined",
                where="bounds",
                fix="Use distance='raking' or 'linear', widen the bounds, or trim the base weights first.",
            )
        return low / each, high / each

    def _not_converged(self, made: Calibrated) -> ConvergenceError:
        worst = int(made.gaps.argmax())
        return ConvergenceError(
            f"not converged after {made.rounds} rounds: '{self.names[worst]}' is {made.gaps[worst]:.4%} away from its "
            "total",
            where=f"targets {self.figures.targets}",
            fix="Widen the bounds, merge options, or leave a total out.",
        )


def _span(limits: Bounds | None) -> str:
    low, high = limits if limits is not None else (-np.inf, np.inf)
    return f"({low:g}, {high:g})"


def _check(distance: str, bounds: Bounds | None, bounds_on: str, trim: Bounds | None) -> None:
    if distance not in DISTANCES:
        raise WeightingError(f"unknown distance '{distance}'", where="distance", fix=nearest(distance, DISTANCES))
    if bounds_on not in ("factor", "weight"):
        raise WeightingError(f"bounds on '{bounds_on}' are unknown", where="bounds_on", fix="Write factor or weight.")
    if distance == "logit" and (bounds is None or not np.isfinite(bounds).all()):
        raise WeightingError("the logit distance needs two finite bounds", where="bounds", fix="Try (0.3, 3).")
    for what, limits in (("bounds", bounds if bounds_on == "factor" else None), ("trim", trim)):
        if limits is not None and not limits[0] < 1 < limits[1]:
            raise WeightingError(
                f"{what} {_span(limits)} do not hold the factor 1",
                where=what,
                fix="Write the least below 1 and the largest above.",
            )
    if bounds is not None and not bounds[0] < bounds[1]:
        raise WeightingError(f"bounds {_span(bounds)} hold nothing", where="bounds", fix="Write the least first.")


def _auxiliaries(
    ready: Prepared, numbers: Mapping[str, Question], totals: Mapping[str, float]
) -> tuple[Array, Array, list[str]]:
    """(cells, auxiliaries), their totals and their names: dummies of the margins, then numbers."""
    blocks, wanted, names = [], [], []
    for margin, index, target in zip(ready.names, ready.index, ready.wanted, strict=True):
        live = np.flatnonzero(target > 0)
        blocks.append((index[:, None] == live[None, :]).astype(float))
        wanted.append(target[live])
        levels = ready.levels(margin)
        names += [" × ".join(levels[place]) for place in live]
    for name, question in numbers.items():
        value = np.array(ready.sample.engine.encoding(question).numbers)[ready.cells.key(question.question)]
        empty = ~np.isfinite(value)
        without = int(ready.cells.respondents[empty].sum())
        if without:
            raise WeightingError(
                f"{without} respondent(s) gave no number", where=name, fix="Impute them, or leave the total out."
            )
        blocks.append(np.where(empty, 0.0, value)[:, None])  # who does not count needs no number
        wanted.append(np.array([float(totals[name])]))
        names.append(f"total of {name}")
    return np.concatenate(blocks, axis=1), np.concatenate(wanted), names
