"""Sources: where figures and wordings come from."""

from __future__ import annotations

from survey.definitions.records.values import Record, Text


class Source(Record):
    """One source; ``date`` is when it was published, as far as known."""

    title: Text | None = None
    short: Text | None = None  # what tables call it
    url: str | None = None
    date: str | None = None
    licence: str | None = None
    note: Text | None = None
