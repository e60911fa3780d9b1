"""Weighted totals of statistics of cells, and their covariance under the design, from tables of sums."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.own_words import as_shown
from survey.definitions.records.question import Question
from survey.errors import DesignError, LonelyPsuError
from survey.estimation.core.margins import Margins
from survey.estimation.core.plain_design import in_domains
from survey.estimation.core.totals import Domains, Layer, Totals
from survey.maths.places import distinct, places, spans, sums_at
from survey.maths.variance.layer_products import layer_products
from survey.maths.variance.linearization import Strata, element_spread, multiplier, staged_spread
from survey.maths.variance.replication import replicate_spread
from survey.maths.variance.spread import Spread


def replicated(made: Collapsed, sample: SampleData) -> Totals:
    """The totals of ``made``; with the replicate weights of ``sample``, where it has them, in place of its design."""
    found = made.totals()
    if sample.replicates is None:
        return found
    values = made.replicate_totals(sample.replicates)
    reps = sample.replicates
    spread = replicate_spread(values, found.estimate, reps.scale, reps.rscales, mse=reps.mse)
    targets = None
    if sample.calibration is not None and sample.calibration.target_covariance is not None:
        targets = made.of_targets(sample.changed(replicates=None))
        spread = spread.plus(targets)
    return replace(found, spread=spread, values=values, replicates=reps, targets=targets, scored=sample.scored)


class Collapsed:
    """The tables behind one call of ``totals``."""

    def __init__(
        self,
        sample: SampleData,
        keys: Sequence[Question],
        layers: Sequence[Layer],
        size: int,
        domains: Domains | Sequence[Domains] | None = None,
        known: Index | None = None,
    ) -> None:
        self.sample, self.keys, self.layers, self.size, self.known = sample, list(keys), layers, size, known
        self.domains = [domains] if isinstance(domains, Domains) else list(domains or ())
        design = sample.design
        self.strata_keys = [sample.design_key(column) for column in design.stratum_columns]
        staged = len(design.fpc_columns) > 1
        self.stage_keys = [
            [sample.design_key(column)] for column in (design.psu_columns if staged else design.psu_columns[:1])
        ]
        self.fpc_keys = [sample.design_key(column) for column in design.fpc_columns]
        self.weight = sample.weight
        self.design_keys = [*self.strata_keys, *(key for stage in self.stage_keys for key in stage)]
        self.table = self._collapse([*self.design_keys, *self.fpc_keys, *self.keys])
        if not self.table.sum_w.any():
            raise DesignError(
                "every weight is 0", where=self.weight or "data", fix="Name the column of the weights in the design."
            )
        strata = self._flat(self.table, self.strata_keys)
        self.stratum_ids = distinct(strata) if self.strata_keys else strata[:1]
        self.stratum = places(strata, self.stratum_ids) if self.strata_keys else strata  # of each row of the table
        self.stages = self._stages()

    def totals(self) -> Totals:
        cell = self._cell(self.table)
        estimate = self._sum(self.layers, cell, self.table.sum_w, None, 1)[0]
        calibration = self._calibration_tables() if self.sample.calibration is not None else None
        spread = self._elements(cell, calibration) if not self.stage_keys else self._units(cell, calibration)
        estimated = self.sample.calibration is not None and self.sample.calibration.target_covariance is not None
        targets = self.of_targets(self.sample, calibration) if estimated else None
        if targets is not None:
            spread = spread.plus(targets)
        unit = self.unit[0] if self.stage_keys else None
        found = Totals(estimate, spread, self.table, cell, unit, self.stratum)
        if not self.sample.scored or not self.stage_keys:
            return found
        return replace(found, targets=targets, scored=True, of_units=(self.units[0], self.unit_sums))

    def of_targets(self, sample: SampleData, margins: Margins | None = None) -> Array:
        """``B' V B``, what targets that were themselves estimated add: ``V`` is their covariance, ``B`` how much the
        totals move with them, which are the coefficients of the regression on the margins (Deville 1999, Survey
        Methodology 25, 193-203; Opsomer & Erciulescu 2021, Survey Methodology 47). ``sample``: with its calibration,
        which replicate weights take the place of elsewhere."""
        record = sample.calibration
        if margins is None:
            weighted = copy(self)
            weighted.sample = sample
            margins = Margins(weighted)
        return np.asarray(margins.coefficients.T @ record.target_covariance @ margins.coefficients)

    # tables and places

    def _collapse(self, keys: Sequence[Question], base: str | None = None) -> CellTable:
        distinct = {question.question: question for question in keys}  # a margin may be the question itself
        return self.sample.engine.collapse(list(distinct.values()), weight=self.weight, base=base)

    def _cell(self, table: CellTable) -> Index:
        """What the layers' ``place`` and ``value`` are indexed by."""
        flat = self._flat(table, self.keys)
        return flat if self.known is None else places(flat, self.known)

    def _flat(self, table: CellTable, keys: Sequence[Question]) -> Index:
        return table.flat([question.question for question in keys])

    def _place(self, table: CellTable, keys: Sequence[Question], known: Index) -> Index:
        return places(self._flat(table, keys), known)

    def _unit(self, table: CellTable, stage: int) -> Index:
        return self._place(table, self._unit_keys(stage), self.units[stage])

    def _unit_keys(self, stage: int) -> list[Question]:
        """Keys that identify a unit of ``stage``: those of all stages above are part of its name."""
        above = self.strata_keys if self.sample.design.nest or stage else []
        return [*above, *(key for keys in self.stage_keys[: stage + 1] for key in keys)]

    # strata, PSUs, fpc

    def _stages(self) -> list[tuple[Index, Strata]]:
        """For each stage the parent of each unit and what is known of the parents."""
        design, table, stratum = self.sample.design, self.table, self.stratum
        self.units: list[Index] = []
        self.unit: list[Index] = []  # of each row of the table, by stage
        if not self.stage_keys:
            count = np.bincount(stratum, table.n, minlength=len(self.stratum_ids)).astype(float)
            strata = Strata(count, self._fraction(0, stratum, count))
            self._refuse_lonely(strata)
            self._refuse_alone(strata)
            return [(np.zeros(0, dtype=np.int64), strata)]
        stages = []
        parent_of_row = stratum
        parents = len(self.stratum_ids)
        for stage in range(len(self.stage_keys)):
            numbers = self._flat(table, self._unit_keys(stage))
            self.units.append(distinct(numbers))
            unit = places(numbers, self.units[stage])
            self.unit.append(unit)
            pairs = distinct(unit * parents + parent_of_row)
            if len(pairs) != len(self.units[stage]):
                column = self.stage_keys[stage][0].question
                twice = np.flatnonzero(np.bincount(pairs // parents) > 1)[0]
                row = int(np.flatnonzero(unit == twice)[0])
                value = table.levels[table.keys.index(column)][table.key(column)[row]]
                raise DesignError(
                    f"PSU '{as_shown(str(value))}' lies in more than one stratum",
                    where=design.psu_columns[stage],
                    fix="Use nest=True if PSU numbers repeat from stratum to stratum.",
                )
            parent = pairs % parents
            count = np.bincount(parent, minlength=parents).astype(float)
            strata = Strata(count, self._fraction(stage, parent_of_row, count))
            if stage == 0:
                self._refuse_lonely(strata)
                self._refuse_alone(strata)
            else:
                self._refuse_lonely_inside(stage, strata)
            stages.append((parent, strata))
            parent_of_row, parents = unit, len(self.units[stage])
        return stages

    def _fraction(self, stage: int, parent: Index, count: Array) -> Array:
        """Sampling fraction of each parent, from the population size (or fraction) its rows carry."""
        if stage >= len(self.fpc_keys):
            return np.zeros(len(count))
        column = self.sample.design.fpc_columns[stage]
        encoding = self.sample.engine.encoding(self.fpc_keys[stage])
        numbers = np.array(encoding.numbers)[self.table.key(self.fpc_keys[stage].question)]
        if np.isnan(numbers).any() or (numbers <= 0).any():
            raise DesignError("the population size is empty, not a number, or not positive in some rows", where=column)
        low, high = spans(numbers, parent, len(count))
        if (low != high).any():
            place = int(np.flatnonzero(low != high)[0])
            raise DesignError(
                f"the population size differs inside one {'stratum' if stage == 0 else 'unit'} "
                f"({low[place]:g} and {high[place]:g})",
                where=column,
            )
        fraction = np.where(high <= 1, high, count / high)
        if (fraction > 1 + 1e-12).any():
            place = int(np.flatnonzero(fraction > 1)[0])
            raise DesignError(
                f"{count[place]:g} units were drawn from a population of {high[place]:g}",
                where=column,
                fix="fpc counts the units of the population in each stratum, not in the sample.",
            )
        return np.minimum(fraction, 1.0)

    def _refuse_alone(self, strata: Strata) -> None:
        """One unit that weighs says nothing of the spread, however many weigh 0: as a sample of one."""
        if self.sample.design.lonely_psu != "fail":
            return
        people = int(self.table.respondents.sum())
        live = self.table.respondents > 0
        unit = self.unit[0][live] if self.stage_keys else None
        if people != 1 and (unit is None or not unit.size or unit[0] != unit[-1] or unit.min() != unit.max()):
            return
        if (strata.fraction[self.stratum[live]] > 1 - 1e-7).all():
            return
        who = "PSU" if self.stage_keys else "respondent"
        raise LonelyPsuError(
            f"one {who} only has a weight above 0 ({people} of {int(self.table.n.sum())} respondents weigh); the "
            "variance is not defined",
            where=self.weight or "design",
            fix="Look at the weights, or choose lonely_psu: remove, certainty or adjust.",
        )

    def _refuse_lonely(self, strata: Strata) -> None:
        rule = self.sample.design.lonely_psu
        if strata.count.min(initial=2) > 1:
            return
        _, alone, _ = multiplier(strata, "fail")
        if not alone.any() or rule != "fail" and not (rule == "average" and alone.all()):
            if rule == "adjust" and strata.count.sum() == 1 and alone.any():
                raise LonelyPsuError(
                    "there is one PSU only in the whole sample, and the rule 'adjust' has no others to take it from",
                    where="design",
                    fix="Leave out the PSUs and say what that neglects.",
                )
            return
        if rule == "average":
            raise LonelyPsuError(
                "every stratum has one PSU only, and the rule 'average' has no other strata to average",
                where=", ".join(self.sample.design.stratum_columns) or "design",
                fix="Merge strata, or choose lonely_psu: remove, certainty or adjust.",
            )
        place = np.flatnonzero(alone)
        names = []
        flat = self._flat(self.table, self.strata_keys)
        for stratum in place[:5]:
            row = int(np.flatnonzero(flat == self.stratum_ids[stratum])[0])
            names.append(
                " × ".join(
                    str(self.table.levels[self.table.keys.index(key.question)][self.table.key(key.question)[row]])
                    for key in self.strata_keys
                )
                or "the whole sample"
            )
        more = f" and {len(place) - 5} more" if len(place) > 5 else ""
        raise LonelyPsuError(
            f"one PSU only in {len(place)} stratum(s): {', '.join(names)}{more}; its variance is not defined",
            where=", ".join(self.sample.design.stratum_columns) or "design",
            fix="Merge strata, or choose lonely_psu: remove, certainty, adjust or average.",
        )

    def _refuse_lonely_inside(self, stage: int, strata: Strata) -> None:
        """A PSU of which one unit was drawn has no variance inside; R stops too, and has none for ``average``."""
        rule = self.sample.design.lonely_psu
        alone = int(multiplier(strata, "fail")[1].sum())
        if alone and rule in ("fail", "average"):
            column = self.sample.design.psu_columns[stage]
            raise LonelyPsuError(
                f"one unit only was drawn at stage {stage + 1} in {alone} unit(s) of the stage above; its variance is "
                "not defined",
                where=column,
                fix="Leave out the fpc of this stage, or choose lonely_psu: remove, certainty or adjust.",
            )

    # replicates

    def replicate_totals(self, replicates: Replicates) -> Array:
        """(replicates, statistics): the totals with each replicate's weights."""
        engine = self.sample.engine
        if replicates.given is None:
            table = engine.collapse(self.keys, self.weight, also=replicates.columns)
            assert table.also is not None
            return np.array([self._sum(self.layers, self._cell(table), w, None, 1)[0] for w in table.also.T])
        row = np.zeros(engine.n, dtype=np.int64)
        for question in self.keys:
            row = row * len(engine.encoding(question).levels) + engine.codes(question)
        cells, place = np.unique(row if self.known is None else places(row, self.known), return_inverse=True)
        sums = (np.bincount(place, w, minlength=len(cells)).astype(float) for w in replicates.weights.T)
        return np.array([self._sum(self.layers, cells, weight, None, 1)[0] for weight in sums])

    # sums of the layers

    def _sum(self, layers: Sequence[Layer], cell: Index, weight: Array, row: Index | None, rows: int) -> Array:
        """(rows, statistics): weighted sums of the layers by ``row``."""
        found = np.zeros(rows * self.size)
        for layer in layers:
            place = layer.place[cell]
            at = place >= 0
            index = place[at] if row is None else row[at] * self.size + place[at]
            found += np.bincount(index, weight[at] * layer.value[cell[at]], minlength=len(found))
        return found.reshape(rows, self.size)

    def _cross(self, cell: Index, weight: Array, column: Index, columns: int) -> Array:
        """(columns, statistics): weighted sums of the layers by another crossing's place."""
        return self._sum(self.layers, cell, weight, column, columns)

    # variance

    def _units(self, cell: Index, calibration: Margins | None) -> Spread:
        stages = []
        for stage, (parent, strata) in enumerate(self.stages):
            t = self._unit_totals(cell, stage)
            if calibration is not None:
                t = t - calibration.unit_totals(self, stage, len(t)) @ calibration.coefficients
            stages.append((t, parent, strata))
        self.unit_sums = stages[0][0]
        present = self._present(cell) if in_domains(self.sample.design) else None
        return staged_spread(stages, self.sample.design.lonely_psu, present, self._there(cell))

    def _unit_totals(self, cell: Index, stage: int) -> Array:
        """(units of the stage, statistics): weighted sums of the layers."""
        return self._sum(self.layers, cell, self.table.sum_w, self.unit[stage], len(self.units[stage]))

    def _present(self, cell: Index) -> NDArray[np.bool_] | None:
        """(units, statistics): whether a unit of the first stage has members of the statistic's domain."""
        if not self.domains:
            return None
        unit = self.unit[0] if self.stage_keys else np.arange(len(self.table))
        return self._members(cell, unit, len(self.units[0]) if self.stage_keys else len(self.table))

    def _there(self, cell: Index) -> NDArray[np.bool_] | None:
        """(strata, statistics): whether a stratum has members of the statistic's domain. None where that is without
        meaning: for other rules, and with calibration, whose residuals those outside the domain have too (R:
        ``subset`` of a calibrated design keeps their rows)."""
        design = self.sample.design
        if not self.domains or design.lonely_psu != "adjust" or self.residuals_everywhere:
            return None
        return self._members(cell, self.stratum, len(self.stratum_ids))

    @property
    def residuals_everywhere(self) -> bool:
        """Whether those outside a domain have a part in its variance."""
        return self.sample.calibration is not None

    def _members(self, cell: Index, place: Index, places_: int) -> NDArray[np.bool_]:
        """(places, statistics): whether somebody of the statistic's domain is at the place."""
        blocks = []
        for one in self.domains:
            domain = one.cell[cell]
            at = (domain >= 0) & (self.table.respondents > 0)
            found = np.zeros((places_, one.count), dtype=bool)
            found[place[at], domain[at]] = True
            blocks.append(found[:, one.statistic])
        return np.concatenate(blocks, axis=1)

    def _elements(self, cell: Index, calibration: Margins | None) -> Spread:
        strata = self.stages[0][1]
        lonely = self.sample.design.lonely_psu
        scale, _, _ = multiplier(strata, lonely)
        t = self._sum(self.layers, cell, self.table.sum_w, self.stratum, len(strata.count))
        squares = self._squares(cell, self.table.sum_w2 * scale[self.stratum])
        if calibration is not None:
            b_ = calibration.coefficients
            zx = calibration.square_cross(self, scale)
            xx = calibration.square_gram(self, scale)
            squares = replace(squares, pairs=(*squares.pairs, (-zx, b_), (-b_, zx), (xx @ b_, b_)))
            t = t - calibration.stratum_totals(self) @ b_
        return element_spread(squares, t, strata, lonely, self._there(cell)).settled()

    def _squares(self, cell: Index, spread: Array) -> Spread:
        """Sums of products of the layers, weighted by ``spread``."""
        at, values = [one.place[cell] for one in self.layers], [one.value[cell] for one in self.layers]
        if len(at) == 1:  # no cell adds to two totals
            return Spread(own=sums_at(at, spread * values[0] ** 2, self.size))
        return Spread(whole=layer_products(at, values, spread, self.size))

    def _calibration_tables(self) -> Margins:
        return Margins(self)
