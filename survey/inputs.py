"""Which files a piece of work has read: readers tell, and the one place that writes replaces none of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

Finder = Callable[[], Iterable[Path]]
Fits = Callable[[Path], bool]


@dataclass
class _Block:
    files: dict[str, str] = field(default_factory=dict)  # each, by its whole name, with what it is: "is the data file"
    finders: list[tuple[Finder, str]] = field(default_factory=list)
    places: list[tuple[Fits, str]] = field(default_factory=list)  # where a new file would be read next time


_blocks: ContextVar[tuple[_Block, ...]] = ContextVar("blocks", default=())


@contextmanager
def files_noted(*, kept: bool = True) -> Iterator[None]:
    """Inside the block every file that is read, or written, is remembered; blocks inside it see those, too. ``kept``:
    and so do those around it, afterwards."""
    inner = _Block()
    token = _blocks.set((*_blocks.get(), inner))
    try:
        yield
    finally:
        _blocks.reset(token)
        if kept and _blocks.get():
            _blocks.get()[-1].files = {**inner.files, **_blocks.get()[-1].files}
        for fits, what in inner.places if kept else ():
            note_place(fits, what)


def note(paths: Iterable[Path | str], what: str) -> None:
    """Remember files and ``what`` they are to the work; nothing happens outside of a block."""
    if _blocks.get():
        for path in paths:
            _blocks.get()[-1].files.setdefault(_whole(path), what)


def note_later(finder: Finder, what: str) -> None:
    """The same for files that are looked for when something would be replaced, and not before."""
    if _blocks.get():
        _blocks.get()[-1].finders.append((finder, what))


def note_place(fits: Fits, what: str) -> None:
    """Remember that a new file which ``fits`` would be read by the next such work: ``what`` it would be."""
    if _blocks.get():
        _blocks.get()[-1].places.append((fits, what))


def read_if_made(path: Path) -> str | None:
    """What a new file at ``path`` would be to the work; None where it would not be read."""
    return next((what for block in _blocks.get() for fits, what in block.places if fits(path)), None)


def noted(*, all_of_them: bool = True) -> dict[Path, str]:
    """The files so far, each with what it is; ``all_of_them``: also those that have to be looked for."""
    found: dict[Path, str] = {}
    for block in _blocks.get():
        while all_of_them and block.finders:
            finder, what = block.finders.pop()
            for path in finder():
                block.files.setdefault(_whole(path), what)
        found = {**{Path(path): what for path, what in block.files.items()}, **found}
    return found


def forget(path: Path) -> None:
    """Take a file out again: what was to be written to it was given up."""
    if _blocks.get():
        _blocks.get()[-1].files.pop(_whole(path), None)


def _whole(path: Path | str) -> str:
    """``Path.absolute``, which takes ten times longer, and a study notes a hundred files that nobody asks for."""
    return os.path.join(os.getcwd(), path if isinstance(path, Path) else Path(path))
