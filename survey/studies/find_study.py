"""A study by its id or by the path of its definition."""

from __future__ import annotations

from pathlib import Path

from survey.definitions.reading.load import load_study, with_file
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study


def find_study(name: str, library: Library) -> tuple[Study, Library]:
    """The study called ``name`` in ``library``, or in the file ``name``, and the library that knows it.

    Raises ``DefinitionError`` with all problems of the study, ``SurveyError`` with the nearest name.
    """
    if name not in library.studies and (Path(name).suffix.lower() in (".yaml", ".yml") or Path(name).is_file()):
        library = with_file(name, library)
        name = Path(name).stem
    return load_study(name, library), library
