"""Compile the catalogues of messages: ``scripts/messages.py`` after a ``.po`` file was edited.

``--check`` writes nothing and ends with 1 where a compiled catalogue is not what its ``.po`` file makes.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "survey" / "wording" / "locale"


def compiled(path: Path) -> bytes:
    """The ``.mo`` file of a ``.po`` file."""
    with open(path, "rb") as file:
        catalogue = read_po(file, locale=path.parts[-3], abort_invalid=True)
    made = io.BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def main() -> int:
    stale = 0
    for path in sorted(LOCALE.rglob("*.po")):
        made, place = compiled(path), path.with_suffix(".mo")
        if not place.is_file() or place.read_bytes() != made:
            stale += 1
            if "--check" not in sys.argv:
                place.write_bytes(made)
            print(place.relative_to(LOCALE))
    return int(stale > 0 and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
