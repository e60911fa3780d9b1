"""What the one estimator takes and gives: statistics of cells, their domains, and totals with their covariance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.samples.replicates import Replicates
from survey.cells.table.celltable import CellTable
from survey.errors import ReplicateWarning, UndefinedWarning, warn
from survey.maths.places import distinct
from survey.maths.variance.replication import replicate_spread
from survey.maths.variance.spread import Linear, Spread


@dataclass(frozen=True)
class Layer:
    """A statistic of cells: cell ``c`` of the keys' crossing adds ``value[c]`` per unit of weight to total
    ``place[c]`` (-1: to none). A share needs one layer, a ratio two."""

    place: Index
    value: Array


@dataclass(frozen=True)
class Domains:
    """``cell``: for each cell of the crossing its domain, -1 for none; ``statistic``: for each statistic its domain."""

    cell: Index
    statistic: Index
    count: int

    @classmethod
    def one(cls, inside: NDArray[np.bool_], statistics: int) -> Domains:
        """All statistics are of one domain: the cells, or respondents, that are ``inside``."""
        return cls(np.where(inside, 0, -1), np.zeros(statistics, dtype=np.int64), 1)


@dataclass(frozen=True)
class Scores:
    """What the rows of a result are made of, unit by unit: ``values`` (units, rows) are the linearized scores summed
    over each unit, or, with replicate weights, the rows in each replicate. ``unit``: the number of each unit in the
    crossing of strata, PSU and person. ``targets``: what estimated targets add to the covariance of the rows."""

    values: Array
    unit: Index | None
    targets: Array | None


@dataclass(frozen=True)
class Totals:
    """``estimate`` (statistics,) and the ``spread`` that their ``covariance`` is made of. ``table`` has the design's
    keys and the question's; ``cell``, ``unit`` and ``stratum`` are each row's place in the crossing, among PSUs, in
    strata.
    With replicate weights ``values`` (replicates, statistics) are the totals in each. ``targets``: the part of the
    covariance that estimated targets add, which replicates do not have. ``of_units``: the units' numbers and the totals
    in each, where the sample is ``scored``. ``pairs``: the covariance is one of pairs of respondents, whose variances
    can be negative."""

    estimate: Array
    spread: Spread
    table: CellTable
    cell: Index
    unit: Index | None  # None where every respondent is its own PSU
    stratum: Index
    values: Array | None = None
    replicates: Replicates | None = None
    targets: Array | None = None
    scored: bool = False
    of_units: tuple[Index, Array] | None = None
    pairs: bool = False

    @cached_property
    def covariance(self) -> Array:
        """(statistics, statistics), made when it is first asked for."""
        return self.spread.matrix()

    def scores(self, statistic: Callable[[Array], Array], gradient: Array, at: Index, rows: int) -> Scores | None:
        """The scores of a function of the totals that gives the results ``at`` of ``rows``; None where the sample did
        not ask for them. ``statistic``, ``gradient``: as for ``covariance_of``."""
        if not self.scored:
            return None
        targets = None
        if self.targets is not None:
            targets = np.zeros((rows, rows))
            targets[np.ix_(at, at)] = gradient @ self.targets @ gradient.T
        unit = None
        if self.replicates is not None and self.values is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                made = np.array([statistic(totals) for totals in self.values])
        else:
            assert self.of_units is not None  # a scored sample has persons or PSUs as units
            unit, sums = self.of_units
            made = sums @ gradient.T
        values = np.full((len(made), rows), np.nan)
        values[:, at] = made
        return Scores(values, unit, targets)

    def covariance_of(self, statistic: Callable[[Array], Array], gradient: Array) -> Array:
        """Covariance of a function of the totals: by its ``gradient`` (results, statistics) on their covariance, or,
        with replicate weights, by its value in each replicate. ``statistic``: totals to results.

        Replicates in which a result is not a number (nobody of a domain is left) are left out of its variance, as R
        does, and a ``ReplicateWarning`` counts them."""
        if self.replicates is None or self.values is None:
            found = np.asarray(gradient @ self.covariance @ gradient.T)
            size = ((np.abs(gradient) @ np.abs(self.covariance)) * np.abs(gradient)).sum(axis=1) if self.pairs else None
            return found if size is None else _without_negative(found, size)
        with np.errstate(divide="ignore", invalid="ignore"):  # nobody of a domain may be left in a replicate
            each = np.array([statistic(totals) for totals in self.values])
        found = self._replicated(each, statistic(self.estimate)).matrix()
        return found if self.targets is None else found + gradient @ self.targets @ gradient.T

    def spread_of(self, statistic: Callable[[Array], Array], linear: Linear) -> Spread:
        """``covariance_of`` of many results, of which variances are wanted first. ``statistic`` takes replicates of
        totals, too; ``linear``: the gradient."""
        if self.pairs:
            return Spread(whole=self.covariance_of(statistic, linear(np.eye(len(self.estimate))).T))
        if self.values is None:
            return self.spread.through(linear)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = self._replicated(statistic(self.values), statistic(self.estimate))
        return found if self.targets is None else found.plus(linear(linear(self.targets).T))

    def _replicated(self, each: Array, full: Array) -> Spread:
        """Of results with their values in ``each`` replicate."""
        made = self.replicates
        assert made is not None
        lost = int((np.isfinite(full) & ~np.isfinite(each)).any(axis=1).sum())
        if lost:
            said = f"{lost} of {made.count} replicates have nobody in some domain and are left out of its variance"
            warn(ReplicateWarning, said)
        return replicate_spread(each, full, made.scale, made.rscales, mse=made.mse)

    @property
    def own_covariance(self) -> Array:
        """That of the totals themselves, without variances below nothing."""
        size = np.abs(np.diag(self.covariance))
        return _without_negative(self.covariance, size.max(initial=0.0)) if self.pairs else self.covariance

    @property
    def variance(self) -> str:
        """How the covariance was made: ``linearization`` or ``replicates``."""
        return "linearization" if self.replicates is None else "replicates"

    def per_cell(self, sums: NDArray[np.generic], size: int) -> Array:
        """One of the table's sums added up over the design's keys."""
        return np.bincount(self.cell, np.asarray(sums, dtype=float), minlength=size).astype(float)

    def degrees(self, group: Index, groups: int) -> Array:
        """PSUs minus strata with positive weight in each group (R: ``degf(subset(design))``).

        ``group``: for each cell of the crossing its group, -1 for none. Respondents count as PSUs in designs without.
        Replicate weights have the same degrees of freedom everywhere.
        """
        if self.replicates is not None:
            return np.full(groups, self.replicates.df)
        mine = group[self.cell]
        live = (mine >= 0) & (self.table.respondents > 0)
        strata = _distinct(mine[live], self.stratum[live], groups)
        if self.unit is None:
            return np.bincount(mine[live], self.table.respondents[live], minlength=groups).astype(float) - strata
        return _distinct(mine[live], self.unit[live], groups) - strata

    @cached_property
    def design_degrees(self) -> float:
        """``degrees`` of all respondents (R: ``degf(design)``)."""
        if self.replicates is not None:
            return float(self.replicates.df)
        respondents = self.table.respondents
        live = respondents > 0
        units = int(respondents.sum()) if self.unit is None else _many(self.unit, live)
        return float(units - _many(self.stratum, live))


def _many(member: Index, live: NDArray[np.bool_]) -> int:
    """How many members those who are ``live`` have. ``member``: places, each of which somebody has."""
    return int(member.max(initial=-1)) + 1 if live.all() else len(distinct(member[live]))


def _distinct(group: Index, member: Index, groups: int) -> Array:
    if not member.any():  # all of one stratum
        return (np.bincount(group, minlength=groups) > 0).astype(float)
    width = int(member.max(initial=0)) + 1
    return np.bincount(distinct(group * width + member) // width, minlength=groups).astype(float)


def _without_negative(covariance: Array, size: Array | float) -> Array:
    """NaN, with a warning, for results whose variance is below 0 by more than the rounding of ``size``: it is unknown,
    not nothing (R: NaN)."""
    negative = np.diag(covariance) < -1e-9 * size
    if negative.any():
        fix = "take pps: brewer, or variance: Yates-Grundy"
        said = f"the variance of {int(negative.sum())} figure(s) is estimated below 0, and their errors are left empty"
        warn(UndefinedWarning, f"{said}: {fix}")
        covariance = np.where(negative[:, None] | negative[None, :], np.nan, covariance)
    return covariance
