"""How a source is named where figures are told."""

from __future__ import annotations

from collections.abc import Mapping

from survey.definitions.records.sources import Source


def source_text(name: str, sources: Mapping[str, Source]) -> str:
    """The title of a source with its date; its id where it has no title."""
    source = sources[name] if name in sources else None
    if source is None or not source.title:
        return name
    date = (source.date or "").split(" (")[0]
    return f"{source.title} ({date})" if date and date not in source.title else source.title
