"""The covariance of functions of two samples, from what each respondent adds to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.shared.tie_text import tie_text
from survey.cells.shared.ties import tie
from survey.estimation.core.options import design_degrees
from survey.estimation.core.rows import row_totals
from survey.estimation.core.totals import Scores
from survey.estimation.statistics.linked import joint
from survey.words import Text


@dataclass(frozen=True)
class _Figures:
    scores: Scores | None
    estimate: Array


def joint_scores(waves: Sequence[SampleData], scores: Sequence[Array]) -> tuple[Array, float, Text]:
    """The covariance of ``Σ w u`` over all ``waves``, ``u`` their ``scores`` (respondents, figures), by their designs
    and weightings, with persons and PSUs that are in several; the degrees of freedom; what is shared, in words."""
    shared = tie(waves)
    if not shared.shared:
        made = [row_totals(wave, score) for wave, score in zip(waves, scores, strict=True)]
        return np.sum([one.covariance for one in made], axis=0), sum(map(design_degrees, made)), tie_text(shared)
    size = scores[0].shape[1]
    one, at = np.eye(size), np.arange(size)
    each = []
    for sample, score in zip(shared.samples, scores, strict=True):
        totals = row_totals(sample, score)
        each.append(_Figures(totals.scores(lambda t: t, one, at, size), totals.estimate))
    covariance, df = joint(shared, each)
    whole = np.concatenate([one] * len(waves), axis=1)
    return whole @ covariance @ whole.T, df, tie_text(shared)
