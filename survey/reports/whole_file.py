"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from survey.errors import SurveyError


@contextmanager
def whole_file(path: Path | str) -> Iterator[Path]:
    """A path beside ``path`` to write to; it takes the place of ``path`` when the block ends without an error.

    The temporary name ends like ``path``, because writers choose a format by the ending. Missing folders are made.
    When the block fails, the earlier file stays as it was. Raises ``SurveyError`` where the place cannot be written.
    """
    path = Path(path)
    if path.is_dir():
        raise SurveyError("is a folder, a file was expected", where=str(path), fix="Add the name of a file.")
    beside = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.touch()  # so that a place that cannot be written is said before any work is done
    except OSError as error:
        raise SurveyError(
            f"cannot be written ({error.strerror or error})", where=str(path), fix="Name another place."
        ) from error
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """The same for a folder of files: a path where none is yet, which takes the place of the folder ``path``.

    Raises ``SurveyError`` where ``path`` is a file, or a folder with other things than data in it."""
    if path.is_file():
        raise SurveyError("is a file; this writes a folder of files", where=str(path), fix="Name another place.")
    if path.is_dir() and any(item.suffix not in (".parquet", ".crc", "") for item in path.iterdir()):
        raise SurveyError("is a folder with other files in it", where=str(path), fix="Name a new folder.")
    beside = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        if path.is_dir():
            shutil.rmtree(path)
        beside.replace(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
