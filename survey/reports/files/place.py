"""Where something may be written: the one rule, for every writer."""

from __future__ import annotations

import os
import re
import stat
from contextvars import ContextVar
from pathlib import Path

from survey.errors import SurveyError
from survey.held import Held
from survey.inputs import noted, read_if_made
from survey.reports.files.ours import is_ours

ANOTHER = "Name another file."
_forced: ContextVar[bool] = ContextVar("forced", default=False)
_OPEN_FILE = re.compile(r"/(?:proc/(?:self|\d+)|dev)/fd/(\d+)")


def replacing(forced: bool = True) -> Held:
    """Inside the block files that this program did not write may be replaced, though never one that it reads."""
    return Held((_forced, forced))


def is_forced() -> bool:
    """Whether files that this program did not write may be replaced now."""
    return _forced.get()


def check_place(path: Path, *, foreign_too: bool = True) -> None:
    """``SurveyError`` where ``path`` must not be written.

    A name that nothing has is free, unless the file would be among the data next time (in a folder of data files, or
    under a name that fits their pattern); and so is a file that holds what this program wrote
    (``survey.reports.files.ours``) or nothing. A stream (a pipe with a reader, a terminal, ``/dev/stdout``) is written
    to. Never replaced are folders, symbolic links, sockets and disks, files without the right to write them, and files
    that are read or written in the same work (``survey.inputs``), by whatever name or link. Other files are foreign
    and replaced only inside ``replacing``; ``foreign_too``: they are refused here, too.
    """
    found = status(path)
    if found is None:
        _no_twin(path)
        read = read_if_made(path)
        if read is not None:
            raise SurveyError(read, where=str(path), fix="Write it to another folder.")
        return
    if stat.S_ISDIR(found.st_mode):
        raise SurveyError("is a folder, a file was expected", where=str(path), fix="Add the name of a file.")
    if is_stream(path):
        return
    if stat.S_ISLNK(found.st_mode):
        said = f"is a symbolic link to {os.readlink(path)}, and links are not replaced"
        raise SurveyError(said, where=str(path), fix="Name the file itself, or another.")
    if not stat.S_ISREG(found.st_mode):
        raise SurveyError("is no plain file, and is not replaced", where=str(path), fix=ANOTHER)
    for known, what in noted().items():
        there = status(known, follow=True)
        if there is not None and os.path.samestat(there, found):
            alias = "" if known == path.absolute() else f" ({known})"
            raise SurveyError(f"{what}{alias}, and is not replaced", where=str(path), fix=ANOTHER)
    if not os.access(path, os.W_OK):
        raise SurveyError("is read-only, and is not replaced", where=str(path), fix=ANOTHER)
    if foreign_too and not is_forced() and not is_ours(path):
        said = "is there already, and was not written by this program, or was changed since"
        fix = f"{ANOTHER.removesuffix('.')}, or replace this one with --overwrite."
        raise SurveyError(said, where=str(path), fix=fix)


def is_stream(path: Path) -> bool:
    """Whether ``path`` is written to and not replaced: a pipe, a terminal, ``/dev/null``, ``/dev/stdout``."""
    if open_file(path) is not None:
        return True
    found = status(path, follow=True)
    return found is not None and (stat.S_ISFIFO(found.st_mode) or stat.S_ISCHR(found.st_mode))


def open_file(path: Path) -> int | None:
    """The number of the open file that ``/dev/stdout``, ``/dev/fd/3`` and links to such names stand for."""
    for _ in range(8):
        named = _OPEN_FILE.fullmatch(str(path.absolute()))
        if named is not None:
            return int(named[1])
        if not path.is_symlink():
            return None
        path = path.parent / os.readlink(path)
    return None


def status(path: Path, *, follow: bool = False) -> os.stat_result | None:
    """What is at ``path``; None for nothing. ``SurveyError`` where that cannot be known (a name too long, a file for a
    folder)."""
    try:
        return path.stat() if follow else path.lstat()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: Exception) -> SurveyError:
    """What to say of a place that the system refuses."""
    said = getattr(error, "strerror", None) or str(error)
    return SurveyError(f"cannot be written ({said})", where=str(path), fix="Name another place.")


def _no_twin(path: Path) -> None:
    """Two new files of one work under one name; some disks know no capital letters."""
    name = str(path.resolve()).casefold()
    for known, what in noted(all_of_them=False).items():
        if known.name.casefold() == path.name.casefold() and str(known.resolve()).casefold() == name:
            raise SurveyError(f"{what}, and is not replaced", where=str(path), fix=ANOTHER)
