"""Post-stratification: weights that meet one margin, usually a crossing, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.definitions.records.study import Trim
from survey.definitions.records.targets import Targets
from survey.errors import WeightingError
from survey.weighting.calibrating.finish import Made, all_there, finish
from survey.weighting.calibrating.replayable import unlike_default
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.margins.missing import Missing
from survey.weighting.margins.prepare import prepare
from survey.weighting.margins.prepared import Asked
from survey.weighting.record.calibration import Residuals
from survey.weighting.record.replicated import own_base
from survey.weighting.record.weight_column import base_of


def poststratify(
    sample: SampleData,
    targets: Targets | Mapping[Any, Any],
    margin: str | None = None,
    *,
    missing: Missing = "stop",
    trim: Trim | None = None,
    base_weight: str | None = None,
    name: str | None = None,
    residuals: Residuals = "regression",
) -> SampleData:
    """The sample with weights ``base · N_c / Σ_c base`` in each cell ``c`` of one margin (R: ``postStratify``).

    ``margin`` may be left out when the targets have only one. Weights sum to the targets' ``total``, or to the
    number of respondents. Cells that are left free share what the known ones leave, by one factor. ``missing``: as for
    ``rake``. Replicate weights are post-stratified one by one. Raises ``WeightingError`` with everything that does not
    fit, as ``rake``.
    Holt & Smith (1979), JRSS A 142, 33-46."""
    base = base_of(sample, base_weight)
    own_base(sample, base)
    figures = as_targets(targets)
    if margin is None and len(figures.margins) != 1:
        raise WeightingError(
            f"post-stratification uses one margin; the targets have {len(figures.margins)}",
            where=f"targets {figures.targets}",
            fix="Name the margin, or rake to several.",
        )
    asked = Asked(figures, (margin,) if margin else (), base, keep_base=trim is not None, missing=missing)
    ready = prepare(sample, asked)
    wanted, index = ready.wanted[0], ready.index[0]

    def work(sums: NDArray[np.float64]) -> NDArray[np.float64]:
        now = np.bincount(index, sums, minlength=len(wanted))
        return np.asarray(np.divide(wanted, now, out=np.zeros_like(wanted), where=now > 0)[index])

    def again(sums: NDArray[np.float64]) -> NDArray[np.float64]:
        all_there(ready, sums, figures)
        return work(sums)

    said = {"margin": margin, "missing": missing, "base_weight": base_weight, "residuals": residuals}
    options = unlike_default(poststratify, said)
    made = Made("poststratify", figures, base, work(ready.cells.sum_w), again, options, residuals=residuals)
    return finish(ready, made, trim, name)
