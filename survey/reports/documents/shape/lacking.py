"""Texts that are shown in another language than the one asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from survey.errors import LanguageWarning, warn
from survey.reports.documents.document import Document
from survey.words import Text

MOST = 6  # names that a warning lists


def warn_of_language(document: Document, language: str) -> None:
    """One ``LanguageWarning`` that names the questions and options without a text in ``language``; of a text whose
    language nobody said nothing is known."""
    named = (
        (f"{within or column}: {name}" if column != "question" else name, text)
        for (column, within, name), text in document.labels.items()
    )
    warn_of_texts(named, language)


def warn_of_texts(texts: Iterable[tuple[str, Text | None]], language: str, where: str = "") -> None:
    """One ``LanguageWarning`` that counts the texts that have other languages than ``language``, and names them.
    ``where``: what they are of."""
    said = {name: text for name, text in texts if text}
    lacking = [name for name, text in said.items() if language not in text and "und" not in text]
    if lacking:
        counted = f"{len(lacking)} of {len(said)} texts have no '{language}' and are shown in another language"
        warn(LanguageWarning, f"{where}: {counted}: {listed(lacking)}" if where else f"{counted}: {listed(lacking)}")


def listed(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    return ", ".join(names[:MOST]) + (f" and {len(names) - MOST} more" if len(names) > MOST else "")
