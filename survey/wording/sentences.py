"""Where a sentence begins and ends: capital and full stop are put to words, when there are any."""

from __future__ import annotations

from dataclasses import dataclass

from survey.wording.worded import Part, Worded, said_in


@dataclass(frozen=True, eq=False)
class Sentence(Worded):
    """A part with a capital letter and a full stop; "n = 1000" and ids (baw_2022_03) keep their small letter."""

    part: Part

    def words(self, language: str) -> str:
        text = said_in(self.part, language).strip()
        first = text[:1] if text.startswith("n ") or "_" in text.partition(" ")[0] else text[:1].upper()
        return first + text[1:] + ("" if text.endswith(".") else ".")


@dataclass(frozen=True, eq=False)
class Clause(Worded):
    """A part without the full stop at its end, to stand inside a sentence."""

    part: Part

    def words(self, language: str) -> str:
        text = said_in(self.part, language).strip()
        return text if text.endswith("...") else text.rstrip(".")


def sentence(part: Part) -> Sentence:
    """``part`` as a sentence of its own."""
    return Sentence(part)


def clause(part: Part) -> Clause:
    """A sentence as a part of another one."""
    return Clause(part)
