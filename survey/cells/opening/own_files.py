"""The files that a definition names, none of them outside of what a definition may read."""

from __future__ import annotations

from pathlib import Path

from survey.cells.files.open import files_of
from survey.errors import DataError, Problem
from survey.outside import ADVICE, is_outside, outside_said


def own_files(place: Path, named: str, homes: tuple[Path | None, ...], where: tuple[str, str]) -> list[Path]:
    """``survey.cells.files.open.files_of`` of ``place``, which the definition calls ``named``: a file, those of a
    folder or of a pattern, links followed. ``homes``: see ``survey.outside.is_outside``; ``where``: the definition and
    its key. ``DataError`` for one that it may not read, before anything is looked for outside."""
    found = [] if is_outside(place, *homes) else files_of(place)
    if not found or any(is_outside(path, *homes) for path in found):
        raise DataError([Problem(where[0], 0, where[1], outside_said(named), ADVICE)])
    return found
