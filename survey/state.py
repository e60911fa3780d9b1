"""The folder in which this program keeps lists of its own, of the user who runs it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path

MADE_BY = "opinion-survey"


def state_folder() -> Path:
    """It need not be there yet."""
    if sys.platform == "win32":
        state = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    else:
        state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / MADE_BY


def named_list() -> Path:
    """The list of data files from which their user had a definition made: a hash of each place."""
    return state_folder() / "named.txt"


def place_hash(path: Path) -> str:
    """SHA-256 of the whole name of ``path``, links followed: the list tells no names."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()


def was_named(path: Path) -> bool:
    """Whether the user named ``path`` to have a definition made of it (``survey new --data``)."""
    with contextlib.suppress(OSError):
        return place_hash(path) in named_list().read_text(encoding="ascii").split()
    return False
