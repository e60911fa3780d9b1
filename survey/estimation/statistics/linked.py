"""The covariance of the results of samples that share persons or PSUs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from survey.arrays import Array
from survey.cells.shared.ties import Tie
from survey.errors import LonelyPsuError
from survey.estimation.core.totals import Scores
from survey.maths.variance.linearization import Strata, multiplier, unit_covariance
from survey.maths.variance.replication import replicate_covariance


class Scored(Protocol):
    """A result with the scores of its units: ``Estimates``, and what is made of them."""

    @property
    def scores(self) -> Scores | None:
        """Of each unit, for each row."""

    @property
    def estimate(self) -> Array:
        """Of each row."""


def joint(made: Tie, rows: Sequence[Scored]) -> tuple[Array, float]:
    """The covariance of the rows of one result for each of the tie's samples, one after the other, and the degrees of
    freedom of the design that they make together.

    ``V = Σ_h (1-f_h) n_h/(n_h-1) Σ_j (z_hj - z̄_h)(z_hj - z̄_h)'`` over the units of all samples, with ``z`` a unit's
    linearized scores in each sample, 0 in those that it is not in (R: ``svydesign`` on the samples one below the other,
    ids the shared unit, then ``svyby`` and ``svycontrast``). With replicate weights of one structure it is the
    covariance of the rows over the replicates. ``rows``: made of ``made.samples``, so that they have scores."""
    assert made.linked is not None
    scores = [one.scores for one in rows if one.scores is not None]
    assert len(scores) == len(made.samples)
    ends = np.cumsum([one.values.shape[1] for one in scores])
    reps = made.samples[0].replicates
    if reps is not None:
        each, centre = np.hstack([one.values for one in scores]), np.concatenate([one.estimate for one in rows])
        covariance = replicate_covariance(each, centre, reps.scale, reps.rscales, mse=reps.mse)
        df = float(min(one.replicates.df for one in made.samples if one.replicates is not None))
    else:
        covariance, df = _of_units(made, scores)
    covariance = np.asarray(covariance)
    for one, end in zip(scores, ends, strict=True):
        if one.targets is not None:
            own = slice(end - one.values.shape[1], end)
            covariance[own, own] += one.targets
    return covariance, df


def _of_units(made: Tie, scores: Sequence[Scores]) -> tuple[Array, float]:
    linked = made.linked
    assert linked is not None
    sums = np.zeros((linked.units, sum(one.values.shape[1] for one in scores)))
    start = 0
    for one, number, unit in zip(scores, made.number, linked.unit, strict=True):
        assert one.unit is not None and np.array_equal(one.unit, number)
        end = start + one.values.shape[1]
        np.add.at(sums[:, start:end], unit, one.values)
        start = end
    strata = Strata(linked.sizes, linked.fraction)
    rule = made.lonely
    alone = np.flatnonzero(multiplier(strata, "fail")[1])
    if len(alone) and (rule == "fail" or rule == "average" and len(alone) == len(strata.count)):
        raise LonelyPsuError(
            f"one PSU only in {len(alone)} stratum(s) of the samples together: "
            f"{', '.join(linked.names[k] for k in alone[:5])}",
            where="design",
            fix="Merge strata, or choose lonely_psu: remove, certainty or adjust.",
        )
    return unit_covariance(sums, linked.stratum, strata, rule), float(linked.units - len(linked.sizes))
