"""Factors of the cells that meet margins and totals of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Targets
from survey.errors import ConvergenceError, WeightingError
from survey.maths.weights.calibration import DISTANCES, Calibrated, calibrate_cells
from survey.maths.weights.regression_factors import regression_factors
from survey.maths.weights.trimming import trim_weights
from survey.weighting.calibrating.rounds import check_rounds
from survey.weighting.margins.prepared import Prepared
from survey.weighting.margins.units import Units
from survey.words import nearest

Bounds = tuple[float, float]


@dataclass(frozen=True)
class How:
    """How factors are found: the arguments of ``calibrate`` of these names."""

    distance: str
    bounds: Bounds | None
    bounds_on: Literal["factor", "weight"]
    trim: Bounds | None
    strict: bool
    tolerance: float
    rounds: int

    @property
    def positive(self) -> bool:
        """Whether no factor can be below 0."""
        return self.distance != "linear" or (self.bounds is not None and self.bounds[0] >= 0)

    def check(self) -> None:
        """Raise ``WeightingError`` for what does not go together."""
        distance, bounds = self.distance, self.bounds
        check_rounds(self.tolerance, self.rounds)
        if distance not in DISTANCES:
            raise WeightingError(f"unknown distance '{distance}'", where="distance", fix=nearest(distance, DISTANCES))
        if self.bounds_on not in ("factor", "weight"):
            said = f"bounds on '{self.bounds_on}' are unknown"
            raise WeightingError(said, where="bounds_on", fix="Write factor or weight.")
        if distance == "logit" and (bounds is None or not np.isfinite(bounds).all()):
            raise WeightingError("the logit distance needs two finite bounds", where="bounds", fix="Try (0.3, 3).")
        for what, limits in (("bounds", bounds if self.bounds_on == "factor" else None), ("trim", self.trim)):
            if limits is not None and not limits[0] < 1 < limits[1]:
                raise WeightingError(
                    f"{what} {span(limits)} do not hold the factor 1",
                    where=what,
                    fix="Write the least below 1 and the largest above.",
                )
        if bounds is not None and not bounds[0] < bounds[1]:
            raise WeightingError(f"bounds {span(bounds)} hold nothing", where="bounds", fix="Write the least first.")


@dataclass(frozen=True)
class Problem:
    """Factors of the cells from their weight totals, in the sample and in each replicate."""

    ready: Prepared
    x: Array
    wanted: Array
    names: Sequence[str]
    figures: Targets
    units: Units | None
    how: How
    spread: Array | None = None  # of each cell, what the variance of a residual is in proportion to

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
        if self.spread is not None:
            made = regression_factors(x, sums, self.wanted, self.spread)
        else:
            made = calibrate_cells(
                x,
                sums,
                self.wanted,
                distance=self.how.distance,
                bounds=self._limits(sums, count),
                tolerance=self.how.tolerance,
                rounds=self.how.rounds,
            )
        if not made.converged:
            raise self._not_converged(made)
        if self.how.trim is None:
            return made.factor, made.rounds, np.zeros(len(sums), dtype=bool)
        try:
            factor, was = trim_weights(made.factor, *self.how.trim, count=sums, strict=self.how.strict)
        except ValueError as error:
            raise WeightingError(f"trimming failed: {error}", where="trim", fix="Widen the limits.") from None
        return factor, made.rounds, was & (sums > 0)

    def _limits(self, sums: Array, count: Array) -> tuple[Any, Any] | None:
        """Bounds as factors; refused where no factor within them brings the base weights to the total."""
        if self.how.bounds is None:
            return None
        low, high = self.how.bounds
        (low, high), total = self.how.bounds, self.ready.total
        what, by = ("weight", count) if self.how.bounds_on == "weight" else ("factor", sums)
        mean = total / by.sum()
        if not low < mean < high and np.isfinite(total):
            raise WeightingError(
                f"bounds {span(self.how.bounds)} leave out {mean:,.6g}, the mean {what} that the total of "
                f"{total:,.10g} asks for",
                where="bounds",
                fix="Scale the base weights to the total first (survey.scale), or move the bounds.",
            )
        if self.how.bounds_on == "factor":
            return self.how.bounds
        each = np.divide(sums, count, out=np.full(len(sums), mean), where=(count > 0) & (sums > 0))
        outside = int(count[(each <= low) | (each >= high)].sum()) if self.how.distance == "logit" else 0
        if outside:
            raise WeightingError(
                f"{outside} respondent(s) have a base weight outside {span(self.how.bounds)}, where the logit distance "
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


def span(limits: Bounds | None) -> str:
    """Limits in words."""
    low, high = limits if limits is not None else (-np.inf, np.inf)
    return f"({low:g}, {high:g})"


def auxiliaries(
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
