"""The sources of a study, for its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.reports.documents.placed.refs import web_address
from survey.wording.worded import foreign
from survey.words import say


@dataclass(frozen=True)
class SourceWords:
    """A source: its id, title, address ("" where it has none that can be followed) and what else is known of it."""

    id: str
    title: str
    address: str = ""
    about: str = ""
    tongue: str = ""  # the language of its title, where it is not that of the page


def study_sources(study: Study, library: Library, language: str) -> list[SourceWords]:
    """Every source of the study and of its questions."""
    names: Iterable[str] = (*study.sources, *(name for asked in study.questions.values() for name in asked.sources))
    readings = [reading.source for asked in study.questions.values() for reading in asked.readings]
    found = []
    for name in sorted({*names, *readings, *(reading.source for reading in study.sample.readings)}):
        source = library.sources.get(name)
        if source is None:
            found.append(SourceWords(name, ""))
            continue
        address = web_address(source.url)
        title = say(source.title, language) or source.url or ""
        parts = (source.date, "" if address else source.url, source.licence, say(source.note, language))
        about = ", ".join(" ".join(part.split()).rstrip(".") for part in parts if part and part != title)
        found.append(SourceWords(name, " ".join(title.split()), address, about, foreign(source.title, language)))
    return found
