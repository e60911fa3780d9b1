"""The grid of questions of one scale of a study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.studies.study_sample import crosstab_sample
from survey.tables.rules.rule_of import ruled
from survey.tables.shape.grid import grid_items, grid_of
from survey.tables.table import Table


def study_grid(
    study: Study,
    library: Library,
    items: Sequence[str],
    *,
    sample: SampleData | None = None,
    settings: dict[str, Any] | None = None,
    rule: str | None = None,
    where: str | None = None,
    **figures: Any,
) -> Table:
    """One table of the questions ``items``, which have one scale, under ``rule``, the study's where none is named
    (``ruled``, over all items together). Raises ``SurveyError`` where there are no data."""
    opened = sample if sample is not None else crosstab_sample(study, library, settings or {})
    return grid_of(ruled(opened.study or study, grid_items(within(opened, where), items, **figures), rule))
