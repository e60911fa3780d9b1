"""Printed labels made comparable."""

from __future__ import annotations

import re
import unicodedata

_NUMBERED = re.compile(
    r"^\s*(?:(?:q|v|table|question|в|вопрос|таблица|пытанне|табліца)\s*\.?\s*)?\d+[a-zа-я]?\s*[.):]\s+", re.IGNORECASE
)
_COUNTED = re.compile(r"[\s,;:(\[]*\b[nN]\s*=\s*(\d[\d\s\u00a0,.]*)[)\]]?\s*$")
_WORDS = re.compile(r"\w+|[+<>%±]")


def normalized(text: str) -> str:
    """A label made comparable: no case, accents of print, numbering, or punctuation; "18–34" and "18 - 34" are one."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(_WORDS.findall(_NUMBERED.sub("", plain)))


def counted_head(text: str) -> tuple[str, str]:
    """A head without the number of respondents behind it, and that number: "Men (n=512)"."""
    found = _COUNTED.search(text)
    return (text[: found.start()].strip(), found[1].strip()) if found else (text, "")
