"""The waves of one series held against each other, question by question."""

from __future__ import annotations

from dataclasses import dataclass

from survey.changes.comparison import Held


@dataclass(frozen=True)
class HeldTogether:
    """Pairs of waves between whose figures the same stands, for the same ``questions``. ``whole``: these are all
    questions that both waves of each pair asked."""

    held: tuple[Held, ...]
    questions: tuple[str, ...]
    whole: bool


@dataclass(frozen=True)
class WavesHeld:
    """``groups``: what is not comparable first, then what has breaks; each pair and question stands in one of them."""

    series: str
    groups: tuple[HeldTogether, ...]
