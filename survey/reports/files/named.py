"""Which data files their user named to have a definition made of them, which it may name wherever they lie."""

from __future__ import annotations

import contextlib
from pathlib import Path

from survey.state import named_list, place_hash, was_named


def remember_named(path: Path) -> None:
    """Note that the user named ``path``. Where the list cannot be kept, ``--allow-outside`` does what it is for."""
    if was_named(path):
        return
    place = named_list()
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("a", encoding="ascii") as file:
            file.write(f"{place_hash(path)}\n")
