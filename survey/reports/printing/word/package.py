"""The archive that a Word file is, the same bytes whenever it is made."""

from __future__ import annotations

import io
import zipfile

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can name


def timeless(archive: bytes) -> bytes:
    """The archive with no times in it, its members in the order they had."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            entry = zipfile.ZipInfo(item.filename, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            after.writestr(entry, before.read(item))
    return made.getvalue()
