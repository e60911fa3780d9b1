"""How wide a text is, and how it breaks into lines."""

from __future__ import annotations

import re
from functools import lru_cache

from survey.plots.sheet.style import FONT
from survey.wording.lines import FIXED, clean

MM = 72 / 25.4  # points in a millimetre
SAFE = 1.01  # widths are rather too large than too small
_LOOSE = re.compile(rf"(?<![\d=]){FIXED}(?![\d=])")
LEADING = 1.28  # height of a line in sizes of its type


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Room in millimetres that one line of ``text`` needs in ``size`` points.

    Letters are added up, which is hundreds of times faster than setting the line and at most 1% off.
    """
    return SAFE * size * sum(_advance(letter, bold) for letter in text) / MM


@lru_cache(maxsize=8192)
def _advance(letter: str, bold: bool) -> float:
    """Width of a letter in sizes of its type, measured between two others."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FONT, size=100, weight="bold" if bold else "normal")
    measure = text_to_path.get_text_width_height_descent
    both, alone = (measure(text, font, ismath=False)[0] for text in (f"l{letter}l", "ll"))
    return float(both - alone) / 100


def line_height(size: float) -> float:
    """Height in millimetres of a line of ``size`` points."""
    return size * LEADING / MM


def wrap(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Lines of ``text`` no wider than ``width`` millimetres; a word wider than that is cut with a hyphen. A fixed space
    beside a figure or a sign of equality stays, so that "n = 1 812" is not parted."""
    lines: list[str] = []
    line = ""
    for word in FIXED.join(clean(part) for part in _LOOSE.sub(" ", text).split(FIXED)).split(" "):
        trial = f"{line} {word}" if line else word
        if text_width(trial, size, bold) <= width:
            line = trial
            continue
        if line:
            lines.append(line)
        *pieces, line = _cut(word, width, size, bold)
        lines += pieces
    return [*lines, line]


def _cut(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces = []
    while len(word) > 2 and text_width(word, size, bold) > width:
        keep = len(word) - 1
        while keep > 1 and text_width(word[:keep] + "-", size, bold) > width:
            keep -= 1
        joint = "" if word[keep - 1] in "-–—/" else "-"
        pieces.append(word[:keep] + joint)
        word = word[keep:]
    return [*pieces, word]


def widest(lines: list[str], size: float, bold: bool = False) -> float:
    """Width in millimetres of the widest of ``lines``; 0 for none."""
    return max((text_width(line, size, bold) for line in lines), default=0.0)
