"""What weighting to margins explains of the statistics of cells, from pairwise tables alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from survey.arrays import Array
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.maths.variance.residuals import cell_mean_coefficients, regression_coefficients

if TYPE_CHECKING:
    from survey.estimation.core.collapsed import Collapsed


class Margins:
    """Dummies of the calibration's margins, and the regression of the statistics on them."""

    def __init__(self, made: Collapsed) -> None:
        calibration = made.sample.calibration
        self.margins: list[list[Question]] = [
            [calibration.variables[variable] for variable in margin.variables]
            for margin in calibration.margins.values()
        ]
        engine = made.sample.engine
        sizes = [
            int(np.prod([len(engine.encoding(question).levels) for question in margin])) for margin in self.margins
        ]
        ends = np.cumsum(sizes)
        self.parts = [slice(int(end - size), int(end)) for end, size in zip(ends, sizes, strict=True)]
        self.dummies = int(ends[-1])
        self.base = calibration.base_weight
        counts = calibration.residuals == "cell means"
        strata = made.strata_keys if not made.stage_keys else []
        # one pass a pair of margins: the base weights make the regression, the squares of the final ones its variance
        self._with_keys = [self._pair(made, [*strata, *made.keys, *margin]) for margin in self.margins]
        self._pairs = {
            (i, j): self._pair(made, [*strata, *self.margins[i], *self.margins[j]])
            for i in range(len(self.margins))
            for j in range(i, len(self.margins))
        }
        cross = np.zeros((self.dummies, made.size))
        for part, margin, table in zip(self.parts, self.margins, self._with_keys, strict=True):
            weight = table.n.astype(float) if counts else table.sum_w
            cross[part] = made._cross(made._cell(table), weight, made._flat(table, margin), part.stop - part.start)
        gram = self._gram(made, lambda table: table.n.astype(float) if counts else table.sum_w)
        solve = regression_coefficients if not counts else None
        self.coefficients = solve(gram, cross) if solve else cell_mean_coefficients(gram, cross, self.parts)

    def _pair(self, made: Collapsed, keys: Sequence[Question]) -> CellTable:
        table = made._collapse(keys, base=self.base)
        return table if self.base is not None else replace(table, sum_w=table.n.astype(float))

    def _gram(self, made: Collapsed, of: Callable[[CellTable], Array]) -> Array:
        gram = np.zeros((self.dummies, self.dummies))
        for (i, j), table in self._pairs.items():
            rows, columns = self.parts[i], self.parts[j]
            width = columns.stop - columns.start
            height = rows.stop - rows.start
            index = made._flat(table, self.margins[i]) * width + made._flat(table, self.margins[j])
            block = np.bincount(index, of(table), minlength=height * width).reshape(height, width)
            gram[rows, columns] = block
            gram[columns, rows] = block.T
        return gram

    def unit_totals(self, made: Collapsed, stage: int, count: int) -> Array:
        """(units, dummies) of the final weights."""
        found = np.zeros((count, self.dummies))
        for part, margin in zip(self.parts, self.margins, strict=True):
            table = made._collapse([*made.design_keys, *margin])
            width = part.stop - part.start
            index = made._unit(table, stage) * width + made._flat(table, margin)
            found[:, part] = np.bincount(index, table.sum_w, minlength=count * width).reshape(count, width)
        return found

    def stratum_totals(self, made: Collapsed) -> Array:
        """(strata, dummies) of the final weights."""
        count = len(made.stratum_ids)
        found = np.zeros((count, self.dummies))
        for part, margin in zip(self.parts, self.margins, strict=True):
            table = made._collapse([*made.strata_keys, *margin])
            width = part.stop - part.start
            index = made._place(table, made.strata_keys, made.stratum_ids) * width + made._flat(table, margin)
            found[:, part] = np.bincount(index, table.sum_w, minlength=count * width).reshape(count, width)
        return found

    def square_cross(self, made: Collapsed, scale: Array) -> Array:
        """(dummies, statistics) of ``Σ_h c_h Σ w² x z'``."""
        found = np.zeros((self.dummies, made.size))
        for part, margin, table in zip(self.parts, self.margins, self._with_keys, strict=True):
            stratum = made._place(table, made.strata_keys, made.stratum_ids)
            found[part] = made._cross(
                made._cell(table), table.sum_w2 * scale[stratum], made._flat(table, margin), part.stop - part.start
            )
        return found

    def square_gram(self, made: Collapsed, scale: Array) -> Array:
        """(dummies, dummies) of ``Σ_h c_h Σ w² x x'``."""
        return self._gram(
            made, lambda table: table.sum_w2 * scale[made._place(table, made.strata_keys, made.stratum_ids)]
        )
