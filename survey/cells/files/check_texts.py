"""What the texts of a file give away: labels cut by the format, letters read in the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from survey.cells.table.encoding import printed
from survey.errors import EncodingWarning, LabelWarning, warn
from survey.inside import tells_answers

# A word of accented Latin letters only, as Cyrillic in cp1251 looks when it is taken for Western European text
_WRONG = re.compile(r"[À-ÿ¢¡³²¸¨]{4,}")
ENOUGH = 2  # such words; no Western language has them


def warn_of_wrong_letters(file: str, texts: Iterable[str], encoding: str = "") -> None:
    """``EncodingWarning`` when words consist of accented Latin letters only: Cyrillic in disguise. Names the option."""
    found: list[str] = []
    for text in texts:
        found += _WRONG.findall(text)
        if len(found) >= ENOUGH:
            break
    if len(found) < ENOUGH:
        return
    right = found[0].encode("cp1252", errors="ignore").decode("cp1251", errors="replace")
    read = f" (read as {encoding})" if encoding else ""
    said = f"{file}: the letters are probably wrong{read}"
    told = f"{said}: '{found[0]}'. With --encoding cp1251 it would be '{right}'."
    warn(EncodingWarning, told if tells_answers() else f"{said}. Try --encoding cp1251.")


def warn_of_full_labels(
    file: str, labels: Mapping[str, str], value_labels: Mapping[str, Mapping[Any, str]], *, limits: tuple[int, int]
) -> None:
    """``LabelWarning`` naming labels that fill what the format allows, since writers cut the rest silently.

    ``limits``: bytes in UTF-8 for a column's label and for a value's (SPSS: 256 and 120); a letter of two bytes
    leaves the last byte free.
    """
    full = [name for name, text in labels.items() if _fills(text, limits[0])]
    full += [
        f"{name} ({printed(value)})"
        for name, texts in value_labels.items()
        for value, text in texts.items()
        if _fills(text, limits[1])
    ]
    if full:
        shown = ", ".join(full[:8]) + (f" and {len(full) - 8} more" if len(full) > 8 else "")
        warn(
            LabelWarning,
            f"{file}: {len(full)} label(s) are as long as the format allows, probably cut: {shown}. "
            "Full texts belong in the definition.",
        )


def _fills(text: str, limit: int) -> bool:
    size = len(text.encode("utf-8"))
    return size == limit or (size == limit - 1 and not text.isascii())
