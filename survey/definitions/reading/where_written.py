"""Where a definition says what its data contradict."""

from __future__ import annotations

from collections.abc import Iterable

from survey.definitions.reading.shelf import Shelf
from survey.definitions.records.library import Library
from survey.definitions.records.presenting.banner import levels
from survey.definitions.records.read_yaml import Document, Keys
from survey.definitions.records.study import Study
from survey.errors import Problem


def at_its_line(problems: Iterable[Problem], study: Study, library: Library) -> list[Problem]:
    """``problems``, each whose key is one of the study's file (``questions.q1.nets.agree``, ``banner.0``) or of a
    shared question told with its file and line; the data file that was read stands in the message."""
    return [_placed(problem, study, library) for problem in problems]


def _placed(problem: Problem, study: Study, library: Library) -> Problem:
    path = _path(problem.key, study)
    for document, keys in _written(path, study, library):
        line = document.lines.get(keys)
        if line is not None:
            said = f"{problem.message} ({problem.file})"
            return Problem(document.file, line, ".".join(keys), said, problem.fix)
    return problem


def _path(key: str, study: Study) -> Keys:
    """The key in the study's file; of a column that stands in the banner or among the tables its place there."""
    for part in ("banner", "tables"):
        if key not in study.questions:
            for place, name in enumerate(getattr(study, part)):
                if key == name or part == "banner" and key in levels(name):
                    return (part, str(place))
    return tuple(key.split("."))


def _written(path: Keys, study: Study, library: Library) -> Iterable[tuple[Document, Keys]]:
    """Files and keys in them where ``path`` of the study may stand."""
    if path[0] not in ("questions", "banner", "weighting", "tables"):
        return
    if isinstance(library.studies, Shelf) and study.study in library.studies:
        yield library.studies.entry(study.study).document, path
    if path[0] == "questions" and isinstance(library.questions, Shelf) and path[1] in library.questions:
        yield library.questions.entry(path[1]).document, path[2:]
