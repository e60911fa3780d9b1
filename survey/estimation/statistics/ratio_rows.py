"""Shares and means as ratios of sums over respondents, for statistics that re-weight them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.estimation.core.covariance import cells_of_rows, layer_scores
from survey.estimation.core.domains import crossing
from survey.estimation.core.layout import laid_out
from survey.estimation.core.respondents import respondents


@dataclass(frozen=True)
class RatioRows:
    """``top`` and ``base`` (respondents, figures): each figure is ``Σ w top / Σ w base``."""

    options: tuple[str, ...]
    top: Array
    base: Array


def share_rows(sample: SampleData, question: str, base: str, nets: Mapping[str, Sequence[str]] | None) -> RatioRows:
    """Of each option and net who is in it and whom its share is of, as ``estimation.statistics.share`` has them."""
    cross = crossing(sample, question, (), base, several=True)
    layout = laid_out(cross, base, nets)
    scores = layer_scores(layout.layers, cells_of_rows(sample, cross.keys, cross.known), layout.size)
    return RatioRows(layout.labels, *layout.sides("column", scores))


def mean_rows(sample: SampleData, question: str) -> RatioRows:
    """The number of each respondent who gave one, as ``estimation.statistics.mean`` has it."""
    who = respondents(sample, (question,))
    inside = who.inside.astype(float)[:, None]
    return RatioRows(("mean",), who.numbers[:, :1] * inside, inside)
