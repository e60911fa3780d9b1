"""The words that phrases are made of, as patterns of each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from survey.phrases.table import LANGUAGES, table

# Patterns are tried in this order, so that "no more than" is not read as "more than".
HEDGES = ("slightly more than", "slightly less than", "at least", "at most", "more than", "less than", "about")
NUMBER = r"(\d+(?:[.,]\d+)?)"


@dataclass(frozen=True)
class Words:
    """One language. ``numbers``, ``parts``, ``ordinals``: by form; the others are patterns."""

    language: str
    hedges: dict[str, str]
    numbers: dict[str, int]
    parts: dict[str, int]
    ordinals: dict[str, int]
    decades: dict[str, str]
    patterns: dict[str, str]

    @property
    def count(self) -> str:
        """A number in words or figures."""
        return rf"({either(self.numbers)}|\d+)"

    @property
    def tail(self) -> str:
        """What may follow: anything but words that make another number of it ("one in ten thousand", "a third of one
        percent", "a quarter more", "1 in 5,000")."""
        one = r"(?:of )?(?:(?:an?|one|1|одного|аднаго|jednego) ?)?"
        words = f"{self.patterns['other']}|{self.patterns['turn']}"
        return rf"(?:(?: |,(?! ?(?:but|но|але|ale) ))(?!{one}(?:(?:{words})(?!\w)|%)|\d{{3}}(?!\d)).+)?"


@lru_cache(maxsize=1)
def languages() -> tuple[Words, ...]:
    """The words of every language; Belarusian in both scripts."""
    return tuple(_words(language) for language in LANGUAGES)


def either(forms: object) -> str:
    """A pattern of any of the forms, the longest first."""
    found = sorted((str(form) for form in forms), key=len, reverse=True)  # type: ignore[attr-defined]
    return "|".join(re.escape(form) for form in found)


def number(written: str) -> float:
    """A fraction or a number of the table: ``2/3``, ``0.55``."""
    above, slash, below = written.partition("/")
    return float(above) / float(below) if slash else float(written)


def _words(language: str) -> Words:
    rows = [row for row in table() if row.language == language]

    def by_form(kind: str) -> dict[str, int]:
        return {form: int(row.means) for row in rows if row.kind == kind for form in row.forms}

    kinds = ("only", "every", "outof", "people", "percent", "to", "from", "other", "timesof", "timesin", "rise", "fall")
    patterns = {kind: either(form for row in rows if row.kind == kind for form in row.forms) for kind in kinds}
    # "1/3 больше": figures are read in every language, so that what turns them into another number is, too
    patterns["turn"] = either(form for row in table() if row.kind == "turn" for form in row.forms)
    hedges = {name: either(form for row in rows if row.kind == "hedge" and row.means == name for form in row.forms)
              for name in HEDGES}  # fmt: skip
    decades = {form: row.means for row in rows if row.kind == "decade" for form in row.forms}
    parts, ordinals, numbers = by_form("part"), by_form("ordinal"), by_form("number")
    return Words(language, hedges, numbers, parts, ordinals, decades, patterns)
