"""A question as it was asked, and how sure its words are."""

from __future__ import annotations

from dataclasses import dataclass

from survey.definitions.records.question import Question
from survey.wording.catalogue import has_message
from survey.wording.message import message
from survey.wording.worded import Part, Worded
from survey.words import say

READ_OUT = ("exact", "translation")  # how well words must be known to stand for what respondents heard


@dataclass(frozen=True, eq=False, repr=False)
class AskedText(Worded):
    """The text of ``question``, which has one, with how sure it is; if another language has the exact words, which."""

    question: Question

    def words(self, language: str) -> str:
        return say(message("tables.wording", text=self._text(language), sure=self.sure(language)), language)

    def heard(self, language: str) -> str:
        """What respondents heard, in ``language``; "" where nobody knows it there."""
        known = self._shown(language) in (language, "und") and self.question.wording_in(language) in READ_OUT
        return self._text(language) if known else ""

    def sure(self, language: str) -> str:
        """Whether these are the words, and which language was spoken."""
        exact, shown = self._exact(), self._shown(language)
        level = self.question.wording_in(shown)
        sure = say(message("tables.unsure" if level == "unknown" else f"general.{level}"), language)
        if shown not in (language, "und"):
            sure += say(message("tables.in_language", language=_language(shown)), language)
        if exact and level != "exact":
            sure += say(message("tables.asked_in", language=_language(exact[0])), language)
        return sure

    def _text(self, language: str) -> str:
        return (self.question.text or {})[self._shown(language)].strip()

    def _shown(self, language: str) -> str:
        text = self.question.text or {}
        return next(code for code in (language, *self._exact(), "en", "und", *text) if code in text)

    def _exact(self) -> list[str]:
        return [code for code in self.question.text or {} if self.question.wording_in(code) == "exact"]


def _language(code: str) -> Part:
    return message(f"tables.lang_{code}") if has_message(f"tables.lang_{code}") else code
