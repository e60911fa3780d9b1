"""Calibration: weights that meet margins and totals of numbers at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.encoding import number_question
from survey.cells.sample import SampleData
from survey.definitions.question import Question
from survey.definitions.targets import Targets
from survey.errors import ConvergenceError, WeightingError
from survey.maths.calibration import DISTANCES, Calibrated, calibrate_cells
from survey.weighting.given_targets import as_targets
from survey.weighting.prepare import Prepared, prepare
from survey.weighting.rake import base_of, finish
from survey.words import nearest


def calibrate(
    sample: SampleData,
    targets: Targets | Mapping[Any, Any],
    totals: Mapping[str, float] | None = None,
    *,
    distance: str = "linear",
    bounds: tuple[float, float] | None = None,
    base_weight: str | None = None,
    name: str | None = None,
    tolerance: float = 1e-11,
    rounds: int = 100,
) -> SampleData:
    """The sample with weights that meet margins and totals of numbers, as near to the base weights as ``distance``
    measures it (R: ``calibrate``; Deville & Särndal 1992, JASA 87, 376-382).

    ``targets``: margins, as for ``rake``. ``totals``: question of numbers -> its total in the population, in the unit
    of the weights (which then add to the targets' total). ``distance``: ``linear`` (the regression estimator; weights
    can be negative), ``raking`` (never negative) or ``logit`` (needs ``bounds``). ``bounds``: least and largest factor
    on a base weight. Variances use residuals of the regression on margins and numbers; replicate weights are
    calibrated one by one.

    Raises ``WeightingError`` with everything that does not fit, and ``ConvergenceError`` naming the total that is
    furthest away when they cannot all be met within ``bounds``.
    """
    _check(distance, bounds)
    base = base_of(sample, base_weight)
    figures = as_targets(targets)
    numbers = {question: number_question(sample.question(question)) for question in totals or {}}
    ready = prepare(sample, figures, (), base, keep_base=False, also=list(numbers.values()))
    x, wanted, names = _auxiliaries(sample, ready, numbers, totals or {})

    def work(sums: NDArray[np.float64]) -> Calibrated:
        made = calibrate_cells(x, sums, wanted, distance=distance, bounds=bounds, tolerance=tolerance, rounds=rounds)
        if not made.converged:
            worst = int(made.gaps.argmax())
            raise ConvergenceError(
                f"not converged after {made.rounds} rounds: '{names[worst]}' is {made.gaps[worst]:.4%} away from its "
                "total",
                where=f"targets {figures.targets}",
                fix="Widen the bounds, merge options, or leave a total out.",
            )
        return made

    made = work(ready.cells.sum_w)
    return finish(
        sample,
        ready,
        made.factor,
        "calibrate",
        figures,
        base,
        None,
        name,
        "regression",
        made.rounds,
        numbers=dict(totals or {}),
        again=lambda sums: work(sums).factor,
    )


def _check(distance: str, bounds: tuple[float, float] | None) -> None:
    if distance not in DISTANCES:
        raise WeightingError(f"unknown distance '{distance}'", where="distance", fix=nearest(distance, DISTANCES))
    if distance == "logit" and (bounds is None or not np.isfinite(bounds).all()):
        raise WeightingError("the logit distance needs two finite bounds", where="bounds", fix="Try (0.3, 3).")
    if bounds is not None and not 0 <= bounds[0] < 1 < bounds[1]:
        raise WeightingError(
            f"bounds {bounds} do not hold the factor 1",
            where="bounds",
            fix="Write the least below 1 and the largest above.",
        )


def _auxiliaries(
    sample: SampleData, ready: Prepared, numbers: Mapping[str, Question], totals: Mapping[str, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[str]]:
    """(cells, auxiliaries), their totals and their names: dummies of the margins, then numbers."""
    blocks, wanted, names = [], [], []
    for margin, index, target in zip(ready.names, ready.index, ready.wanted, strict=True):
        live = np.flatnonzero(target > 0)
        blocks.append((index[:, None] == live[None, :]).astype(float))
        wanted.append(target[live])
        names += [" × ".join(ready.levels(margin)[place]) for place in live]
    for name, question in numbers.items():
        value = np.array(sample.engine.encoding(question).numbers)[ready.cells.key(question.question)]
        without = int(ready.cells.respondents[~np.isfinite(value)].sum())
        if without:
            raise WeightingError(
                f"{without} respondent(s) gave no number", where=name, fix="Impute them, or leave the total out."
            )
        blocks.append(value[:, None])
        wanted.append(np.array([float(totals[name])]))
        names.append(f"total of {name}")
    return np.concatenate(blocks, axis=1), np.concatenate(wanted), names
