"""Colours of verdicts on a terminal, where somebody asked for them; nowhere else is a text other than its words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

COLOURS = {"reproduced": "32", "cannot_be_checked": "33"}  # green, yellow
OTHERS = "1;31"  # of a figure that is not reproduced: bold red

_asked: ContextVar[bool] = ContextVar("colours", default=False)


@contextmanager
def colours(asked: bool) -> Iterator[None]:
    """Inside the block verdicts in text are coloured, if that is ``asked``."""
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)


def painted(line: str, size: int, kind: str) -> str:
    """``line`` with its first ``size`` letters in the colour of a verdict of this ``kind``."""
    return f"\x1b[{COLOURS.get(kind, OTHERS)}m{line[:size]}\x1b[0m{line[size:]}" if _asked.get() else line
