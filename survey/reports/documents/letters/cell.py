"""Figures with the letters of columns behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from survey.wording.figures import Number


@dataclass(frozen=True, eq=False)
class Lettered(Number):
    """A figure with the letters of the columns that it differs from behind it."""

    letters: tuple[str, ...] = ()

    def words(self, language: str) -> str:
        return f"{super().words(language)} {letters_text(self.letters)}"


def lettered(value: Number, letters: Sequence[str]) -> Number:
    """``value`` with ``letters`` behind it."""
    if not letters:
        return value
    return Lettered(**{item.name: getattr(value, item.name) for item in fields(value)}, letters=tuple(letters))


def letters_text(letters: Sequence[str]) -> str:
    """Letters as they are printed: BC; set apart where one has several (B,AA)."""
    return ("" if all(len(one) == 1 for one in letters) else ",").join(letters)
