"""Passages as tables, for forms that have sheets and not paragraphs."""

from __future__ import annotations

from dataclasses import replace

from survey.reports.documents.document import Document
from survey.reports.printing.grid_words import GridWords, HeadWords, RowWords
from survey.reports.printing.passage_words import PassageWords, passage_words
from survey.wording.message import word
from survey.words import say


def passage_grids(document: Document, language: str) -> list[GridWords]:
    """One table with a row a passage and their counts below, then a table of the rows behind each that has some."""
    if document.summary is None:
        return []
    said = [passage_words(passage, language) for passage in document.passages]
    lines = list(dict.fromkeys(head for one in said for head, _ in one.lines))
    whole = GridWords(
        title=say(document.title, language),
        heads=tuple(HeadWords(head, prose=True) for head in (*_heads(language), *lines)),
        rows=tuple(RowWords(f"{one.mark} {one.word}", (*_cells(one), *_lines(one, lines))) for one in said),
        notes=(say(document.summary, language),),
        corner=word("reports.verdict_head", language),
        language=language,
        name=word("reports.verdicts", language),
    )
    return [whole, *(details for one in said if (details := _details(one)) is not None)]


def _heads(language: str) -> tuple[str, ...]:
    keys = ("inference", "claim_head", "about_head", "quote_head", "finding_head")
    return tuple(word(f"reports.{key}", language) for key in keys)


def _cells(said: PassageWords) -> tuple[str, ...]:
    return (said.inference, said.claim, said.about, said.quote, said.sentence)


def _lines(said: PassageWords, heads: list[str]) -> tuple[str, ...]:
    found = dict(said.lines)
    return tuple(found.get(head, "") for head in heads)


def _details(said: PassageWords) -> GridWords | None:
    if said.details is None or not said.details.rows:
        return None
    return replace(said.details, title=said.claim, name=said.claim)
