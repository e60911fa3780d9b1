"""For which place a picture is made: its width, how much larger than drawn it is shown, what is written on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from survey.plots.sheet.style import WIDTH
from survey.words import PictureSize, Text


@dataclass(frozen=True)
class Sheet:
    """``width``: millimetres at which it is drawn. ``zoom``: how many times larger it is shown, its letters too.
    ``high``: millimetres that it is at least high. ``title``: a finding, in place of the topic. ``full``: all notes
    stand in the picture."""

    width: float = WIDTH
    zoom: float = 1.0
    high: float = 0.0
    title: Text | None = None
    full: bool = False


# Printed widths in millimetres: page 150, column of a newspaper 92, phone 103 (390 CSS pixels), slide 254 × 143 (16:9).
SIZES: dict[PictureSize, Sheet] = {
    "page": Sheet(),
    "column": Sheet(92.0),
    "phone": Sheet(76.0, 103 / 76),
    "slide": Sheet(254 / 1.75, 1.75, 143 / 1.75),
}
SMALLER = (1.75, 1.5, 1.3, 1.15, 1.0)  # zooms of a slide, until what is drawn is no higher than it
_sheet: ContextVar[Sheet] = ContextVar("sheet", default=Sheet())


def current() -> Sheet:
    """The sheet that is drawn on now."""
    return _sheet.get()


@contextmanager
def on_sheet(sheet: Sheet) -> Iterator[None]:
    """Inside the block pictures are drawn for ``sheet``."""
    token = _sheet.set(sheet)
    try:
        yield
    finally:
        _sheet.reset(token)


def drawn(draw: Callable[[], Any], size: PictureSize = "page", title: Text | None = None, full: bool = False) -> Any:
    """What ``draw`` draws, for the place called ``size``; a slide with letters as large as its height leaves room for.

    A slide that is too high with the smallest letters is higher than 16:9.
    """
    base = replace(SIZES[size], title=title, full=full)
    sheets = [base]
    if size == "slide":
        sheets = [replace(base, width=254 / zoom, zoom=zoom, high=143 / zoom) for zoom in SMALLER]
    for sheet in sheets:
        with on_sheet(sheet):
            figure = draw()
        if not sheet.high or figure.get_figheight() * 25.4 <= sheet.high + 0.01:
            break
    return figure
