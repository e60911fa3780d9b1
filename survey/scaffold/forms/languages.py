"""Languages as forms name them."""

from __future__ import annotations

import re

_CODE = re.compile(r"\(([a-zA-Z]{2,3})(?:[-_]\w+)*\)\s*$")
_NAMES = {
    "en": "english",
    "ru": "russian русский",
    "be": "belarusian belarussian беларуская",
    "uk": "ukrainian українська",
    "pl": "polish polski",
    "fr": "french francais français",
    "es": "spanish espanol español castellano",
    "de": "german deutsch",
    "pt": "portuguese portugues português",
    "it": "italian italiano",
    "ar": "arabic العربية",
    "ne": "nepali नेपाली",
    "sw": "swahili kiswahili",
    "tr": "turkish turkce türkçe",
}
_LANGUAGES = {name: code for code, names in _NAMES.items() for name in names.split()}


def language_code(written: str) -> str:
    """``English (en)``, ``EN``, ``pt-BR``, ``de-informal`` or ``Русский`` as the code of a language; "" where none can
    be told."""
    text = written.strip()
    inside = _CODE.search(text)
    if inside:
        return inside[1].lower()
    if re.fullmatch(r"[a-zA-Z]{2,3}(?:[-_]\w+)*", text):
        return re.split(r"[-_]", text)[0].lower()
    return _LANGUAGES.get(text.casefold(), "")
