"""Names of questions and options in small Latin letters, digits and ``_``, from names and texts of any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

# Cyrillic of Russian, Belarusian, Ukrainian: as a reader of the file would write it without the letters (BGN/PCGN,
# marks left out). It names things and is not to be turned back.
_LETTERS = {
    **dict(zip("абвгдезийклмнопрстуфыэё", "abvgdeziiklmnoprstufyee", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""},
    **{"і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ł": "l", "ß": "ss", "đ": "d", "ø": "o", "æ": "ae"},
    **{"'": "", "’": "", "ʼ": ""},
}
LONGEST = 40


def name_of(text: str, longest: int = LONGEST) -> str:
    """``text`` as a name; "" where no letter or digit of it can be written so."""
    plain = "".join(_LETTERS.get(letter, letter) for letter in unicodedata.normalize("NFC", text).casefold())
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if len(words) > longest:
        words = words[: longest + 1].rpartition("_")[0] or words[:longest]
    return words.strip("_")


def free_name(wanted: str, taken: Collection[str], otherwise: str = "q") -> str:
    """``wanted``, or it with the first number that makes it no name of ``taken``."""
    base, number = wanted or otherwise, 2
    name = base
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def option_name(label: str, taken: Collection[str]) -> str:
    """A name for an option, made of its label; one of digits alone would be a code."""
    name = name_of(label)
    return free_name(f"o{name}" if name.isdigit() else name, taken, "option")
