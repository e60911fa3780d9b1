"""Pictures of the questions of a study: one, or a chart book of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.plots.bars import bars
from survey.plots.crosstab import crosstab_plot
from survey.plots.dots import dots
from survey.plots.sheet.sheet import drawn
from survey.plots.trend import trend_plot
from survey.studies.study_tables import study_crosstabs, study_toplines
from survey.tables.table import Table
from survey.trends.series import Trend
from survey.weighting.plan.study_sample import study_sample
from survey.words import PictureKind, PictureSize, Text

CHANGES = ("data", "weight", "base", "where", "banner")  # options that make other figures than the definition does


@dataclass(frozen=True)
class Style:
    """How pictures are made: language, size, all notes in the picture, the kind of a crosstab's (by the table where
    None), and a title in place of the question's."""

    language: str = "en"
    size: PictureSize = "page"
    full: bool = False
    kind: PictureKind | None = None
    title: Text | None = None


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


def trend_picture(trend: Trend, how: Style) -> Any:
    """A question over its waves."""
    return drawn(lambda: trend_plot(trend, how.language), how.size, how.title, how.full)


def finding_of(study: Study, table: Table, **given: Any) -> Text | None:
    """The title that the study writes over the picture of ``table`` (``figures:``); none where ``given``, what the user
    asked for, makes other figures than the definition does."""
    if any(given.get(name) for name in CHANGES):
        return None
    own = study.figures.get(table.question)
    if own is None:
        return None
    return own.title if table.kind == "topline" else own.by


def chart_book(
    study: Study,
    library: Library,
    how: Style,
    banner: Sequence[str] | None = None,
    *,
    sample: SampleData | None = None,
    settings: dict[str, Any] | None = None,
    **figures: Any,
) -> Iterator[tuple[str, Any]]:
    """Names and pictures of all questions of the study, one each; with ``banner`` (empty: the study's) a second one by
    its columns. Questions of which no table can be made are told by a ``LeftOutWarning``."""
    settings = settings or {}
    given = {**settings, **figures, "banner": banner or None}
    whole = study.model_copy(update={"tables": (), "banner": ()})
    if sample is None and (study.data is not None or settings.get("data") is not None):
        sample = study_sample(study, library, **settings)
    tables = study_toplines(whole, library, sample=sample, settings=settings, **figures)
    for table in tables:
        yield table.question, table_picture(table, how, finding_of(study, table, **given))
    if banner is None:
        return
    by = tuple(banner) or study.banner
    names = [table.question for table in tables if table.question not in by]
    for table in study_crosstabs(study, library, names, by, sample=sample, settings=settings, **figures):
        yield f"{table.question}_by_banner", table_picture(table, how, finding_of(study, table, **given))
