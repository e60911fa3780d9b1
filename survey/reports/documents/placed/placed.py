"""A text of a table that a page can make a link of."""

from __future__ import annotations

from dataclasses import dataclass

from survey.wording.worded import Worded
from survey.words import Text, say


@dataclass(frozen=True, eq=False, repr=False)
class Placed(Worded):
    """A text that is a link where a document knows the address of ``key``."""

    text: Text
    key: str

    def words(self, language: str) -> str:
        return say(self.text, language)
