"""The file of a form before it is understood: its bytes, within limits, and the errors that name it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from survey.errors import DataError, Problem

LARGEST = 64 << 20  # bytes of a form; a questionnaire of a thousand questions has a few
QUESTIONS = 20_000  # most that a form may have; the widest data files have as many columns


@dataclass(frozen=True)
class Source:
    """``path`` and what stands in it."""

    path: Path

    @cached_property
    def data(self) -> bytes:
        """All bytes. ``DataError`` for what is no file, is empty or is larger than ``LARGEST``."""
        if not self.path.is_file():
            raise self.fault("is no file", "Name the file of a questionnaire form.")
        size = self.path.stat().st_size
        if size > LARGEST:
            raise self.fault(f"has {size:,} bytes; a form has at most {LARGEST:,}", "Export the form without its data.")
        with self.path.open("rb") as file:
            found = file.read(LARGEST + 1)
        if not found:
            raise self.fault("is empty", "Export the form again.")
        return found

    @cached_property
    def text(self) -> str:
        """The bytes as UTF-8, or as UTF-16 where a mark says so. ``DataError`` for another encoding."""
        wide = self.data[:2] in (b"\xff\xfe", b"\xfe\xff")
        try:
            return self.data.decode("utf-16" if wide else "utf-8-sig")
        except UnicodeDecodeError as error:
            said = f"is no UTF-8 text (byte {error.start:,})"
            raise self.fault(said, "Save the form as UTF-8.") from None

    def fault(self, said: str, fix: str = "", *, key: str = "", line: int = 0) -> DataError:
        """One error that names the file."""
        return DataError([Problem(self.path.name, line, key, said, fix)])

    def check_count(self, count: int) -> None:
        """``DataError`` for more questions than any form has."""
        if not count:
            raise self.fault("has no questions", "Export the form with its questions.")
        if count > QUESTIONS:
            raise self.fault(f"has {count:,} questions; at most {QUESTIONS:,} are read", "Export a part of the form.")
