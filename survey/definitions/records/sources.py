"""Sources: where figures and wordings come from."""

from __future__ import annotations

from survey.definitions.records.values import Record


class Source(Record):
    """One source; ``date`` is when it was published, as far as known."""

    title: str | None = None
    url: str | None = None
    date: str | None = None
    licence: str | None = None
    note: str | None = None
