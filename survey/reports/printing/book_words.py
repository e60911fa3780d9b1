"""A book in one language: its contents as a table, and the notes that stand under every one of its tables, once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from survey.reports.documents.document import Document
from survey.reports.printing.grid_words import GridWords, HeadWords, RowWords, grid_words, note_lines
from survey.wording.message import word
from survey.words import say


@dataclass(frozen=True)
class BookWords:
    """``contents``: one row a question, None for a document that is no book; its notes are those of all tables.
    ``targets``: of each row the name of the grid it leads to, "" where there is none."""

    grids: tuple[GridWords, ...]
    contents: GridWords | None = None
    targets: tuple[str, ...] = ()


def book_words(document: Document, language: str) -> BookWords:
    """All grids of the document in ``language``; nothing that a note says is lost."""
    grids = tuple(grid_words(grid, language) for grid in document.grids)
    if not document.contents:
        return BookWords(grids)
    common = _of_all(document, grids, language)
    grids = tuple(replace(grid, notes=tuple(note for note in grid.notes if note not in common)) for grid in grids)
    targets = tuple("" if entry.left_out is not None else entry.name for entry in document.contents)
    return BookWords(grids, _contents(document, language, common), targets)


def _of_all(document: Document, grids: tuple[GridWords, ...], language: str) -> tuple[str, ...]:
    """Notes that stand under every table and that no figure needs beside it; with one table they stay under it."""
    if len(grids) < 2:
        return ()
    needed = {note for grid in document.grids for note in note_lines(grid, language, "figure")}
    others = [set(grid.notes) for grid in grids[1:]]
    return tuple(note for note in grids[0].notes if note not in needed and all(note in notes for notes in others))


def _contents(document: Document, language: str, notes: tuple[str, ...]) -> GridWords:
    """The contents as a table: question, n, and why it has no table."""
    entries = document.contents
    heads = [HeadWords("n")]
    rows = [RowWords(say(entry.title, language), (say(entry.n, language),)) for entry in entries]
    if any(entry.left_out is not None for entry in entries):
        heads.append(HeadWords(word("reports.remark_head", language), prose=True))
        said = [
            "" if entry.left_out is None else word("reports.no_table", language, reason=say(entry.left_out, language))
            for entry in entries
        ]
        rows = [replace(row, cells=(*row.cells, text)) for row, text in zip(rows, said, strict=True)]
    return GridWords(
        title=say(document.title, language),
        heads=tuple(heads),
        rows=tuple(rows),
        notes=notes,
        corner=word("reports.question_head", language),
        language=language,
        synthetic=document.synthetic,
        name="contents",
    )
