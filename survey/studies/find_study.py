"""A study by its id, by the path of its definition, or by that of its data alone."""

from __future__ import annotations

import re
from pathlib import Path

from survey.cells.files.formats import FORMATS, what_else
from survey.definitions.reading.load import load_study, with_file
from survey.definitions.records.library import Library
from survey.definitions.records.study import Data, Study


def find_study(name: str, library: Library) -> tuple[Study, Library]:
    """The study called ``name`` in ``library``, or in the file ``name``, and the library that knows it. A data file
    (wave.sav) is a study by itself, of which its labels say what there is to say.

    Raises ``DefinitionError`` with all problems of the study, ``SurveyError`` with the nearest name.
    """
    if name not in library.studies and _is_definition(Path(name)):
        library = with_file(name, library)
        name = Path(name).stem
    elif name not in library.studies and (Path(name).suffix.lower() in FORMATS or _is_other(Path(name))):
        return bare_study(Path(name))  # of another kind of file the error says what it is
    return load_study(name, library), library


def _is_definition(path: Path) -> bool:
    ending = path.suffix.lower()
    return ending in (".yaml", ".yml") or (path.is_file() and ending not in FORMATS and not _is_other(path))


def _is_other(path: Path) -> bool:
    """Whether a file is of a known kind that no definition is: an old workbook, a PDF."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return what_else(file.read(16)) is not None


def bare_study(path: Path) -> tuple[Study, Library]:
    """A data file without a definition as a study; no shared question stands for its columns."""
    name = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_")[:80] or "data"
    study = Study(study=name, title={"und": path.name}, data=Data.model_validate(str(path.resolve())))
    return study, Library(path.parent, studies={name: study}, bare=True)


def of_all_columns(study: Study, library: Library) -> Study:
    """``study`` for the tables of all its questions: of a data file by itself every column is one."""
    return study.model_copy(update={"every": True}) if library.bare else study
