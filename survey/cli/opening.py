"""How a command finds its study and opens its sample."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from survey.inputs import note_later

if TYPE_CHECKING:
    from survey.cells.samples.sample import SampleData
    from survey.definitions.records.library import Library
    from survey.definitions.records.study import Study


def open_library(questionnaires: Path | None) -> Library:
    """The definitions in the folder the user named, or those found without one."""
    from survey.definitions.reading.load import load_library

    library = load_library(questionnaires)
    _keep_data(library)
    return library


def find_study(name: str, questionnaires: Path | None) -> tuple[Study, Library]:
    """The study called ``name``, or in the file ``name``, and the definitions it is read with."""
    return study_in(name, open_library(questionnaires))


def study_in(name: str, library: Library) -> tuple[Study, Library]:
    """The same where the definitions are open already."""
    from survey.studies.find_study import find_study as find

    study, known = find(name, library)
    if known is not library:
        _keep_data(known)
    return study, known


def _keep_data(library: Library) -> None:
    """No output takes the place of a data file that a definition names."""

    def files() -> Iterable[Path]:
        from survey.reports.files.named_data import named_data

        return named_data(library)

    note_later(files, "is a data file")


def data_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The options that say how data are read, taken out of ``options``."""
    names = ("data", "encoding", "sheet", "engine", "memory_limit", "master", "weight", "stratum", "psu")
    return {name: options.pop(name) for name in names if name in options}


def figure_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The options that say how figures are computed, taken out of ``options``."""
    return {name: options.pop(name) for name in ("base", "level", "interval", "where") if name in options}


def open_sample(study: Study, library: Library, **settings: Any) -> SampleData:
    """The weighted data of the study; an error when it has none."""
    from survey.weighting.plan.study_sample import study_sample

    return study_sample(study, library, **settings)
