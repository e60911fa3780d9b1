"""Texts that say of how many respondents something is, without the numbers of few."""

from __future__ import annotations

from dataclasses import replace

from survey.wording.figures import Number
from survey.wording.message import Message, message
from survey.wording.worded import Joined, Part
from survey.words import Text

# messages whose part "count" is a number of respondents
OF_RESPONDENTS = frozenset(
    ("data.few", "data.no_target", "data.gave_no_answer", "data.gave_unknown_code", "data.gave_option")
)


class Counted(Joined):
    """``label (12)``, of respondents."""


def without_few(text: Text, least: int) -> Text:
    """``text`` with "fewer than 10" in place of a number of respondents from 1 to ``least - 1``."""
    if isinstance(text, Counted):
        return replace(text, parts=tuple(_part(part, least, of_persons=True) for part in text.parts))
    if isinstance(text, Joined):
        return replace(text, parts=tuple(_part(part, least) for part in text.parts))
    if isinstance(text, Message):
        persons = text.key in OF_RESPONDENTS
        parts = {name: _part(part, least, of_persons=persons and name == "count") for name, part in text.parts.items()}
        return replace(text, parts=parts)
    return text


def _part(part: Part, least: int, *, of_persons: bool = False) -> Part:
    value = part.value if isinstance(part, Number) else part if isinstance(part, int) else None
    if of_persons and value is not None and 0 < value < least:
        return message("presentation.fewer", least=least)
    return without_few(part, least) if isinstance(part, (Joined, Message)) else part
