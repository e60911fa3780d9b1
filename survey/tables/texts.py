"""Sentences of tables, filled in by language."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from survey.tables.sentences import SENTENCES
from survey.words import LANGUAGES, Text, say

Part = str | int | Text | Callable[[str], str]  # what a sentence is filled with: by language, or the same in all


def words(key: str, **parts: Part) -> Text:
    """The sentence called ``key`` in every language, its gaps filled by language."""
    return {
        language: SENTENCES[key][language].format(**{name: _in(part, language) for name, part in parts.items()})
        for language in LANGUAGES
    }


def same(text: str) -> Text:
    """A text that exists in one language only, for all."""
    return {language: text for language in LANGUAGES}


def joined(parts: Iterable[Part], between: str = "") -> Text:
    """The parts as one text, in every language."""
    kept = list(parts)
    return {language: between.join(_in(part, language) for part in kept) for language in LANGUAGES}


def number(value: float, decimals: int | None = None) -> Callable[[str], str]:
    """``value`` with the decimal mark of the language; without ``decimals`` as short as it can be written."""

    def written(language: str) -> str:
        if not math.isfinite(value):
            return "–"
        text = f"{value:.10g}" if decimals is None else f"{value:.{decimals}f}"
        return text if language == "en" else text.replace(".", ",")

    return written


def whole(value: float) -> Callable[[str], str]:
    """A count, thousands set apart."""

    def written(language: str) -> str:
        if not math.isfinite(value):
            return "–"
        return f"{round(value):,}".replace(",", "," if language == "en" else "\u00a0")

    return written


def _in(part: Part, language: str) -> str:
    if callable(part):
        return part(language)
    return say(part, language) if isinstance(part, Mapping) else str(part)
