"""How far long work has come, for whoever shows it: engines tell, the command line listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Watcher = Callable[[str, float], None]  # what is done, and the part of it that is behind us, 0 to 1

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Inside the block ``watcher`` is told of every long scan."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def progress(what: str, part: float) -> None:
    """Tell that ``part`` of ``what`` is done; nothing happens where nobody listens."""
    watcher = _watcher.get()
    if watcher is not None:
        watcher(what, min(max(part, 0.0), 1.0))


def is_watched() -> bool:
    """Whether somebody listens."""
    return _watcher.get() is not None


def steps(what: str, items: Sequence[Item]) -> Iterator[Item]:
    """The items one by one; after each it is told how many of them are done."""
    progress(what, 0.0)
    for place, item in enumerate(items, start=1):
        yield item
        progress(what, place / len(items))
