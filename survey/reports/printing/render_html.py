"""Results as a whole HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.reports.documents.document import Document, Passage
from survey.reports.printing.book_words import BookWords, book_words
from survey.reports.printing.grid_words import GridWords, address_words
from survey.reports.printing.pages import page
from survey.reports.printing.passage_words import PassageWords, passage_words
from survey.reports.printing.passages.scale_picture import scale_picture
from survey.words import say

BROAD = 6  # a page with a table of more columns than this is set wider


def render_html(document: Document, language: str) -> str:
    """A page of tables, each with its head and notes, below their pictures; of passages with their counts."""
    book = book_words(document, language)
    return page(
        "document.html.j2",
        say(document.title, language),
        language,
        synthetic=document.synthetic,
        style=_style(document, book),
        broad=any(len(grid.heads) > BROAD for grid in document.grids),
        pictures=document.pictures,
        grids=_named(book.grids),
        contents=book.contents,
        targets=book.targets,
        method=book.method,
        passages=[_told(passage, language) for passage in document.passages],
        lead=[say(text, language) for text in document.lead],
        link=document.link,
        trail=[(say(text, language), href) for text, href in document.trail],
        addresses=address_words(document.addresses, language),
        summary="" if document.summary is None else say(document.summary, language),
    )


def _style(document: Document, book: BookWords) -> str:
    """The sheet that claims of an article have besides, or tables with missed figures."""
    if any(one.plain is not None for one in document.passages):
        return "article.css"
    return "published.css" if any(any(row.missed) for grid in book.grids for row in grid.rows) else ""


def _named(grids: Sequence[GridWords]) -> list[tuple[GridWords, str]]:
    """Each grid with an id that no other has; those that the page itself gives have a dot, which no name has."""
    found: list[tuple[GridWords, str]] = []
    taken: set[str] = set()
    for place, grid in enumerate(grids, 1):
        name = grid.name if grid.name and grid.name not in taken else f"{grid.name or 'table'}.{place}"
        taken.add(name)
        found.append((grid, name))
    return found


def _told(passage: Passage, language: str) -> tuple[PassageWords, Any]:
    """A passage with its small picture; None for one without."""
    return (
        passage_words(passage, language),
        None if passage.scale is None else scale_picture(passage.scale, language),
    )
