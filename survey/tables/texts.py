"""Sentences of tables, filled in by language."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from survey.tables.sentences import SENTENCES
from survey.words import DASH, LANGUAGES, Part, Text, filled, in_figures, said_in
from survey.words import whole as whole_in


def words(key: str, **parts: Part) -> Text:
    """The sentence called ``key`` in every language, its gaps filled by language."""
    return filled(SENTENCES[key], **parts)


def same(text: str) -> Text:
    """A text that exists in one language only, for all."""
    return {language: text for language in LANGUAGES}


def joined(parts: Iterable[Part], between: str = "") -> Text:
    """The parts as one text, in every language."""
    kept = list(parts)
    return {language: between.join(said_in(part, language) for part in kept) for language in LANGUAGES}


def number(value: float, decimals: int | None = None) -> Callable[[str], str]:
    """``value`` with the decimal mark of the language; without ``decimals`` as short as it can be written."""
    if not math.isfinite(value):
        return lambda language: DASH
    text = f"{value:.10g}" if decimals is None else f"{value:.{decimals}f}"
    return lambda language: in_figures(text, language)


def whole(value: float) -> Callable[[str], str]:
    """A count, thousands set apart."""
    return lambda language: whole_in(value, language)
