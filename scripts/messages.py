"""Compile the catalogues of messages: ``scripts/messages.py`` after a ``.po`` file was edited.

``--check`` writes nothing and ends with 1 where a compiled catalogue is not what its ``.po`` file makes.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "survey" / "wording" / "locale"
KEPT = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")


class Plain(Catalog):
    """A catalogue whose head holds neither dates nor the version of the compiler: the same source, the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in super().mime_headers if name in KEPT]


def compiled(path: Path) -> bytes:
    """The ``.mo`` file of a ``.po`` file."""
    plain = Plain(locale=path.parts[-3])
    with open(path, "rb") as file:
        for message in read_po(file, locale=path.parts[-3], abort_invalid=True):
            if message.id:
                plain[message.id] = message
    made = io.BytesIO()
    write_mo(made, plain)
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
