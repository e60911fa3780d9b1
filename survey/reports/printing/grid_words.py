"""A grid in one language: the texts that text, Markdown and pages lay out, each in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.reports.documents.grid import Grid, Note, RowKind
from survey.wording.lines import clean
from survey.words import Text, say


@dataclass(frozen=True)
class HeadWords:
    """Head of a column."""

    label: str
    group: str = ""
    prose: bool = False


@dataclass(frozen=True)
class RowWords:
    """``head`` and one cell a column; of a ``section`` or a ``break`` the head only."""

    head: str
    cells: tuple[str, ...] = ()
    kind: RowKind = "option"


@dataclass(frozen=True)
class GridWords:
    """A grid in ``language``; without heads words alone."""

    title: str
    heads: tuple[HeadWords, ...]
    rows: tuple[RowWords, ...]
    notes: tuple[str, ...] = ()
    corner: str = ""
    language: str = "en"
    synthetic: bool = False
    name: str = ""
    internal: bool = False


def grid_words(grid: Grid, language: str) -> GridWords:
    """The grid in ``language``."""
    return GridWords(
        title=say(grid.title, language),
        heads=tuple(HeadWords(say(head.label, language), say(head.group, language), head.prose) for head in grid.heads),
        rows=tuple(
            RowWords(say(row.head, language), tuple(_cell(cell, language) for cell in row.cells), row.kind)
            for row in grid.rows
        ),
        notes=_notes(grid, language),
        corner=say(grid.corner, language),
        language=language,
        synthetic=grid.synthetic,
        name=grid.name,
        internal=grid.internal,
    )


def _cell(cell: Text | None, language: str) -> str:
    return "" if cell is None else say(cell, language)


def _notes(grid: Grid, language: str) -> tuple[str, ...]:
    """One line a note; what is empty, or says no more than the title, is left out."""
    subject = clean(say(grid.subject, language))
    return tuple(line for line in note_words(grid.notes, language) if line != subject)


def note_words(notes: Sequence[Note], language: str) -> tuple[str, ...]:
    """Notes in ``language``, without those that are empty there."""
    return tuple(line for line in (say(note.text, language) for note in notes) if line)
