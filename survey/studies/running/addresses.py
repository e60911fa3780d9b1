"""Where the studies and sources are that a page names."""

from __future__ import annotations

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.reports.documents.placed.refs import Address, web_address
from survey.studies.running.trails import study_words
from survey.studies.study_tables import tabulated
from survey.wording.worded import same


def addresses(library: Library, question: str = "") -> dict[str, Address]:
    """Of every study its page, at ``question`` where it is asked there, and of every source its place in the web: seen
    from a folder beside those of the studies."""
    found = {}
    for name, study in library.studies.items():
        place = f"#{question}" if question and _has_figures(study, question) else ""
        found[f"study/{name}"] = Address(f"../{name}/index.html{place}", study_words(study), shown=True)
    for name, source in library.sources.items():
        if web_address(source.url):
            found[f"source/{name}"] = Address(web_address(source.url), same(source.title or ""))
    return found


def _has_figures(study: Study, question: str) -> bool:
    asked = study.questions.get(question)
    return asked is not None and question in tabulated(study) and (study.data is not None or bool(asked.published))
