"""How far a long scan has come, on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from survey.progress import watched

PATIENCE = 1.0  # seconds of work before anything is shown


@contextmanager
def scans_shown() -> Iterator[None]:
    """A bar on the terminal for scans that take longer than ``PATIENCE``; nothing elsewhere, or with ``--quiet``."""
    if "--quiet" in sys.argv or not sys.stderr.isatty():
        yield
        return
    bar = _Bar()
    try:
        with watched(bar.tell):
            yield
    finally:
        bar.close()


class _Bar:
    """A rich progress bar, begun when it is needed."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}

    def tell(self, what: str, part: float) -> None:
        now = time.monotonic()
        if part >= 1.0:
            self._since.pop(what, None)
        elif now < self._since.setdefault(what, now) + PATIENCE:
            return
        if self._bar is None and part < 1.0:
            from rich.console import Console
            from rich.errors import LiveError
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
            bar = Progress(*columns, console=Console(stderr=True), transient=True)
            try:
                bar.start()
            except LiveError:
                return  # the command has a bar of its own
            self._bar = bar
        if self._bar is not None:
            if what not in self._tasks:
                self._tasks[what] = self._bar.add_task(what, total=1.0)
            self._bar.update(self._tasks[what], completed=part)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
