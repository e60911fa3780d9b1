"""What a trend says in words, in each language."""

from __future__ import annotations

import math
from collections.abc import Iterable

from survey.definitions.records.values import Fieldwork
from survey.definitions.records.when import dates_in, when
from survey.trends.sentences import SENTENCES
from survey.words import DASH, LANGUAGES, MODES, Text, filled, in_figures, say


def said(key: str, **fields: str | Text) -> Text:
    """The words called ``key``; a field that is a text is said in the language of the sentence."""
    return filled(SENTENCES[key], **fields)


def mode_text(mode: str) -> Text:
    """A way of interviewing in words."""
    return MODES.get(mode) or said("unstated")


def joined(texts: Iterable[Text], mark: str = ", ") -> Text:
    """Texts one after the other, in each language; repetitions are left out."""
    parts = list(texts)
    return {language: mark.join(dict.fromkeys(say(part, language) for part in parts)) for language in LANGUAGES}


def when_text(fieldwork: Fieldwork, otherwise: str = "") -> Text:
    """The dates of a wave in each language; the source's own words where there is no date."""
    return dates(when(fieldwork) or otherwise)


def dates(printed: str) -> Text:
    """Dates as ``when`` prints them, with the months of each language."""
    return {language: dates_in(printed, language) for language in LANGUAGES}


def figure(value: float, decimals: int = 1, *, fixed: bool = False) -> Text:
    """A number with the language's decimal mark; trailing zeros are dropped unless ``fixed``."""
    if not math.isfinite(value):
        return {language: DASH for language in LANGUAGES}
    written = f"{value:.{decimals}f}"
    if not fixed and "." in written:
        written = written.rstrip("0").rstrip(".")
    return {language: in_figures(written, language) for language in LANGUAGES}


def with_qualifier(value: Text, qualifier: str) -> Text:
    """A number and the qualifier it was printed with: "more than 60"."""
    return value if qualifier in ("", "exact") else said(qualifier, value=value)


def percent(share: float, qualifier: str = "") -> Text:
    """A share in percent with its qualifier."""
    return with_qualifier(figure(100 * share), qualifier)
