"""A document in one language: its grids, what is said once of them, and, of a book, its contents as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace

from survey.reports.documents.document import Document
from survey.reports.printing.grid_words import GridWords, HeadWords, RowWords, grid_words, note_words
from survey.wording.message import word
from survey.words import say


@dataclass(frozen=True)
class BookWords:
    """``method``: notes below all grids. ``contents``: one row a question, None for a document that is no book;
    ``targets``: of each row the name of the grid it leads to, "" where there is none."""

    grids: tuple[GridWords, ...]
    method: tuple[str, ...] = ()
    contents: GridWords | None = None
    targets: tuple[str, ...] = ()


def book_words(document: Document, language: str, *, cells: bool = True) -> BookWords:
    """The document in ``language``; without its ``cells`` for a form that has values in them."""
    grids = tuple(grid_words(grid, language, cells) for grid in document.grids)
    method = note_words(document.method, language)
    if not document.contents:
        return BookWords(grids, method)
    targets = tuple("" if entry.left_out is not None else entry.name for entry in document.contents)
    return BookWords(grids, method, _contents(document, language), targets)


def _contents(document: Document, language: str) -> GridWords:
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
        corner=word("reports.question_head", language),
        language=language,
        synthetic=document.synthetic,
        name="contents",
    )
