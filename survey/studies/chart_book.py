"""Pictures of all questions of a study, and the titles that it writes over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.plots.pictured import Style, table_picture
from survey.progress import steps
from survey.studies.find_study import of_all_columns
from survey.studies.study_tables import made_of_all, study_crosstabs, study_toplines
from survey.tables.rules.rule_of import LATER, ruled
from survey.tables.shape.nested import flat
from survey.tables.table import Table
from survey.weighting.plan.study_sample import sample_of_data
from survey.words import Text

CHANGES = ("data", "weight", "base", "where", "banner")  # options that make other figures than the definition does
EVERY: dict[str, Any] = {"tables": (), "banner": ()}  # with these a study tabulates all of its questions


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
    rule: str | None = None,
    **figures: Any,
) -> Iterator[tuple[str, Any]]:
    """Names and pictures of all questions of the study, one each; with ``banner`` (empty: the study's) a second one by
    its columns. Questions of which no table can be made are told by a ``LeftOutWarning``.
    ``rule``: of presentation, the study's where none is named; it looks at all pictures of the book together."""
    study, settings = of_all_columns(study, library), settings or {}
    given = {**settings, **figures, "banner": banner or None}
    sample = sample if sample is not None else sample_of_data(study, library, settings)
    whole = (sample.study if sample is not None and sample.study else study).model_copy(update=EVERY)
    asked = made_of_all(whole, sample, figures.get("base")) if sample is not None else ()
    plain = {"sample": sample, "settings": settings, "rule": rule if sample is None else LATER, **figures}
    tables = study_toplines(whole, library, asked, **plain)
    if banner is not None:
        by = tuple(banner) or study.banner
        across = by if sample is None else flat(sample, by)
        names = [table.question for table in tables if table.question not in across]
        tables = [*tables, *study_crosstabs(study, library, names, by, **plain)]
    for table in steps("pictures", tables if sample is None else ruled(study, tables, rule)):
        name = table.question if table.kind == "topline" else f"{table.question}_by_banner"
        yield name, table_picture(table, how, finding_of(study, table, **given))
