"""Which series name a table of published polls."""

from __future__ import annotations

from collections.abc import Sequence

from survey.definitions.records.library import Library


def poll_tables(names: Sequence[str], library: Library) -> tuple[str, ...]:
    """The names that are series with a table of polls."""
    return tuple(name for name in names if name in library.common and library.common[name].polls is not None)
