"""Texts of definitions that a run in one language shows in another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from survey.definitions.records.library import Library
from survey.definitions.records.question import Net, Option, Question
from survey.definitions.records.study import Study
from survey.errors import LanguageWarning, warn
from survey.reports.documents.shape.lacking import listed, warn_of_texts
from survey.words import LANGUAGES, Text

Named = Iterator[tuple[str, Text | None]]


def warn_of_languages(study: Study, library: Library, language: str) -> None:
    """Tell the texts of ``study`` and of what it asked that have no ``language``."""

    def texts() -> Named:
        yield "title", study.title
        yield "population", study.population
        for key, who in (("pollster", study.pollster), ("sponsor", study.sponsor)):
            yield key, who if who and "und" not in who else None  # a plain name may be the same in all
        yield from _stated(study)
        for name in study.questions:
            yield from _texts(library.asked(study, name)[0])

    _tell(study.study, texts(), language)


def _stated(study: Study) -> Named:
    """What is said of how it was made."""
    yield "note", study.note
    yield "mode_stated", study.mode_stated
    yield "fieldwork: stated", None if study.fieldwork.start else study.fieldwork.stated
    yield "sample: frame", study.sample.frame
    yield "sample: stated", study.sample.stated
    yield "weighting: stated", study.weighting.stated


def warn_of_questions(names: Iterable[str], library: Library, language: str) -> None:
    """The same of the shared questions ``names``, with one warning each."""
    for name in dict.fromkeys(names):
        if name in library.questions:
            _tell(name, _texts(library.questions[name]), language)


def _texts(asked: Question) -> Named:
    name = asked.question
    yield f"{name}: title", asked.title
    yield f"{name}: text", asked.text
    yield f"{name}: note", asked.note
    parts: list[tuple[str, Option | Net]] = [*asked.options.items(), *asked.nets.items()]
    for option, said in parts:
        yield f"{name}: {option}", said.label


def _tell(where: str, texts: Named, language: str) -> None:
    """A text whose language was not said may be in any: such are counted apart, and not where nobody chose a language
    (the first is what a command takes)."""
    said = [(name, text) for name, text in texts if text]
    warn_of_texts(said, language, where)
    unsaid = [name for name, text in said if language not in text and "und" in text]
    if unsaid and language != LANGUAGES[0]:
        counted = f"{len(unsaid)} of {len(said)} texts do not say their language and stand as they are"
        warn(LanguageWarning, f"{where}: {counted}: {listed(unsaid)}")
