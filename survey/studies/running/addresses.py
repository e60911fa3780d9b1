"""Where the studies and sources are that a page names."""

from __future__ import annotations

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.when import called, when
from survey.definitions.source_text import short_names
from survey.reports.documents.placed.refs import Address, web_address
from survey.studies.running.trails import INDEX, series_name
from survey.studies.study_tables import tabulated
from survey.wording.lines import one_line
from survey.words import say


def addresses(library: Library, question: str = "") -> dict[str, Address]:
    """Of every study its page, at ``question`` where it is asked there (as ``wave`` under its date alone), of every
    series its place in the list of results, and of every source its place in the web, else its name: seen from a folder
    beside those of the studies."""
    found = {}
    for name, study in library.studies.items():
        place = f"#{question}" if question and _has_figures(study, question) else ""
        href = f"../{name}/index.html{place}"
        title, dates = called(study), when(study.fieldwork)
        found[f"study/{name}"] = Address(href, title, shown=True)
        found[f"wave/{name}"] = Address(href, dates if say(dates) else title, shown=True, whole=title)
        if study.series and f"series/{study.series}" not in found:
            above = f"{INDEX}#series.{study.series}"
            found[f"series/{study.series}"] = Address(above, series_name(study.series, library), shown=True)
    for name, short in short_names(library.sources).items():
        source = library.sources[name]
        found[f"source/{name}"] = Address(web_address(source.url), short, shown=True, whole=one_line(source.title))
    return found


def _has_figures(study: Study, question: str) -> bool:
    asked = study.questions.get(question)
    return asked is not None and question in tabulated(study) and (study.data is not None or bool(asked.published))
