"""Folders for what a command needs while it works: for nobody else to read, and gone when it ends, however it ends."""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# on Windows what a killed command left stays
fcntl: Any = importlib.import_module("fcntl") if os.name == "posix" else None

_PREFIX = "survey-"
_locks: dict[Path, int] = {}
_swept: set[Path] = set()


def new_scratch() -> Path:
    """A new folder below that of the system for such things, to be given to ``drop_scratch``. Those of commands that
    were killed, with the answers in them, are removed first."""
    above = Path(tempfile.gettempdir())
    if above not in _swept:
        _swept.add(above)
        sweep(above)
    made = Path(tempfile.mkdtemp(prefix=_PREFIX))
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


def sweep(above: Path) -> None:
    """Remove this user's folders whose command is gone: nobody holds their lock, which ends with a process."""
    if fcntl is None:
        return
    with contextlib.suppress(OSError):
        for place in above.iterdir():
            if place.name.startswith(_PREFIX) and place.is_dir() and not place.is_symlink():
                _remove_if_left(place)


def _remove_if_left(place: Path) -> None:
    with contextlib.suppress(OSError):
        if place.stat().st_uid != os.geteuid() or place in _locks:
            return
        number = os.open(place, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(place, ignore_errors=True)
        finally:
            os.close(number)
