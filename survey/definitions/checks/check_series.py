"""Whether a file of a series is of any study."""

from __future__ import annotations

from survey.definitions.records.library import Library
from survey.definitions.records.read_yaml import Document
from survey.errors import GatheredError, Problem
from survey.words import nearest


def unused_series(library: Library, name: str, document: Document) -> list[Problem]:
    """A series that no study names says nothing of any: a slip in its name."""
    if isinstance(document.data, dict) and "polls" in document.data:
        return []  # its polls are its studies
    known: set[str] = set()
    for study in library.studies:
        try:
            known |= {library.studies[study].series or ""} - {""}
        except GatheredError:
            return []  # the faults of that study are told first
    if name in known:
        return []
    return [document.problem(("series",), f"no study has the series '{name}'", nearest(name, sorted(known)))]
