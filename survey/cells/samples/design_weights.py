"""Weights that follow from the sampling fractions, where the data carry none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.errors import DesignError

NAME = "_design_weight"


def with_design_weights(sample: SampleData) -> SampleData:
    """The sample with weights ``Π N_s / n_s`` over the stages, if it has an fpc and no weight column (R:
    ``svydesign``).

    ``N_s``: population size of the stage (or ``1/N_s`` the sampling fraction, at most 1); ``n_s``: units drawn.
    A sample with weights, or without fpc, is returned as it is."""
    design = sample.design
    if design.weight is not None or not design.fpc_columns or sample.calibration is not None:
        return sample
    strata = [sample.design_key(column) for column in design.stratum_columns]
    psu = [sample.design_key(column) for column in design.psu_columns]
    fpc = [sample.design_key(column) for column in design.fpc_columns]
    keys = [*strata, *psu[: max(1, len(fpc))], *fpc]
    cells = sample.engine.collapse(keys)
    factor = np.ones(len(cells))
    above = [question.question for question in strata]
    parent = np.unique(cells.flat(above), return_inverse=True)[1].reshape(-1)
    for stage, size in enumerate(fpc):
        numbers = np.array(sample.engine.encoding(size).numbers)[cells.key(size.question)]
        if not (numbers > 0).all():
            said = "the population size is empty, not a number, or not positive in some rows"
            raise DesignError(said, where=str(size.column or size.question))
        if psu:
            above = [*above, psu[stage].question]
            unit = np.unique(cells.flat(above), return_inverse=True)[1].reshape(-1)
            pairs = np.unique(np.stack([parent, unit], axis=1), axis=0)
            drawn = np.bincount(pairs[:, 0])[parent]
        else:
            unit = parent
            drawn = np.bincount(parent, cells.n)[parent]
        factor = factor * np.where(numbers <= 1, 1 / numbers, numbers / drawn)
        parent = unit
    engine = sample.engine.attach(keys, cells, factor, NAME)
    return sample.changed(engine=engine, design=replace(design, weight=NAME))
