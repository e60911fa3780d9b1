"""Words of printed tables and pages; what they lack is taken from those of pictures."""

from __future__ import annotations

from survey.wording.catalogue import has_message
from survey.wording.message import message


def word(key: str, language: str, **fields: object) -> str:
    """The words called ``key`` in ``language``."""
    name = f"reports.{key}" if has_message(f"reports.{key}") else f"plots.{key}"
    return message(name, **{part: str(value) for part, value in fields.items()})[language]
