"""How a command finds its study and opens its sample."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from survey.inputs import note_later
from survey.wording.rounding import rounded

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
    """The study called ``name``, or in the file ``name``, and the definitions it is read with. Halves are rounded in
    print as it declares, unless the command was asked otherwise."""
    study, library = study_in(name, open_library(questionnaires))
    click.get_current_context().with_resource(rounded(study.rounding))
    return study, library


def study_in(name: str, library: Library) -> tuple[Study, Library]:
    """The same where the definitions are open already."""
    if name in library.studies:  # formats of data files are not asked for
        from survey.definitions.reading.load import load_study

        return load_study(name, library), library
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


def open_sample(study: Study, library: Library, **settings: Any) -> SampleData:
    """The weighted data of the study; an error when it has none."""
    from survey.weighting.plan.study_sample import study_sample

    return study_sample(study, library, **settings)
