"""Raking: weights that meet several margins at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.definitions.records.study import Trim
from survey.definitions.records.targets import Targets
from survey.errors import ConvergenceError, WeightingError
from survey.maths.weights.raking import Raked, rake_capped, rake_cells
from survey.weighting.calibrating.finish import Made, all_there, base_of, finish, free_name
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.margins.missing import Missing
from survey.weighting.margins.prepare import Prepared, prepare
from survey.weighting.margins.recode import in_words
from survey.weighting.record.calibration import Residuals
from survey.weighting.record.replicated import own_base

__all__ = ["base_of", "free_name", "rake"]
Array = NDArray[np.float64]


def rake(
    sample: SampleData,
    targets: Targets | Mapping[Any, Any],
    margins: Sequence[str] = (),
    *,
    cap: float | None = None,
    missing: Missing = "stop",
    trim: Trim | None = None,
    base_weight: str | None = None,
    name: str | None = None,
    residuals: Residuals = "regression",
    tolerance: float | None = None,
    rounds: int = 10_000,
) -> SampleData:
    """The sample with weights raked to ``margins`` of ``targets`` (R: ``rake``, ``calibrate(calfun="raking")``).

    Starts from ``base_weight`` (the design's weight by default, else 1 each) and multiplies it by one factor
    per margin cell, in turn, until every margin is met to ``tolerance`` of the total (1e-12 by default). One- and
    multi-way margins. Works on distinct combinations of the margin variables, so its cost does not grow with
    respondents. Weights sum to the targets' ``total``, or to the number of respondents. Cells of a margin that are
    left free share what its known cells leave, by one factor. ``missing``: what is done about respondents without an
    answer (see ``survey.weighting.margins.missing.rules_of``).

    ``cap``: no weight above this multiple of the mean, held inside the loop: after each round what is above is cut and
    all weights brought to their mean again (R: ``anesrake(cap=5)``; here until a round moves less than ``tolerance``,
    1e-10 by default, of the total). ``trim`` cuts weights after the last round and spreads the excess evenly. After
    either, margins are not met exactly, and the gaps say by how much. ``name``: the new column, ``weight`` where that
    is free. Replicate weights are raked one by one, each from its own weights.

    Raises ``WeightingError`` with everything that does not fit before the first iteration, and
    ``ConvergenceError`` naming the margin and the distance when ``rounds`` are not enough. Deming & Stephan
    (1940); Kalton & Flores-Cervantes (2003)."""
    base = base_of(sample, base_weight)
    if cap is not None and not cap > 1:
        raise WeightingError(
            f"a cap of {cap:g} is not above the mean weight, 1", where="cap", fix="anesrake's default is 5."
        )
    own_base(sample, base)
    figures = as_targets(targets)
    ready = prepare(sample, figures, margins, base, keep_base=trim is not None or cap is not None, missing=missing)
    count = ready.cells.respondents.astype(float)
    each = np.divide(ready.cells.sum_w, count, out=np.zeros(len(count)), where=count > 0)

    def work(sums: Array) -> Raked:
        if cap is None:
            raked = rake_cells(sums, ready.index, ready.wanted, tolerance=tolerance or 1e-12, rounds=rounds)
        else:
            times = np.divide(sums, each, out=np.zeros_like(sums), where=each > 0)  # how often people count
            raked = rake_capped(
                sums, ready.index, ready.wanted, times, cap, tolerance=tolerance or 1e-10, rounds=rounds
            )
        if not raked.converged:
            raise _not_converged(ready, sums, raked, figures)
        return raked

    def again(sums: Array) -> Array:
        all_there(ready, sums, figures)
        return work(sums).factor

    raked = work(ready.cells.sum_w)
    made = Made(
        "rake",
        raked.factor,
        again,
        {
            "margins": tuple(margins),
            "cap": cap,
            "missing": missing if missing != "stop" else None,
            "base_weight": base_weight,
            "residuals": residuals if residuals != "regression" else None,
            "tolerance": tolerance,
            "rounds": rounds if rounds != 10_000 else None,
        },
        rounds=raked.rounds,
        residuals=residuals,
        cap=cap,
        loose="the cap leaves" if cap is not None else "",
    )
    return finish(ready, made, figures, base, trim, name)


def _not_converged(ready: Prepared, sums: Array, raked: Raked, targets: Targets) -> ConvergenceError:
    worst = int(np.argmax(raked.gaps))
    place, gap = _furthest(ready, sums * raked.factor, worst)
    return ConvergenceError(
        f"not converged after {raked.rounds} rounds: margin '{ready.names[worst]}' is {gap:+.4%} of the total away "
        f"from its target in '{place}'",
        where=f"targets {targets.targets}",
        fix="Combinations of options that the margins need are missing from the sample; merge options or drop one.",
    )


def _furthest(ready: Prepared, after: Array, margin: int) -> tuple[str, float]:
    now = np.bincount(ready.index[margin], after, minlength=len(ready.wanted[margin]))
    gap = now - ready.wanted[margin]
    place = int(np.abs(gap).argmax())
    return in_words(ready.levels(ready.names[margin])[place]), float(gap[place] / ready.total)
