"""Whether answers in somebody's own words are told: to who works with the data, and not in what leaves the room.

From Python they are told. Commands tell them only with ``--internal``: what a command prints ends up in the logs of
others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_told: ContextVar[bool] = ContextVar("told", default=True)


@contextmanager
def telling_answers(told: bool) -> Iterator[None]:
    """Inside the block answers that no option names are told, or counted only."""
    token = _told.set(told)
    try:
        yield
    finally:
        _told.reset(token)


def tells_answers() -> bool:
    """Whether they may be told now."""
    return _told.get()
