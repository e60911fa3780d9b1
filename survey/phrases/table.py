"""The table of phrases, ``phrases.tsv``, as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from survey.phrases.spelling import folded, in_latin

LANGUAGES = ("en", "ru", "be", "pl", "uk")
_CHOICE = re.compile(r"\{([^{}]*)\}|\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Row:
    """``kind``: "phrase" for a whole one, else what part of a phrase it is. ``forms``: as they are looked up."""

    language: str
    kind: str
    phrase: str
    forms: tuple[str, ...]
    means: str
    why: str


@lru_cache(maxsize=1)
def table() -> tuple[Row, ...]:
    """Every row. Belarusian forms stand in both scripts."""
    text = files("survey.phrases").joinpath("phrases.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(_row(*line.split("\t")) for line in lines[1:])


@lru_cache(maxsize=1)
def whole() -> dict[str, Row]:
    """Whole phrases and multiples by each of their forms."""
    found: dict[str, Row] = {}
    for row in table():
        if row.kind == "phrase":
            for form in row.forms:
                found.setdefault(form, row)
    return found


def expanded(pattern: str) -> Iterator[str]:
    """``{a,b}``: either; ``[a]``: with or without; ``|``: another form."""
    for form in pattern.split("|"):
        found = _CHOICE.search(form)
        if found is None:
            yield form
            continue
        inside, optional = found.groups()
        # a blank after the comma of an optional part is a blank before the word
        choices = inside.split(",") if inside is not None else ["", *optional.split(",")]
        for choice in choices:
            yield from expanded(form[: found.start()] + choice + form[found.end() :])


def _row(language: str, kind: str, phrase: str, forms: str, means: str, why: str) -> Row:
    found = [phrase, *expanded(forms)] if forms else [phrase]
    if kind in ("part", "ordinal", "number"):
        found = found if forms else [phrase]
    if language == "be":
        found += [in_latin(form) for form in found]
    return Row(language, kind, phrase, tuple(dict.fromkeys(folded(form.lower()) for form in found)), means, why)
