"""What a definition may read: files of its own project, of the folder that one works in, and installed packages.

A definition from a stranger could otherwise name any file of who runs it and print it in tables. A file that is named
on the command line or in Python was named by its reader, and is not looked at here."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path

from survey.held import Held
from survey.state import was_named

_allowed: ContextVar[bool] = ContextVar("allowed", default=False)
DEFINITIONS = "questionnaires"  # a folder of this name is part of a project, which is the folder around it
ADVICE = "Move it there, name it with --data (data= in Python), or say --allow-outside."


def outside_allowed() -> Held:
    """Inside the block definitions may name any file."""
    return Held((_allowed, True))


def is_allowed() -> bool:
    """Whether they may now."""
    return _allowed.get()


def outside_said(named: object) -> str:
    """What is wrong with a file that a definition may not read."""
    return f"the definition names '{named}', which is outside of its project and of this folder"


def is_outside(path: Path, *homes: Path | None) -> bool:
    """Whether a definition may not name ``path``: it lies below none of ``homes`` (the folders of the definition and of
    its library) nor below the working directory, links followed, and its user had no definition made of it."""
    if is_allowed():
        return False
    own = [home.resolve() for home in homes if home is not None]
    own = [home.parent if home.name == DEFINITIONS else home for home in own]
    whole = path.resolve()
    inside = any(home == whole or home in whole.parents for home in (*own, Path.cwd().resolve()))
    return not inside and not was_named(path)
