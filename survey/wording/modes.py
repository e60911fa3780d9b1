"""Ways of interviewing, in words."""

from __future__ import annotations

from survey.wording.catalogue import has_message
from survey.wording.message import Message, message
from survey.wording.worded import same
from survey.words import DASH, Text


def mode_words(mode: str) -> Message | None:
    """What a way of interviewing is called; None for one that is not known."""
    return message(f"general.{mode}") if has_message(f"general.{mode}") else None


def mode_cell(mode: str) -> Text:
    """The same in a table of many waves: a dash for one that is not known."""
    return mode_words(mode) or same(DASH)
