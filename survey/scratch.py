"""Folders for what a command needs while it works, and files in the making: for nobody else to read, and gone when it
ends, however it ends. What a killed command left is known by its name, which has the process, and by its lock."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# on Windows what a killed command left stays
fcntl: Any = importlib.import_module("fcntl") if os.name == "posix" else None

_NAME = re.compile(r"\.survey-(\d+)-\w{8}")
_locks: dict[Path, int] = {}
_swept: set[Path] = set()


def new_scratch() -> Path:
    """A new folder below that of the system for such things, to be given to ``drop_scratch``. Those of commands that
    were killed, with the answers in them, are removed first."""
    above = Path(tempfile.gettempdir())
    if above not in _swept:
        _swept.add(above)
        sweep(above, _NAME)
    made = Path(tempfile.mkdtemp(prefix=f".survey-{os.getpid()}-"))
    if fcntl is not None:
        _locks[made] = os.open(made, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(_locks[made], fcntl.LOCK_EX)
    return made


def drop_scratch(folder: Path | str) -> None:
    """Remove a folder of ``new_scratch`` with all in it."""
    shutil.rmtree(folder, ignore_errors=True)
    number = _locks.pop(Path(folder), None)
    if number is not None:
        with contextlib.suppress(OSError):
            os.close(number)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that is there as long as the block."""
    made = new_scratch()
    try:
        yield made
    finally:
        drop_scratch(made)


def sweep(above: Path, names: re.Pattern[str]) -> None:
    """Remove what commands that are gone left in ``above``: files and folders of this user called as ``names`` says,
    whose first group is the process, which is not there any more, and which no other holds."""
    if fcntl is None or not above.is_dir():
        return
    with contextlib.suppress(OSError):
        for name in os.listdir(above):
            found = names.fullmatch(name)
            if found is not None and not _lives(int(found[1])):
                _remove(above / name)


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
