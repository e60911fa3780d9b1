"""Texts written to files."""

from __future__ import annotations

from pathlib import Path

from survey.errors import SurveyError
from survey.reports.files.whole_file import whole_file


def write_text(path: Path | str, text: str) -> None:
    """Write ``text`` as UTF-8 with ``\\n`` at line ends, whole or not at all; missing folders are made.

    Raises ``SurveyError`` where the place cannot be written or the text has half of a character.
    """
    write_bytes(path, text_bytes(text, path))


def text_bytes(text: str | bytes, path: Path | str) -> bytes:
    """``text`` as it stands in the file ``path``; bytes stand there as they are."""
    if isinstance(text, bytes):
        return text
    try:
        return text.replace("\r\n", "\n").encode("utf-8")
    except UnicodeEncodeError as error:
        raise SurveyError(f"holds a letter that cannot be written ({error.reason})", where=str(path)) from error


def write_bytes(path: Path | str, data: bytes) -> None:
    """Write ``data``, whole or not at all."""
    with whole_file(path) as beside:
        beside.write_bytes(data)
