"""How far a command is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress(total: int, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A progress bar on a terminal; elsewhere one line per finished step. Yields what to call after each step."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or total < 2:
        yield lambda name: None
    elif not console.is_terminal:
        done = 0

        def line(name: str) -> None:
            nonlocal done
            done += 1
            click.echo(f"[{done}/{total}] {name}", err=True)

        yield line
    else:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("", total=total)
            yield lambda name: bar.update(task, advance=1, description=name)
