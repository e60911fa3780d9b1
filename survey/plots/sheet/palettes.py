"""Colours of lines on white, and of scales between two poles."""

from __future__ import annotations

# Lines and marks on white ground: each has a contrast of at least 3 with it (WCAG 2.2, 1.4.11), and every pair differs
# by at least 14 units of CIELAB in normal vision and under simulated deuteranopia and protanopia.
LINES = ("#0072B2", "#D55E00", "#1B6B45", "#96875A", "#5A0F5A", "#6969FF", "#691E00", "#5A96B4")
GREY = "#6E6E6E"  # don't know, refused, no answer: dark enough for a thin mark
# From brown to blue-green (after BrBG of ColorBrewer, Brewer 2003), safe in every kind of colour vision.
LEFT, RIGHT, NEUTRAL = ("#8C510A", "#DFC27D"), ("#01665E", "#8FD0C6"), "#E4E4E0"
ALONE = ("#B9742A", "#2F8F86")  # one step a side


def pole_colours(count: int) -> list[str]:
    """Colours of ``count`` steps from one pole to the other, paler towards the middle; a middle step is neutral."""
    half = count // 2
    sides = [[alone] if half == 1 else _between(*ends, half) for ends, alone in zip((LEFT, RIGHT), ALONE, strict=True)]
    middle = [NEUTRAL] if count % 2 else []
    return [*sides[0], *middle, *reversed(sides[1])]


def _between(dark: str, pale: str, count: int) -> list[str]:
    ends = [[int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (dark, pale)]
    shares = [step / (count - 1) if count > 1 else 0.0 for step in range(count)]
    mixed = [[round(a + (b - a) * share) for a, b in zip(*ends, strict=True)] for share in shares]
    return ["#" + "".join(f"{value:02X}" for value in colour) for colour in mixed]
