"""Results as a whole HTML page."""

from __future__ import annotations

from survey.reports.documents.document import Document
from survey.reports.printing.book_words import book_words
from survey.reports.printing.pages import page
from survey.reports.printing.passage_words import passage_words
from survey.words import say

BROAD = 6  # a page with a table of more columns than this is set wider


def render_html(document: Document, language: str) -> str:
    """A page of tables, each with caption and notes, below their pictures; of passages with their counts."""
    book = book_words(document, language)
    return page(
        "document.html.j2",
        say(document.title, language),
        language,
        synthetic=document.synthetic,
        broad=any(len(grid.heads) > BROAD for grid in document.grids),
        pictures=document.pictures,
        grids=book.grids,
        contents=book.contents,
        targets=book.targets,
        method=book.method,
        passages=[passage_words(passage, language) for passage in document.passages],
        summary="" if document.summary is None else say(document.summary, language),
    )
