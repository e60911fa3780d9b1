"""What an SPSS file says in its head that the reading library leaves out."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_ATTRIBUTES = (17, 18)  # extension records: attributes of the file, attributes of columns


@dataclass(frozen=True)
class SavHeader:
    """``weighted``: cases are weighted by a column (WEIGHT BY). ``attributes``: there are custom attributes."""

    weighted: bool = False
    attributes: bool = False


def sav_header(path: Path) -> SavHeader:
    """Read the dictionary of a .sav or .zsav file as far as it can be followed; nothing is an error here.

    Layout: GNU PSPP developers' guide, "System File Format".
    """
    try:
        with path.open("rb") as file:
            return _read(file)
    except (struct.error, ValueError, OSError):
        return SavHeader()


def _read(file: BinaryIO) -> SavHeader:
    head = file.read(176)
    if not head.startswith((b"$FL2", b"$FL3")):
        return SavHeader()
    order = "<" if struct.unpack_from("<i", head, 64)[0] in (2, 3) else ">"
    weighted = struct.unpack_from(f"{order}i", head, 76)[0] != 0
    attributes = False

    def integers(count: int) -> tuple[int, ...]:
        return struct.unpack(f"{order}{count}i", file.read(4 * count))

    while True:
        (kind,) = integers(1)
        if kind == 2:  # a column
            _, labelled, missing, _, _ = integers(5)
            file.seek(8, 1)
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
            file.seek(size * count, 1)
        else:
            return SavHeader(weighted, attributes)
