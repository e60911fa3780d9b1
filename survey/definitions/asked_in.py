"""Where a question of a study is written down, and what contradicts it in other studies."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from survey.definitions.comparable import Asked, differences, problems
from survey.definitions.reading.shelf import Shelf
from survey.definitions.records.library import Library
from survey.definitions.records.read_yaml import Document, Keys
from survey.definitions.records.study import Study
from survey.errors import GatheredError, Problem


def asked_by(study: Study, name: str, library: Library) -> Asked:
    """The question ``name`` as ``study`` asked it by its definition, and where that stands."""
    return Asked(library.question(study, name), study.study, place=placed(library, study.study, name))


def shared_question(name: str, library: Library) -> Asked:
    """The shared question ``name``, and where it stands."""
    return Asked(library.questions[name], name, place=lambda path: _place_of(_document(library.questions, name), path))


def placed(library: Library, study: str, name: str) -> Callable[[Keys], tuple[str, int]]:
    """File and line of a key of the question: in the study's file where the study writes it, else in the shared one."""

    def place(path: Keys) -> tuple[str, int]:
        own, here = _document(library.studies, study), ("questions", name, *path)
        while len(here) > 2 and here not in own.lines:
            here = here[:-1]
        if len(here) > 2 or name not in library.questions:
            return own.file, own.line(here)
        return _place_of(_document(library.questions, name), path)

    return place


def contradictions(library: Library, names: Iterable[str] = ()) -> list[Problem]:
    """Names that stand for two things: in a study and in the shared question it asks, or in two waves of a series.

    Of the studies ``names``; of all without. Another set of answers is no fault: a trend lists such a wave beside its
    line. Studies and questions with faults of their own are passed over, as those are told elsewhere.
    """
    wanted = set(names)
    chosen = [library.sound(name) for name in wanted or library.studies]
    lines = {study.series for study in chosen if study is not None and study.series and _has_own_words(study, library)}
    everyone = chosen if not wanted else [library.sound(name) for name in library.studies] if lines else chosen
    last: dict[tuple[str, str], Asked] = {}
    found: list[Problem] = []
    studies = [study for study in everyone if study is not None and (study.series in lines or study in chosen)]
    for study in sorted(studies, key=lambda one: (one.fieldwork.start or "9999", one.study)):
        for name in study.questions:
            try:
                two = asked_by(study, name, library)
            except GatheredError:
                continue
            before = [last.get((study.series or "", name))]
            if name in library.questions:
                before.append(shared_question(name, library))
            for one in before:
                if one is not None and (not wanted or study.study in wanted or one.name in wanted):
                    sure = [item for item in differences(one, two) if item.contradicts]
                    found += problems(sure, one, two)
            if study.series:
                last[study.series, name] = two
    return sorted(set(found))


def _place_of(document: Document, path: Keys) -> tuple[str, int]:
    return document.file, document.line(path)


def _has_own_words(study: Study, library: Library) -> bool:
    """False for a study that asks shared questions as they are, which need no other study to be looked at."""
    return any(
        name not in library.questions or any((own.options, own.nets, own.type, own.multiple is not None))
        for name, own in study.questions.items()
    )


def _document(shelf: object, name: str) -> Document:
    """The file of a definition; an empty one for a definition made by hand."""
    return shelf.entry(name).document if isinstance(shelf, Shelf) and name in shelf else Document(name)
