"""A passage in one language."""

from __future__ import annotations

from dataclasses import dataclass

from survey.reports.documents.document import Passage
from survey.reports.printing.grid_words import GridWords, grid_words
from survey.words import say


@dataclass(frozen=True)
class PassageWords:
    """A passage in one language."""

    kind: str
    mark: str
    word: str
    inference: str
    claim: str
    about: str
    quote: str
    sentence: str
    lines: tuple[tuple[str, str], ...]
    details: GridWords | None
    count: int


def passage_words(passage: Passage, language: str) -> PassageWords:
    """The passage in ``language``."""
    return PassageWords(
        kind=passage.kind,
        mark=passage.mark,
        word=say(passage.word, language),
        inference="" if passage.aside is None else say(passage.aside, language),
        claim=passage.name,
        about=passage.about,
        quote=say(passage.quote, language),
        sentence=say(passage.sentence, language),
        lines=tuple((say(head, language), say(text, language)) for head, text in passage.lines),
        details=grid_words(passage.details, language) if passage.details is not None else None,
        count=passage.count,
    )
