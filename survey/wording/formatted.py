"""A figure inside a sentence, written as a format of Python says."""

from __future__ import annotations

from dataclasses import dataclass

from survey.wording.worded import Worded


@dataclass(frozen=True, eq=False)
class Formatted(Worded):
    """``value`` as ``format`` writes it in English, by ``spec`` (",.6g", ".1%"); elsewhere with a decimal comma,
    thousands set apart by a space that does not break, and a true minus."""

    value: float
    spec: str

    def words(self, language: str) -> str:
        text = format(self.value, self.spec)
        return text if language == "en" else text.translate({ord(","): "\u00a0", ord("."): ",", ord("-"): "−"})


def formatted(value: float, spec: str = "g") -> Formatted:
    """``value`` by ``spec``; "g" writes it as short as it can be."""
    return Formatted(value, spec)
