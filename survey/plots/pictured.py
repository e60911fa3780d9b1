"""Pictures of tables and trends, for the place and in the way that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from survey.plots.bars import bars
from survey.plots.crosstab import crosstab_plot
from survey.plots.dots import dots
from survey.plots.sheet.sheet import drawn
from survey.plots.timeline.line import line_plot
from survey.plots.trend import trend_plot
from survey.tables.table import Table
from survey.trends.line.pooled import PooledLine
from survey.trends.series import Trend
from survey.words import PictureKind, PictureSize, Text


@dataclass(frozen=True)
class Style:
    """How pictures are made: language, size, all notes in the picture, the kind of a crosstab's (by the table where
    None), and a title in place of the question's."""

    language: str = "en"
    size: PictureSize = "page"
    full: bool = False
    kind: PictureKind | None = None
    title: Text | None = None


PHONE = Style(size="phone")  # a second drawing, which a narrow page shows


def table_picture(table: Table, how: Style, finding: Text | None = None) -> Any:
    """Bars of a topline, or the picture that suits a crosstab or grid; ``finding``: its title where ``how`` has
    none."""

    def draw() -> Any:
        if table.kind == "topline":
            return bars(table, how.language)
        return crosstab_plot(table, how.language, how.kind)

    return drawn(draw, how.size, how.title or finding, how.full)


def option_picture(table: Table, option: str, how: Style) -> Any:
    """Dots of one option of a crosstab."""
    return drawn(lambda: dots(table, option, how.language), how.size, how.title, how.full)


def trend_picture(trend: Trend, how: Style, line: PooledLine | None = None) -> Any:
    """A question over its waves; of many polls the ``line`` out of them, where there is one."""

    def draw() -> Any:
        return trend_plot(trend, how.language) if line is None else line_plot(line, how.language)

    return drawn(draw, how.size, how.title, how.full)
