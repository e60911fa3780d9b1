"""What an SPSS file says in its head and the writing library has no word for: sets of multiple responses, WEIGHT BY."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from survey.cells.files.response_sets import ResponseSet
from survey.cells.files.sav_dictionary import NEW_SETS, OLD_SETS, SavDictionary, sav_dictionary
from survey.cells.table.encoding import printed
from survey.errors import LabelWarning, SurveyError, warn

_WEIGHT = 76  # where the place of the column of WEIGHT BY stands
_BLOCK = 24  # bytes that tell one block of a .zsav file


@dataclass(frozen=True)
class Head:
    """``sets``: of multiple responses. ``weight``: the column of WEIGHT BY, "" for none."""

    sets: tuple[ResponseSet, ...] = ()
    weight: str = ""


def with_head(path: Path, head: Head, out: Path) -> bytes:
    """The .sav or .zsav file ``path`` with ``head`` in its dictionary; all other bytes stay, but the places that a
    compressed file tells of itself.

    Extension records 7 (sets) and 19 (those with labels of counted values) stand before the end of the dictionary.
    Layout: GNU PSPP developers' guide, "System File Format". A set with columns that the file does not have is left out
    with a warning (``LabelWarning``), under the name ``out``.
    """
    data, found = path.read_bytes(), sav_dictionary(path)
    if found is None or not found.end:
        raise SurveyError("the head of the written file cannot be followed", where=str(out), fix="Write .csv.")
    short = {name.decode("utf-8").casefold(): key for key, name in found.long_names.items()}
    records = b"".join(
        struct.pack(f"{found.order}4i", 7, subtype, 1, len(content)) + content
        for subtype, content in _contents(_whole(head.sets, short, out), short)
        if content
    )
    if head.weight:
        place = struct.pack(f"{found.order}i", found.places[short[head.weight.casefold()]])
        data = data[:_WEIGHT] + place + data[_WEIGHT + 4 :]
    data = data[: found.end] + records + data[found.end :]
    return _moved(data, found, len(records)) if data.startswith(b"$FL3") else data


def _whole(sets: Iterable[ResponseSet], short: dict[str, bytes], out: Path) -> list[ResponseSet]:
    """The sets all of whose columns are there."""
    kept, gone = [], []
    for one in sets:
        lacking = [column for column in one.columns if column.casefold() not in short]
        if lacking:
            gone.append(f"{one.name} ({', '.join(lacking[:3])}{', …' if len(lacking) > 3 else ''})")
        else:
            kept.append(one)
    if gone:
        said = f"{out.name}: {len(gone)} set(s) of multiple responses are not written, as columns of them are not there"
        warn(LabelWarning, f"{said}: {'; '.join(gone)}")
    return kept


def _contents(sets: Sequence[ResponseSet], short: dict[str, bytes]) -> list[tuple[int, bytes]]:
    """The two records: sets as ever, and those with flags."""
    old, new = b"", b""
    for one in sets:
        line = one.name.encode() + b"=" + _kind(one) + _text(one.label.encode())
        # short names stand in small letters
        line += b" " + b" ".join(short[column.casefold()].decode().lower().encode() for column in one.columns) + b"\n"
        if one.by_value:
            new += line
        else:
            old += line
    return [(OLD_SETS, old), (NEW_SETS, new)]


def _kind(one: ResponseSet) -> bytes:
    if one.counted is None:
        return b"C "
    mark = _text(printed(one.counted).encode()) + b" "
    return (b"E 11 " if one.by_column else b"E 1 ") + mark if one.by_value else b"D" + mark


def _text(data: bytes) -> bytes:
    return f"{len(data)} ".encode() + data


def _moved(data: bytes, found: SavDictionary, by: int) -> bytes:
    """A .zsav file whose data begin ``by`` bytes later: where its blocks stand is written three times."""
    made = bytearray(data)
    start = found.end + by + 8
    head = struct.Struct(f"{found.order}3q")
    here, trailer, length = head.unpack_from(made, start)
    head.pack_into(made, start, here + by, trailer + by, length)
    blocks = struct.Struct(f"{found.order}2q")
    (count,) = struct.unpack_from(f"{found.order}i", made, trailer + by + 20)
    for place in range(trailer + by + 24, trailer + by + 24 + _BLOCK * count, _BLOCK):
        plain, zipped = blocks.unpack_from(made, place)
        blocks.pack_into(made, place, plain + by, zipped + by)
    return bytes(made)
