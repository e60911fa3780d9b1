"""The one estimator: weighted totals of any statistics of cells, and their covariance under the design.

Every estimate of the package is a function of the totals made here; its standard error is its gradient
on this covariance. See docs/methods.md for the formulas.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey.arrays import Array, Index
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.errors import EstimationError
from survey.estimation.core.collapsed import Collapsed, replicated
from survey.estimation.core.plain_design import plain_design, rows_needed
from survey.estimation.core.rows import row_totals
from survey.estimation.core.totals import Domains, Layer, Totals
from survey.maths.places import places

__all__ = ["LARGEST", "most_figures", "Domains", "Layer", "Totals", "row_totals", "totals"]

LARGEST = 5_000  # figures that one call may always have: the covariance of all pairs has the square of it
COPIES = 10  # of that covariance, that stand in memory together at most, by measure


def most_figures() -> int:
    """How many figures one call may have: ``LARGEST``, and more where half of the memory that is free holds them."""
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # not every system says so
        return LARGEST
    return max(LARGEST, int(math.sqrt(free / 2 / 8 / COPIES)))


def totals(
    sample: SampleData,
    keys: Sequence[Question],
    layers: Sequence[Layer],
    size: int,
    domains: Domains | Sequence[Domains] | None = None,
    known: Index | None = None,
) -> Totals:
    """Totals of the statistics that ``layers`` define on the crossing of ``keys``, and their covariance.

    The design's strata, PSUs and finite population corrections are used, and the calibration's residuals where
    the sample was weighted to margins: PSU totals of the residual are the PSU totals of the statistic minus
    those of the margin dummies times the regression coefficients, which need only pairwise tables. ``size``:
    number of statistics. ``domains``: which cells and which statistics belong to which domain, for the design's
    ``lonely_in_domain``; several that may overlap have their statistics one after the other. ``known``: the numbers of
    the cells that layers and domains are of, ascending, where those are not all cells of the crossing.

    Raises ``LonelyPsuError`` (design rule ``fail``), ``DesignError`` (bad fpc, a PSU in two strata, no weight but
    0) and ``EstimationError`` (more figures than ``most_figures``).
    Sources: R survey, ``svyrecvar`` and ``calibrate``; Deville & Särndal (1992), JASA 87, 376-382."""
    most = most_figures() if size > LARGEST else LARGEST
    if size > most:
        raise EstimationError(
            f"the table would have {size:,} figures, and {most:,} is the most that memory allows",
            where=keys[0].question if keys else "",
            fix="Cut numbers into ranges, or cross fewer domains.",
        )
    if rows_needed(sample, domains=domains is not None):
        cell = cells_of_rows(sample, keys, known)
        given = [domains] if isinstance(domains, Domains) else domains
        of_rows = None if given is None else [Domains(one.cell[cell], one.statistic, one.count) for one in given]
        return replace(row_totals(sample, layer_scores(layers, cell, size), of_rows), cell=cell)
    return replicated(Collapsed(plain_design(sample), keys, layers, size, domains, known), sample)


def cells_of_rows(sample: SampleData, keys: Sequence[Question], known: Index | None = None) -> Index:
    """For each respondent its place in the crossing of ``keys``, or among the cells ``known`` of it."""
    cell = np.zeros(sample.n, dtype=np.int64)
    for question in keys:
        cell = cell * len(sample.engine.encoding(question).levels) + sample.engine.codes(question)
    return cell if known is None else places(cell, known)


def layer_scores(layers: Sequence[Layer], cell: Index, size: int) -> Array:
    """The layers' values for each respondent: (respondents, statistics)."""
    scores = np.zeros((len(cell), size))
    row = np.arange(len(cell))
    for layer in layers:
        place = layer.place[cell]
        at = place >= 0
        np.add.at(scores, (row[at], place[at]), layer.value[cell[at]])
    return scores
