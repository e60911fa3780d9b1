"""The tables of published polls that are named by their series."""

from __future__ import annotations

from collections.abc import Sequence

from survey.cells.polls.with_polls import with_polls
from survey.definitions.records.library import Library


def poll_tables(names: Sequence[str], library: Library) -> tuple[str, ...]:
    """The names that are series with a table of polls."""
    return tuple(name for name in names if name in library.common and library.common[name].polls is not None)


def polls_in(tables: Sequence[str], library: Library) -> tuple[Library, dict[str, tuple[str, ...]]]:
    """The library with the polls of ``tables``, which are read for it, and the ids of those of each."""
    if not tables:
        return library, {}
    polled = with_polls(library, "", tables)
    new = [name for name in polled.studies if name not in library.studies]
    return polled, {name: tuple(one for one in new if polled.studies[one].series == name) for name in tables}
