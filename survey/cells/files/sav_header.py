"""What an SPSS file says in its head that the reading library leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from survey.cells.files.sav_dictionary import SavDictionary

_ATTRIBUTES = {17, 18}  # extension records: attributes of the file, attributes of columns


@dataclass(frozen=True)
class SavHeader:
    """``weighted``: cases are weighted by a column (WEIGHT BY), which ``weight`` names, "" where it cannot be followed.
    ``attributes``: there are custom attributes."""

    weighted: bool = False
    attributes: bool = False
    weight: str = ""


def sav_header(found: SavDictionary | None) -> SavHeader:
    """What a dictionary says; of one that cannot be followed (None), nothing."""
    if found is None:
        return SavHeader()
    short = next((name for name, place in found.places.items() if place == found.weighted), b"")
    weight = found.long_names.get(short, short).decode(found.encoding, errors="replace")
    return SavHeader(found.weighted != 0, bool(_ATTRIBUTES & set(found.records)), weight)
