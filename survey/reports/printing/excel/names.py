"""Names of sheets: unique, valid, no longer than Excel allows."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = ("history",)  # Excel keeps it for itself


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for each of ``wanted``, none of them ``taken``; capital letters make no difference. A name that is too
    long is cut, one that is there already gets a number."""
    seen = {name.casefold() for name in (*taken, *RESERVED)}
    made = []
    for text in wanted:
        clean = _cut(" ".join(_FORBIDDEN.sub(" ", text).split()), MOST).strip("'") or "_"
        name, number = clean, 1
        while name.casefold() in seen:
            number += 1
            mark = f" ({number})"
            name = _cut(clean, MOST - len(mark)) + mark
        seen.add(name.casefold())
        made.append(name)
    return made


def _cut(text: str, most: int) -> str:
    """No longer than ``most`` as Excel counts: a letter outside the first 65 536 is two."""
    size = 0
    for place, letter in enumerate(text):
        size += 2 if ord(letter) > 0xFFFF else 1
        if size > most:
            return text[:place].rstrip()
    return text
