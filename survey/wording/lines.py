"""Texts of others (labels, titles, quotations) as one line that can be printed."""

from __future__ import annotations

from dataclasses import dataclass

from survey.wording.worded import Part, Worded, said_in

FIXED = "\u00a0"  # between thousands: a number is not to be broken into two lines


def clean(text: str) -> str:
    """One line of printable characters: definitions may hold line breaks, labels of old files control characters."""
    line = " ".join(str(text).split())
    return line if line.isprintable() else "".join(letter for letter in line if letter.isprintable())


@dataclass(frozen=True, eq=False)
class OneLine(Worded):
    """A text without line breaks and control characters; with ``fixed`` numbers stay in one piece."""

    text: Part
    fixed: bool = False

    def words(self, language: str) -> str:
        said = said_in(self.text, language)
        return FIXED.join(clean(part) for part in said.split(FIXED)) if self.fixed else clean(said)


@dataclass(frozen=True, eq=False)
class Capital(Worded):
    """A text whose first letter is a capital."""

    text: Part

    def words(self, language: str) -> str:
        said = said_in(self.text, language)
        return said[:1].upper() + said[1:]


def one_line(text: Part | None, otherwise: str = "") -> OneLine:
    """``text``, or ``otherwise`` where there is none, as one line."""
    return OneLine(text or otherwise)
