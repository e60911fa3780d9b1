"""Files that are written whole or not at all. Nothing in the package opens a file for writing but through here."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from survey.errors import SurveyError
from survey.inputs import forget, note
from survey.reports.files.beside import clear, in_the_making, name_beside
from survey.reports.files.ours import is_ours, remember
from survey.reports.files.place import check_place, is_forced, is_stream, open_file, status, unwritable
from survey.scratch import scratch_folder

OUTPUT = "is a file of this work already"
# The disk's faults; others that a block raises are about what it reads.
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)
_RIGHTS_OF_ANSWERS = 0o600


@lru_cache(maxsize=1)
def _mask() -> int:
    """The rights that new files of this process lack; the system tells them only in exchange for others."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextmanager
def whole_file(path: Path | str, *, private: bool = False) -> Iterator[Path]:
    """A path beside ``path`` to write to; it takes the place of ``path`` when the block ends without an error.

    The temporary name ends like ``path``, because writers choose a format by the ending. Missing folders are made.
    When the block fails, the earlier file stays as it was, and nothing is left; what commands that were killed left in
    the folder is removed. What is replaced hands on its rights; a new file that is ``private`` (answers of respondents)
    is for this user alone.
    A stream gets what was written when the block ends. Raises ``SurveyError`` where the place cannot be written or
    holds what must not be replaced (``survey.reports.files.place``).
    """
    path = Path(path)
    check_place(path)
    if is_stream(path):
        with _streamed(path) as beside:
            yield beside
        return
    before = _mark(path)
    clear(path.parent)
    beside = name_beside(path)
    note([path], OUTPUT)
    try:
        with _folder_of(path):
            try:  # the file is there at once, so that a place that cannot be written is said before any work is done
                with in_the_making(beside):
                    yield beside
                beside.chmod(_RIGHTS_OF_ANSWERS if private else 0o666 & ~_mask())
                if before is not None:
                    shutil.copymode(path, beside)
                if _mark(path) != before:
                    raise SurveyError("was changed while this ran", where=str(path), fix="Run the command again.")
                remember(beside)
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)
    except OSError as error:
        forget(path)
        if error.errno in DISK or str(error.filename or "").startswith(str(beside)):
            raise unwritable(path, error) from error
        raise
    except BaseException:
        forget(path)
        raise


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """The same for a folder of files: a path where none is yet, which takes the place of the folder ``path``.

    Raises ``SurveyError`` where ``path`` is a file or a link, or a folder with anything in it that this program did not
    write."""
    found = status(path)
    if found is not None and not stat.S_ISDIR(found.st_mode):
        said = "is a file or a link; this writes a folder of files"
        raise SurveyError(said, where=str(path), fix="Name another place.")
    if found is not None:
        _only_ours(path)
    clear(path.parent)
    beside = name_beside(path)
    with _folder_of(path):
        try:
            yield beside
            beside.chmod(0o700)  # answers of respondents
            for made in beside.rglob("*"):
                if made.is_file():
                    remember(made)
            if path.is_dir():
                shutil.rmtree(path)
            beside.replace(path)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _only_ours(folder: Path) -> None:
    for item in sorted(folder.rglob("*")):
        if item.is_symlink() or not (item.is_dir() or item.is_file() and (is_forced() or is_ours(item))):
            said = f"is a folder that holds '{item.name}', which this program did not write, or which was changed since"
            raise SurveyError(said, where=str(folder), fix="Name a new folder.")


@contextmanager
def _folder_of(path: Path) -> Iterator[None]:
    """The folder of ``path``, made where it is missing; what was made goes again when the block fails."""
    missing = [folder for folder in path.parents if not folder.exists()]
    try:
        for folder in reversed(missing):  # one by one: pathlib's own way down ends at a thousand levels
            folder.mkdir(exist_ok=True)
    except OSError as error:
        _remove(missing)
        raise unwritable(path, error) from error
    try:
        yield
    except BaseException:
        _remove(missing)
        raise


def _remove(folders: list[Path]) -> None:
    with contextlib.suppress(OSError):  # not empty, or never made
        for folder in folders:
            folder.rmdir()


def _mark(path: Path) -> tuple[int, int, int] | None:
    found = status(path)
    return None if found is None else (found.st_ino, found.st_mtime_ns, found.st_size)


@contextmanager
def _streamed(path: Path) -> Iterator[Path]:
    with scratch_folder() as folder:
        beside = folder / f"output{path.suffix}"
        beside.touch()
        number = open_file(path)
        if number is None:
            try:  # without waiting: a pipe that nobody reads would keep the command for ever
                number = os.open(path, os.O_WRONLY | os.O_NONBLOCK | getattr(os, "O_NOCTTY", 0))
            except OSError as error:
                unread = error.errno == errno.ENXIO
                raise (
                    SurveyError("is a pipe that nobody reads", where=str(path), fix="Start its reader first.")
                    if unread
                    else unwritable(path, error)
                ) from error
            os.set_blocking(number, True)
            opened = os.fdopen(number, "wb")
        else:
            opened = os.fdopen(number, "wb", closefd=False)
        with opened as stream:
            yield beside
            for standard in (sys.stdout, sys.stderr):
                standard.flush()
            with beside.open("rb") as made:
                try:
                    shutil.copyfileobj(made, stream)
                    stream.flush()
                except BrokenPipeError:
                    raise
                except OSError as error:
                    raise unwritable(path, error) from error
