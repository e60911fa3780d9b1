"""What every result becomes before it is printed: grids of values, passages, rows and notes, in no language yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from survey.reports.documents.grid import Grid, Note
from survey.reports.documents.notes import parted
from survey.words import NotesWanted, Rounding, Text


@dataclass(frozen=True)
class Passage:
    """A statement in words, with a mark, a word for it, and the rows behind it."""

    kind: str
    mark: str
    word: Text
    aside: Text | None
    name: str
    about: str
    quote: Text
    sentence: Text
    lines: tuple[tuple[Text, Text], ...]  # head and text
    details: Grid | None = None
    count: int = 0  # rows behind it


@dataclass(frozen=True)
class Document:
    """A result, ready for every form. ``columns`` and ``rows``: its long rows as they were computed (proportions), for
    data files; ``nested``: members of a row that stand for the columns listed. ``notes``: an object of texts and
    figures beside the rows. ``method``: what is said once, below all grids (``noted``). ``pictures``: files beside a
    page, shown on it."""

    title: Text
    grids: tuple[Grid, ...] = ()
    passages: tuple[Passage, ...] = ()
    summary: Text | None = None  # of the passages
    columns: tuple[str, ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    nested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    method: tuple[Note, ...] = ()
    rounding: Rounding | None = None  # as the studies of all its figures declare it

    def noted(self, wanted: NotesWanted) -> Document:
        """The same with the notes of the levels ``wanted``, each where it stands on a page. ``notes`` keep all."""
        grids, method = parted(self.grids, wanted)
        return replace(self, grids=grids, method=method)

    @property
    def synthetic(self) -> bool:
        """Whether a figure of it is of invented data."""
        return any(grid.synthetic for grid in self.grids)

    @property
    def internal(self) -> bool:
        """Whether something of it is not for readers."""
        return any(grid.internal for grid in self.grids)

    def marked_synthetic(self) -> Document:
        """The same, every part of it marked as of invented data."""
        columns = self.columns if "synthetic" in self.columns else (*self.columns, "synthetic")
        return replace(
            self,
            grids=tuple(replace(grid, synthetic=True) for grid in self.grids),
            columns=columns,
            rows=tuple({**row, "synthetic": True} for row in self.rows),
            notes={"synthetic": True, **self.notes},
        )
