"""One spelling for phrases that are written in several ways."""

from __future__ import annotations

import re

_DASHES = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‑": "-", "’": "'", "ʼ": "'", "`": "'", "\u00a0": " ", "\u202f": " "}
)
_FOLDED = str.maketrans({"ё": "е", "ў": "у", "ŭ": "u", "ć": "c", "ś": "s", "ź": "z", "ń": "n", "ł": "l"})
_SOFT = re.compile("ь(?=[бвгґджзйклмнпрстфхцчшщ])")
_VOWELS = "аеёіоуыэюяў"
_LATIN = dict(zip("абвгґджзійклмнопрстуўфхцчшыэ", "abvhgdžzijkłmnoprstuŭf*cčšye", strict=True)) | {"х": "ch"}
_AFTER = {"е": "e", "ё": "o", "ю": "u", "я": "a"}


def plain(text: str) -> str:
    """Small letters, single blanks, one kind of dash and apostrophe, no quotation marks or points at the ends."""
    words = re.sub(r"\s+", " ", text.lower().translate(_DASHES)).strip(" «»“”\"'.,;:!?")
    return folded(words)


def folded(words: str) -> str:
    """Without what writers of one language differ in: ё and е; in Belarusian the short у and the soft signs and accents
    inside words (большасць, большасьць; bolšaść, bolšasć)."""
    return _SOFT.sub("", words.translate(_FOLDED))


def in_latin(text: str) -> str:
    """Belarusian in Latin letters: "больш за палову" is bolš za pałovu."""
    made: list[str] = []
    for at, letter in enumerate(text):
        before = text[at - 1] if at else " "
        if letter in _AFTER:
            starts = before in _VOWELS or not before.isalpha()
            made.append(("j" if starts else "" if before == "л" else "i") + _AFTER[letter])
            if before == "л":
                made[-2] = "l"
        elif letter in ("ь", "'"):
            if before == "л":
                made[-1] = "l"
            made.append("")
        else:
            made.append(_LATIN.get(letter, letter))
    return "".join(made)
