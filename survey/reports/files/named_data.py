"""The data files that definitions name, which no output replaces, whether they are read now or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from survey.cells.files.open import files_of
from survey.cells.opening.open_study import data_file
from survey.definitions.records.library import Library
from survey.errors import SurveyError


def named_data(library: Library) -> Iterator[Path]:
    """Every data file of every study in ``library``; of a definition with faults what can be read of it."""
    for key, path in library.files.items():
        kind, _, name = key.partition("/")
        if kind != "study" or not path.is_file() or b"data" not in (text := path.read_bytes()) or b"package:" in text:
            continue  # reading YAML is slow, and most studies have no file of data
        try:
            place = data_file(library.study(name), library)
            yield from files_of(place) if place is not None else ()
        except SurveyError:
            continue
