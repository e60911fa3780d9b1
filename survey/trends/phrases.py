"""What trends say of one thing: a way of interviewing, a figure with its qualifier."""

from __future__ import annotations

from survey.wording.figures import short
from survey.wording.message import message
from survey.wording.modes import mode_words
from survey.words import Text


def mode_text(mode: str) -> Text:
    """A way of interviewing in words."""
    return mode_words(mode) or message("general.unstated")


def with_qualifier(value: Text, qualifier: str) -> Text:
    """A number and the qualifier it was printed with: "more than 60"."""
    return value if qualifier in ("", "exact") else message(f"general.{qualifier}", value=value)


def share_text(share: float, qualifier: str = "") -> Text:
    """A share in percent with its qualifier."""
    return with_qualifier(short(100 * share), qualifier)
