"""Covariance of a sample that was drawn with unequal probabilities and without replacement."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array, Index
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.errors import DesignError, LonelyPsuError
from survey.maths.places import row_sums, spans
from survey.maths.variance.unequal import Drawn, brewer_covariance, pair_covariance

RULES = ("fail", "remove", "certainty")


def pps_covariance(sample: SampleData, weighted: Array) -> Array:
    """Covariance of the sums of ``weighted`` (respondents, statistics), by ``sample.design.pps``.

    The units' probabilities are those of ``fpc``, one a unit (a number above 1: the units of the population, all with
    the same chance). Raises ``DesignError`` for probabilities that differ inside a unit, ``LonelyPsuError`` by the
    design's rule, which may be ``fail``, ``remove`` or ``certainty``."""
    made = sample.design.unequal
    assert made is not None
    stages = _stages(sample, weighted)
    _check(sample, stages)
    if made.method == "brewer":
        return brewer_covariance(stages)
    if made.squares is not None and stages[0].parents > 1:
        raise DesignError(
            "squares is a figure of the whole population, and the sample has strata",
            where="design.pps",
            fix="Leave it out: the mean probability of each stratum takes its place.",
        )
    return pair_covariance(stages[0], made.method, made.variance, made.squares)


def _stages(sample: SampleData, weighted: Array) -> list[Drawn]:
    design = sample.design
    parent = np.zeros(sample.n, dtype=np.int64)  # of each respondent
    for column in design.stratum_columns:
        parent = _numbered(sample, parent, column)
    stages = []
    for stage, fraction in enumerate(design.fpc_columns):
        unit = _numbered(sample, parent, design.psu_columns[stage]) if design.psu_columns else np.arange(sample.n)
        units, parents = int(unit.max()) + 1, int(parent.max()) + 1
        above = np.zeros(units, dtype=np.int64)
        above[unit] = parent
        probability = _probability(sample, fraction, unit, above)
        stages.append(Drawn(row_sums(weighted, unit, units), above, parents, probability))
        parent = unit
    return stages


def _numbered(sample: SampleData, above: Index, column: str) -> Index:
    """The crossing of ``above`` and a column, counted from 0."""
    key = sample.design_key(column)
    flat = above * len(sample.engine.encoding(key).levels) + sample.engine.codes(key)
    return np.unique(flat, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _probability(sample: SampleData, column: str, unit: Index, above: Index) -> Array:
    key: Question = sample.design_key(column)
    rows = np.array(sample.engine.encoding(key).numbers)[sample.engine.codes(key)]
    if not (rows > 0).all():  # empty ones too
        raise DesignError("the probability is empty, not a number, or not positive in some rows", where=column)
    low, high = spans(rows, unit, len(above))
    if (low != high).any():
        place = int(np.flatnonzero(low != high)[0])
        raise DesignError(f"the probability differs inside one unit ({low[place]:g} and {high[place]:g})", where=column)
    count = np.bincount(above)[above]
    made = np.where(high <= 1, high, count / high)
    if (made > 1 + 1e-12).any():
        place = int(np.flatnonzero(made > 1)[0])
        said = f"{count[place]:g} units were drawn from a population of {high[place]:g}"
        raise DesignError(said, where=column, fix="Give each unit its probability of being drawn.")
    return np.asarray(np.minimum(made, 1.0))


def _check(sample: SampleData, stages: list[Drawn]) -> None:
    rule = sample.design.lonely_psu
    if rule not in RULES:
        raise DesignError(
            f"the rule '{rule}' for lonely PSUs is not known with unequal probabilities",
            where="design.lonely_psu",
            fix=f"Choose {', '.join(RULES)}.",
        )
    for number, stage in enumerate(stages):
        alone = int((stage.count == 1).sum())
        if alone and rule == "fail":
            raise LonelyPsuError(
                f"one unit that might have been left out in {alone} group(s) at stage {number + 1}; its variance is "
                "not defined",
                where=sample.design.fpc_columns[number],
                fix="Merge strata, or choose lonely_psu: remove or certainty.",
            )
