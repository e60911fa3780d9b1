"""Files in the making, beside the place that they will take, and those that a killed command left there."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# on Windows what a killed command left stays
fcntl: Any = importlib.import_module("fcntl") if os.name == "posix" else None

_NAME = re.compile(r"\.survey-(\d+)\.\d+(\.\w+)*")
_count = itertools.count()


def name_beside(path: Path) -> Path:
    """A name that nothing has yet, which ends like ``path``: writers choose a format by the ending."""
    return path.with_name(f".survey-{os.getpid()}.{next(_count)}{path.suffix}")


@contextmanager
def in_the_making(path: Path) -> Iterator[None]:
    """Make the empty file ``path``, for this user alone, and hold it: other commands let it stand as long."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        if fcntl is not None:
            fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def clear(folder: Path) -> None:
    """Remove what commands that are gone left in ``folder``: files and folders of such names of this user, which no
    process holds and whose process is not there any more."""
    if fcntl is None or not folder.is_dir():
        return
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            found = _NAME.fullmatch(name)
            if found is not None and not _lives(int(found[1])):
                _remove(folder / name)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _remove(place: Path) -> None:
    with contextlib.suppress(OSError):
        if place.is_symlink() or place.stat().st_uid != os.geteuid():
            return
        number = os.open(place, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        finally:
            os.close(number)
