"""What an SPSS file says in its head that the reading library leaves out."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_ATTRIBUTES = (17, 18)  # extension records: attributes of the file, attributes of columns
_NAMES, _ENCODING = 13, 20  # long names of columns, encoding of all texts


@dataclass(frozen=True)
class SavHeader:
    """``weighted``: cases are weighted by a column (WEIGHT BY), which ``weight`` names, "" where it cannot be followed.
    ``attributes``: there are custom attributes."""

    weighted: bool = False
    attributes: bool = False
    weight: str = ""


def sav_header(path: Path) -> SavHeader:
    """Read the dictionary of a .sav or .zsav file as far as it can be followed; nothing is an error here.

    Layout: GNU PSPP developers' guide, "System File Format".
    """
    try:
        with path.open("rb") as file:
            return _read(file)
    except (struct.error, ValueError, LookupError, OSError):
        return SavHeader()


def _read(file: BinaryIO) -> SavHeader:
    head = file.read(176)
    if not head.startswith((b"$FL2", b"$FL3")):
        return SavHeader()
    order = "<" if struct.unpack_from("<i", head, 64)[0] in (2, 3) else ">"
    weighted = struct.unpack_from(f"{order}i", head, 76)[0]  # place of the column, from 1; 0 without
    attributes = False
    place, weight = 0, b""
    long_names, encoding = b"", "utf-8"

    def integers(count: int) -> tuple[int, ...]:
        return struct.unpack(f"{order}{count}i", file.read(4 * count))

    while True:
        (kind,) = integers(1)
        if kind == 2:  # a column
            _, labelled, missing, _, _ = integers(5)
            short = file.read(8)
            place += 1  # the rest of a long text has places of its own
            if place == weighted:
                weight = short.strip()
            if labelled:
                (size,) = integers(1)
                file.seek(-(-size // 4) * 4, 1)
            file.seek(8 * abs(missing), 1)
        elif kind == 3:  # value labels, and the columns they belong to
            for _ in range(integers(1)[0]):
                file.seek(8, 1)
                size = file.read(1)[0]
                file.seek(-(-(size + 1) // 8) * 8 - 1, 1)
        elif kind == 4:
            file.seek(4 * integers(1)[0], 1)
        elif kind == 6:  # notes
            file.seek(80 * integers(1)[0], 1)
        elif kind == 7:
            subtype, size, count = integers(3)
            attributes |= subtype in _ATTRIBUTES
            if subtype == _NAMES:
                long_names = file.read(size * count)
            elif subtype == _ENCODING:
                encoding = file.read(size * count).decode("ascii").strip()
            else:
                file.seek(size * count, 1)
        else:
            named = dict(pair.split(b"=", 1) for pair in long_names.strip(b"\0").split(b"\t") if b"=" in pair)
            name = named.get(weight, weight).decode(encoding, errors="replace")
            return SavHeader(weighted != 0, attributes, name)
