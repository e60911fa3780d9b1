"""Raking: weights that meet several margins at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.definitions.records.study import Trim
from survey.definitions.records.targets import Targets
from survey.errors import ConvergenceError, WeightingError
from survey.maths.weights.raking import CAPPED_TOLERANCE, ROUNDS, TOLERANCE, Raked, rake_capped, rake_cells
from survey.weighting.calibrating.finish import Made, all_there, finish
from survey.weighting.calibrating.replayable import unlike_default
from survey.weighting.calibrating.rounds import check_rounds
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.margins.missing import Missing
from survey.weighting.margins.prepare import prepare
from survey.weighting.margins.prepared import Asked, Prepared
from survey.weighting.margins.recode import in_words
from survey.weighting.record.calibration import Residuals
from survey.weighting.record.replicated import own_base
from survey.weighting.record.weight_column import base_of


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
    rounds: int = ROUNDS,
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
    if cap is not None and not cap > 1:
        raise WeightingError(
            f"a cap of {cap:g} is not above the mean weight, 1", where="cap", fix="anesrake's default is 5."
        )
    check_rounds(tolerance, rounds)
    base = base_of(sample, base_weight)
    own_base(sample, base)
    figures = as_targets(targets)
    keep_base = trim is not None or cap is not None
    ready = prepare(sample, Asked(figures, margins, base, keep_base, missing=missing))
    raking = _Raking(ready, figures, cap, tolerance, rounds)
    raked = raking.rake(ready.cells.sum_w)
    asked = {"margins": tuple(margins), "cap": cap, "missing": missing, "base_weight": base_weight}
    how = {"residuals": residuals, "tolerance": tolerance, "rounds": rounds}
    made = Made(
        "rake",
        figures,
        base,
        raked.factor,
        raking.again,
        unlike_default(rake, {**asked, **how}),
        rounds=raked.rounds,
        residuals=residuals,
        cap=cap,
        loose="cap" if cap is not None else "",
    )
    return finish(ready, made, trim, name)


@dataclass(frozen=True)
class _Raking:
    """Raking of weight totals of the cells, in the sample and in each replicate."""

    ready: Prepared
    targets: Targets
    cap: float | None
    tolerance: float | None
    rounds: int

    def rake(self, sums: Array) -> Raked:
        ready = self.ready
        if self.cap is None:
            tolerance = self.tolerance or TOLERANCE
            raked = rake_cells(sums, ready.index, ready.wanted, tolerance=tolerance, rounds=self.rounds)
        else:
            count = ready.cells.respondents.astype(float)
            each = np.divide(ready.cells.sum_w, count, out=np.zeros(len(count)), where=count > 0)
            times = np.divide(sums, each, out=np.zeros_like(sums), where=each > 0)  # how often people count
            tolerance = self.tolerance or CAPPED_TOLERANCE
            raked = rake_capped(
                sums, ready.index, ready.wanted, times, self.cap, tolerance=tolerance, rounds=self.rounds
            )
        if not raked.converged:
            raise _not_converged(ready, sums, raked, self.targets)
        return raked

    def again(self, sums: Array) -> Array:
        """Factors of the cells in a replicate."""
        all_there(self.ready, sums, self.targets)
        return self.rake(sums).factor


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
