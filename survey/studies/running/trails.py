"""Where a page of results stands: the pages above it, and what a series is called."""

from __future__ import annotations

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.when import called
from survey.wording.message import message
from survey.wording.worded import same
from survey.words import Text

Trail = tuple[tuple[Text, str], ...]
INDEX = "../index.html"


def series_name(series: str, library: Library) -> Text:
    """What its file calls it, else the one pollster of all its studies, else its id."""
    common = library.common.get(series)
    if common is not None and common.name:
        return common.name
    pollsters = {study.house: study.pollster for study in library.studies.values() if study.series == series}
    only = next(iter(pollsters.values())) if len(pollsters) == 1 else None
    return only or same(series)


def trail_of(series: str | None, library: Library, *below: tuple[Text, str]) -> Trail:
    """The list of all results, the series there, and what is ``below``, the page itself last and without an address."""
    over = ((series_name(series, library), f"{INDEX}#series.{series}"),) if series else ()
    return ((message("reports.all_results"), INDEX), *over, *below)


def study_trail(study: Study, library: Library, *below: Text) -> Trail:
    """The way to the page of a study, or to a page ``below`` it."""
    title = called(study)
    if not below:
        return trail_of(study.series, library, (title, ""))
    return trail_of(study.series, library, (title, "index.html"), *((text, "") for text in below))
