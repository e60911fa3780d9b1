"""The same estimator over respondents instead of cells: for answers that are truly continuous, several questions at
once, and models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey.arrays import Array, Index
from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.estimation.core.collapsed import Collapsed, replicated
from survey.estimation.core.margins import Margins
from survey.estimation.core.plain_design import in_domains, plain_design
from survey.estimation.core.pps import pps_covariance
from survey.estimation.core.residuals import inside_scores, residual_scores, target_part
from survey.estimation.core.totals import Domains, Layer, Totals
from survey.maths.variance.joint_inclusion import joint_covariance
from survey.maths.variance.linearization import Strata, domain_spread
from survey.maths.variance.spread import Spread


def row_totals(sample: SampleData, scores: Array, domains: Domains | Sequence[Domains] | None = None) -> Totals:
    """Weighted totals ``Σ w z`` of the columns of ``scores`` and their covariance, as ``totals`` makes them of cells.

    ``scores``: (respondents, statistics) in the order of the data; 0 for those outside a domain, who stay in the
    design. ``Totals.cell`` numbers the respondents. Needs the columns of design and calibration in memory, no others.
    Raises what ``totals`` raises.
    """
    made = _Rows(plain_design(sample), np.asarray(scores, dtype=float), domains)
    made.drawn = sample
    return replicated(made, sample)


def first_stage(sample: SampleData) -> tuple[Index, Index, Strata, tuple[str, ...]]:
    """The units of the first stage, numbered as they first appear in the data: of each respondent its unit, of each
    unit its stratum, what is known of the strata, and their names.

    Respondents are the units of a design without PSUs. Raises what ``totals`` raises of a design."""
    made = _Rows(sample, np.zeros((sample.n, 0)))
    table, strata = made.table, made.stages[0][1]
    stratum = made.stratum
    unit = made.unit[0] if made.stage_keys else np.arange(sample.n)
    _, first, unit = np.unique(unit, return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    row = np.unique(stratum, return_index=True)[1]
    names = [
        " × ".join(str(table.levels[k][table.codes[at, k]]) for k in range(len(made.strata_keys))) or "the whole sample"
        for at in row
    ]
    return number[unit.reshape(-1)], stratum[first[order]], strata, tuple(names)


class _Rows(Collapsed):
    """Tables with one row a respondent."""

    def __init__(self, sample: SampleData, scores: Array, domains: Domains | Sequence[Domains] | None = None) -> None:
        self.scores = self.given = scores
        self.drawn = sample  # with the design that ``sample`` may be without
        self.calibrations = sample.calibration.steps if sample.calibration is not None else ()
        weight = sample.weight
        plain = sample.changed(calibration=None, design=replace(sample.design, weight=weight))
        super().__init__(plain, [], [], scores.shape[1], domains)

    def totals(self) -> Totals:
        estimate = self.sample.weights @ self.scores
        self.scores = residual_scores(self.sample, self.calibrations, self.scores)
        found = replace(super().totals(), estimate=estimate)
        joint = self.sample.joint
        spread = found.spread
        if self.drawn.design.pps is not None and self.drawn.replicates is None:
            spread = Spread(whole=pps_covariance(self.drawn, self.scores * self.sample.weights[:, None]))
        elif joint is not None:
            weighted = self.scores * self.sample.weights[:, None]
            spread = Spread(whole=joint_covariance(weighted, joint.matrix, joint.variance))
        targets = target_part(self.sample, self.calibrations, self.given)
        kept = targets if found.scored and targets.any() else found.targets
        pairs = joint is not None or (self.drawn.design.pps is not None and self.drawn.replicates is None)
        return replace(found, spread=spread.plus(targets) if targets.any() else spread, targets=kept, pairs=pairs)

    def of_targets(self, sample: SampleData, margins: Margins | None = None) -> Array:
        steps = sample.calibration.steps if sample.calibration is not None else ()
        return target_part(sample, steps, self.given)

    def replicate_totals(self, replicates: Replicates) -> Array:
        return np.asarray(replicates.weights.T @ self.scores)

    def _collapse(self, keys: Sequence[Question], base: str | None = None) -> CellTable:
        engine = self.sample.engine
        distinct = list({question.question: question for question in keys}.values())
        codes = np.zeros((engine.n, len(distinct)), dtype=np.int64)
        for k, question in enumerate(distinct):
            codes[:, k] = engine.codes(question)
        weight = self.sample.weights
        return CellTable(
            tuple(question.question for question in distinct),
            tuple(engine.encoding(question).levels for question in distinct),
            codes,
            np.ones(engine.n, dtype=np.int64),
            weight if base is None else np.asarray(engine.values(base), dtype=float),
            weight**2,
            (weight != 0).astype(np.int64),
        )

    @property
    def residuals_everywhere(self) -> bool:
        return bool(self.calibrations)

    def _cell(self, table: CellTable) -> Index:
        return np.arange(len(table))

    def _sum(self, layers: Sequence[Layer], cell: Index, weight: Array, row: Index | None, rows: int) -> Array:
        if row is None:
            return np.asarray(weight @ self.scores)[None, :]
        return np.stack([np.bincount(row, weight * score, minlength=rows) for score in self.scores.T], axis=1)

    def _unit_totals(self, cell: Index, stage: int) -> Array:
        if not any(0 < step.stage <= stage for step in self.calibrations):
            return super()._unit_totals(cell, stage)
        scores = inside_scores(self.sample, self.calibrations, self.scores, stage)
        weight, unit = self.sample.weights, self.unit[stage]
        count = len(self.units[stage])
        return np.stack([np.bincount(unit, weight * score, minlength=count) for score in scores.T], axis=1)

    def _elements(self, cell: Index, calibration: Margins | None) -> Spread:
        present = self._present(cell) if in_domains(self.sample.design) else None
        if present is None:
            return super()._elements(cell, calibration)
        weighted = self.scores * self.sample.weights[:, None]
        return domain_spread(weighted, self.stratum, self.stages[0][1], self.sample.design.lonely_psu, present)

    def _squares(self, cell: Index, spread: Array) -> Spread:
        return Spread(((self.scores * spread[:, None], self.scores),))
