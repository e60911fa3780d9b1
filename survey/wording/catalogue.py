"""The messages of every language: gettext catalogues, one for each part of the program."""

from __future__ import annotations

import gettext
import string
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent / "locale"


class _Missing(gettext.NullTranslations):
    """What a catalogue falls back on: without it gettext hands back the key for the message."""

    def gettext(self, message: str) -> str:
        raise LookupError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise LookupError(msgid1)


@cache
def catalogue(part: str, language: str) -> gettext.GNUTranslations:
    """``locale/<language>/LC_MESSAGES/<part>.mo``, which ``scripts/messages.py`` makes of the ``.po`` beside it."""
    with open(LOCALE / language / "LC_MESSAGES" / f"{part}.mo", "rb") as file:
        found = gettext.GNUTranslations(file)
    found.add_fallback(_Missing())
    return found


def pattern(key: str, language: str, plural: int | None = None) -> str:
    """The message called ``key`` ("tables.left_out") in ``language``, its gaps open; of several forms the one that
    ``plural`` takes.

    Raises ``LookupError`` for a key without a message: a fault of the program, never of what a user gave.
    """
    part, _, name = key.partition(".")
    try:
        found = catalogue(part, language)
        return found.gettext(name) if plural is None else found.ngettext(name, name, plural)
    except (LookupError, FileNotFoundError):
        raise LookupError(f"no message '{key}' in {language}") from None


@cache
def has_message(key: str) -> bool:
    """Whether there is a message called ``key``."""
    try:
        return bool(pattern(key, "en"))
    except LookupError:
        return False


@cache
def gaps(text: str) -> frozenset[str]:
    """Names of the gaps in a pattern."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
