"""The dictionary of an SPSS file, record by record: what it says and the reading library leaves out."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

INTEGERS, OLD_SETS, NAMES, NEW_SETS, ENCODING = 3, 7, 13, 19, 20  # subtypes of extension records
_END = 999
_MAGIC = (b"$FL2", b"$FL3")  # .sav, .zsav
_PAGES = {2: "ascii", 3: "latin-1", 1200: "utf-16", 65001: "utf-8", 28591: "latin-1"}  # codes that are no code pages


@dataclass(frozen=True)
class SavDictionary:
    """``file``: its name. ``order``: "<" or ">". ``weighted``: place of the column of WEIGHT BY, from 1; 0 without.
    ``places``: place of each column by its short name, as bytes; the rest of a long text has places of its own.
    ``texts``: the short names of texts. ``records``: contents of the extension records by subtype. ``end``: where in
    the file the record stands that ends the dictionary; 0 where there is none."""

    file: str
    order: str
    weighted: int
    places: Mapping[bytes, int]
    texts: frozenset[bytes]
    records: Mapping[int, bytes] = field(default_factory=dict)
    end: int = 0

    @property
    def encoding(self) -> str:
        """The encoding of all texts, as the file names it; a code page of old files by its number; else UTF-8."""
        integers = self.records.get(INTEGERS, b"")
        code = struct.unpack_from(f"{self.order}i", integers, 28)[0] if len(integers) >= 32 else 65001
        named = self.records.get(ENCODING, b"").decode("ascii", errors="replace").strip()
        try:
            return codecs.lookup(named or _PAGES.get(code, f"cp{code}")).name
        except LookupError:
            return "utf-8"

    @property
    def long_names(self) -> dict[bytes, bytes]:
        """The name of each column by its short name."""
        pairs = self.records.get(NAMES, b"").strip(b"\0").split(b"\t")
        return {short: short for short in self.places} | dict(p.split(b"=", 1) for p in pairs if b"=" in p)


def sav_dictionary(path: Path) -> SavDictionary | None:
    """The dictionary of a .sav or .zsav file; None where it cannot be followed, which is no error here.

    Layout: GNU PSPP developers' guide, "System File Format".
    """
    try:
        with path.open("rb") as file:
            return _read(file, path.name)
    except (struct.error, ValueError, LookupError, OSError):
        return None


def _read(file: BinaryIO, name: str) -> SavDictionary | None:
    head = file.read(176)
    if not head.startswith(_MAGIC):
        return None
    order = "<" if struct.unpack_from("<i", head, 64)[0] in (2, 3) else ">"
    places: dict[bytes, int] = {}
    texts: set[bytes] = set()
    records: dict[int, bytes] = {}
    place = 0
    while True:
        start = file.tell()
        (kind,) = _integers(file, order, 1)
        if kind == 2:  # a column
            width, labelled, missing, _, _ = _integers(file, order, 5)
            short = file.read(8).strip()
            place += 1
            if width >= 0:
                places[short] = place
            if width > 0:
                texts.add(short)
            if labelled:
                _forward(file, -(-_integers(file, order, 1)[0] // 4) * 4)
            file.seek(8 * abs(missing), 1)
        elif kind == 7:
            subtype, size, count = _integers(file, order, 3)
            if size < 0 or count < 0:
                raise ValueError(size, count)
            content = file.read(size * count)
            records[subtype] = records.get(subtype, b"") + content
        elif kind in (3, 4, 6):
            _skip(file, order, kind)
        else:
            weighted = struct.unpack_from(f"{order}i", head, 76)[0]
            return SavDictionary(name, order, weighted, places, frozenset(texts), records, start if kind == _END else 0)


def _skip(file: BinaryIO, order: str, kind: int) -> None:
    """Pass value labels (3), the columns they belong to (4), or notes (6)."""
    (count,) = _integers(file, order, 1)
    if kind == 3:
        for _ in range(count):
            file.seek(8, 1)
            size = file.read(1)[0]
            file.seek(-(-(size + 1) // 8) * 8 - 1, 1)
    else:
        _forward(file, (4 if kind == 4 else 80) * count)


def _forward(file: BinaryIO, size: int) -> None:
    """Never back, where a damaged head would be read again for ever."""
    if size < 0:
        raise ValueError(size)
    file.seek(size, 1)


def _integers(file: BinaryIO, order: str, count: int) -> tuple[int, ...]:
    return struct.unpack(f"{order}{count}i", file.read(4 * count))
