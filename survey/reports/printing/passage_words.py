"""A passage in one language."""

from __future__ import annotations

from dataclasses import dataclass

from survey.reports.documents.document import Passage, Scale
from survey.reports.printing.grid_words import GridWords, grid_words
from survey.wording.message import word
from survey.wording.worded import foreign
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
    plain: str
    also: str
    folded: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    tongues: tuple[str, ...]  # the language of each title there, where it is not that of the page
    scale: Scale | None
    matrix: GridWords | None
    language: str
    study: str = ""

    @property
    def quoted(self) -> str:
        """The quotation between the marks of the language; its own of the same form are the inner ones."""
        return word("pages.quote", self.language, text=self.quote.replace("«", "„").replace("»", "“"))


def passage_words(passage: Passage, language: str) -> PassageWords:
    """The passage in ``language``."""
    return PassageWords(
        kind=passage.kind,
        mark=passage.mark,
        word=say(passage.word, language),
        inference="" if passage.aside is None else say(passage.aside, language),
        claim=say(passage.name, language),
        about=say(passage.about, language),
        quote=say(passage.quote, language),
        sentence=say(passage.sentence, language),
        lines=tuple((say(head, language), say(text, language)) for head, text in passage.lines),
        details=grid_words(passage.details, language) if passage.details is not None else None,
        count=passage.count,
        plain="" if passage.plain is None else say(passage.plain, language),
        also="" if passage.also is None else say(passage.also, language),
        folded=tuple(say(text, language) for text in passage.folded),
        evidence=tuple((say(title, language), url) for title, url in passage.evidence),
        tongues=tuple(foreign(title, language) for title, _ in passage.evidence),
        scale=passage.scale,
        matrix=grid_words(passage.matrix, language) if passage.matrix is not None else None,
        language=language,
        study=passage.study,
    )
