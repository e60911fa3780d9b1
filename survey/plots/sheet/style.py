"""Colours, sizes and settings of every picture; matplotlib's global state is touched for no longer than a call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

FONT = "DejaVu Sans"  # carried by matplotlib, has the whole Russian and Belarusian alphabets
WIDTH = 150.0  # mm: two columns of a newspaper; a picture is drawn at the size at which it is printed

# Points. Nothing is set smaller than NOTE.
TITLE, BODY, VALUE, NOTE = 9.5, 7.5, 7.0, 6.2

INK = "#1A1A1A"
BLACK = "#000000"  # on coloured ground, where INK can be too pale
MUTED = "#5C5C5C"
GRID = "#DADADA"
PAPER = "#FFFFFF"
WARNING = "#A32638"  # the mark of synthetic data

# Okabe and Ito (2008) without black, then five colours far from them and from each other: every pair differs by at
# least 16 units of CIELAB in normal vision and under simulated deuteranopia and protanopia (Machado et al. 2009).
PALETTE = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#56B4E9",
    "#CC79A7",
    "#F0E442",
    "#24247A",
    "#5A004B",
    "#1B3A0B",
    "#E1E1A0",
    "#6969FF",
)
OPTION = PALETTE[0]
NET = "#24247A"
MISSING = "#CFCFCF"  # don't know, refused, no answer: always grey, further kinds told apart by hatching
HATCH = "#7A7A7A"  # lines of hatching on light ground, and the edge of that grey: of a contrast of 4 with white
EDGE = 0.6  # points
MISSING_HATCHES = ("", "////", "....", "xxxx")

SETTINGS: dict[Any, Any] = {
    "font.family": FONT,
    "font.size": BODY,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a label is a dollar sign
    "text.hinting": "none",  # letters as wide in a PNG as they were measured
    "axes.unicode_minus": True,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.labelsize": VALUE,
    "axes.linewidth": 0.5,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "grid.color": GRID,
    "grid.linewidth": 0.5,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": VALUE,
    "ytick.labelsize": VALUE,
    "xtick.major.size": 2.0,
    "ytick.major.size": 0.0,
    "xtick.major.width": 0.5,
    "xtick.major.pad": 2.0,
    "ytick.major.pad": 2.0,
    "hatch.linewidth": 0.6,
    "lines.linewidth": 1.3,
    "lines.markersize": 4.5,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "savefig.dpi": 300,
    "savefig.bbox": None,
    "svg.fonttype": "none",  # letters as text: a tenth of the size, and they can be searched, copied and read aloud
    "svg.hashsalt": "opinion-survey",  # the same ids in every run
    "pdf.fonttype": 42,
}


@contextmanager
def style() -> Iterator[None]:
    """matplotlib's own defaults and then ours, whatever the caller has set; everything is put back afterwards."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        with suppress(ValueError):  # hatching has the colour of the edge: so in old versions, in new ones by this name
            matplotlib.rcParams["hatch.color"] = "edge"
        yield


def option_colours(kinds: list[str], *, ordered: bool = False) -> list[tuple[str, str]]:
    """Fill and hatch of each row of a stub: options by the palette (hatched from the thirteenth on), missing in grey.

    ``ordered``: the options are steps of a scale and go from dark blue to yellow (cividis; Nuñez, Anderton & Renslow
    2018, PLoS ONE 13(7)), which grows lighter alike in every kind of colour vision.
    """
    found = []
    options = missing = 0
    steps = _steps(sum(kind != "missing" for kind in kinds)) if ordered else []
    for kind in kinds:
        if kind == "missing":
            found.append((MISSING, MISSING_HATCHES[missing % len(MISSING_HATCHES)]))
            missing += 1
        elif ordered:
            found.append((steps[options], ""))
            options += 1
        else:
            round_, place = divmod(options, len(PALETTE))
            found.append((PALETTE[place], MISSING_HATCHES[round_ % len(MISSING_HATCHES)]))
            options += 1
    return found


def edge_width(fill: str) -> float:
    """Of the edge of a bar: the grey of missing answers is too pale to be seen on white without one."""
    return EDGE if fill == MISSING else 0.0


def _steps(count: int) -> list[str]:
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    return [to_hex(colormaps["cividis"](place / max(count - 1, 1))) for place in range(count)]


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB``, 0 for black and 1 for white (WCAG 2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever is easier to read on ``colour``; on any colour one of them has a contrast of 4.5."""
    return max((BLACK, PAPER), key=lambda ink: contrast(ink, colour))
