"""How wide texts are and how many lines they take, for forms that must be told: sheets and pages of paper."""

from __future__ import annotations

import math
import re
from functools import lru_cache

WIDE = frozenset("МЖШЩЮФЫДмжшщюфыWMmw%@—…Ўў№")
NARROW = frozenset(" .,:;!'|ilj()[]·іІ’‘-")

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML


def legal(text: str) -> str:
    """``text`` without what XML cannot hold."""
    return _ILLEGAL.sub("", text)


@lru_cache(maxsize=4096)
def text_width(text: str) -> float:
    """The width of a text in columns' units (the width of a digit), rather too large than too small."""
    return sum(map(_letter, text))


def _letter(letter: str) -> float:
    if letter in NARROW:
        return 0.7
    if ord(letter) >= 0x1100:
        return 1.0 if ord(letter) < 0x2E80 else 2.0
    return 1.4 if letter in WIDE else 1.2 if letter.isupper() else 1.05


def lines(text: str, width: float) -> int:
    """How many lines ``text`` takes in a cell of ``width``, broken between words; a longer word is broken anywhere."""
    if text_width(text) <= width:
        return 1
    count, used = 1, 0.0
    for item in text.split(" "):
        size = text_width(item)
        if used and used + 0.7 + size <= width:
            used += 0.7 + size
            continue
        count += 1 if used else 0
        more = max(math.ceil(round(size / width, 6)) - 1, 0)
        count += more
        used = size - more * width
    return count


def longest_word(text: str) -> float:
    """The width of the widest word."""
    return max(map(text_width, text.split(" ")))
