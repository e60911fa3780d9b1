"""One sample under two weightings: the figures, and what the weights do to them, with their errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.residuals import residual_scores
from survey.estimation.statistics.ratio_rows import mean_rows, share_rows
from survey.words import Base


@dataclass(frozen=True)
class Reweighted:
    """``own`` and ``new``: the figures of ``options`` under each weighting; ``scores_own``, ``scores_new``
    (respondents, figures): what each respondent adds to them, weight included, less what each weighting explains.
    ``plain``: the sample without weights, whose totals of the scores have the design's variance."""

    options: tuple[str, ...]
    own: Array
    new: Array
    scores_own: Array
    scores_new: Array
    plain: SampleData

    @property
    def scores(self) -> Array:
        """Of the figures by their own weights, by the new ones, and of the difference, side by side."""
        return np.concatenate([self.scores_own, self.scores_new, self.scores_new - self.scores_own], axis=1)


def reweighted(
    own: SampleData,
    new: SampleData,
    question: str,
    *,
    statistic: str = "share",
    base: Base = "asked",
    nets: Mapping[str, Sequence[str]] | None = None,
) -> Reweighted:
    """Figures of the same respondents under two weightings (R: two designs of one data frame have no covariance).

    ``w (y - R b) / Σ w b`` of each respondent, with the regression on each step's margins taken off
    (``estimation.core.residuals``): the variance of each figure is that of ``share`` and ``mean``, and the two fall
    together, so that a difference that only the weights make has the error of that difference. Variances of estimated
    targets are left out. Raises ``EstimationError`` for samples of other respondents and for replicate weights."""
    if own.n != new.n or own.engine.columns[0] not in new.engine.columns:
        raise EstimationError("the two weightings are of other respondents", where=question)
    if own.replicates is not None or new.replicates is not None:
        fix = "Leave the replicate weights out, and name the design."
        raise EstimationError("what weights do is not told by replicates", where=question, fix=fix)
    rows = mean_rows(own, question) if statistic == "mean" else share_rows(own, question, base, nets)
    found = []
    for sample in (own, new):
        w = sample.weights
        ratio = (w @ rows.top) / (w @ rows.base)
        score = (rows.top - ratio * rows.base) / (w @ rows.base)
        steps = sample.calibration.steps if sample.calibration is not None else ()
        found.append((ratio, w[:, None] * residual_scores(sample, steps, score)))
    plain = own.changed(calibration=None, design=replace(own.design, weight=None))
    return Reweighted(rows.options, found[0][0], found[1][0], found[0][1], found[1][1], plain)
