"""The day and hour that libraries write into files of data: a fixed one, so that the same data make the same bytes."""

from __future__ import annotations

from pathlib import Path

_SAV_DAY = 92  # where the head of an .sav says when it was made: nine letters of the day, eight of the hour
_SAV = b"01 Jan 8000:00:00"
_DTA_END = b"</timestamp>"
_DTA = b"01 Jan 1980 00:00"
_HEAD = 1 << 12  # bytes within which the head of a .dta ends


def undate(path: Path) -> None:
    """Put the fixed day in place of that in an .sav, .zsav or .dta file, whose length stays."""
    with path.open("r+b") as file:
        head = file.read(_HEAD)
        place = head.find(_DTA_END + b"</header>") - len(_DTA)
        if head.startswith(b"$FL"):
            file.seek(_SAV_DAY)
            file.write(_SAV)
        elif head.startswith(b"<stata_dta>") and place > 0 and head[place - 1] == len(_DTA):
            file.seek(place)
            file.write(_DTA)
