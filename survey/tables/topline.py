"""One question from microdata."""

from __future__ import annotations

from typing import Any, Unpack

from survey.cells.samples.sample import SampleData
from survey.estimation.result.choices import Df, ShareInterval
from survey.tables.build import build
from survey.tables.shape.asked import Shape, Shaping
from survey.tables.table import Table
from survey.words import Base


def topline(
    sample: SampleData,
    question: str,
    *,
    base: Base | None = None,
    interval: ShareInterval = "logit",
    level: float = 0.95,
    df: Df = "domain",
    **shape: Unpack[Shaping],
) -> Table:
    """Shares of the options of ``question`` in one column, with intervals, bases and notes.

    Rows: answers in the order of the definition, then the kinds of missing that are in the base, then nets (with the
    standard error of the sum), then, for scales and numbers, the mean in the question's unit. A number without ranges
    has one row for all who gave one. ``base``: ``all``, ``asked`` or ``valid``; left out, what the study's definition
    says, else ``asked``. ``interval``, ``df``: see ``estimation.statistics.share.share``. ``sort``, ``boxes``,
    ``statistics``, ``show``: see ``survey.tables.shape.asked.Shape``. Proportions, 0-1.

    Raises ``EstimationError`` and the design's errors; a ``SmallBaseWarning`` names a base too small to publish.
    """
    how: dict[str, Any] = {"base": base, "interval": interval, "level": level, "df": df}
    return build("topline", sample, question, (), percent="column", **how, shape=Shape(**shape))
