"""Files in the making, beside the place that they will take, and those that a killed command left there."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from survey.scratch import fcntl, sweep

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
    """Remove what commands that are gone left in ``folder`` (``survey.scratch.sweep``)."""
    sweep(folder, _NAME)
