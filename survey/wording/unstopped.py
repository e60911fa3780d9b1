"""A sentence as part of another one."""

from __future__ import annotations

from dataclasses import dataclass

from survey.wording.worded import Part, Worded, said_in


@dataclass(frozen=True, eq=False)
class Unstopped(Worded):
    """``sentence`` without the full stop at its end."""

    sentence: Part

    def words(self, language: str) -> str:
        return said_in(self.sentence, language).rstrip(".")
