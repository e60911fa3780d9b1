"""How the answers of two studies meet: the same ones, or finer ones that nets of the definition join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from survey.definitions.comparable import Asked
from survey.definitions.comparing.match import comparable
from survey.definitions.records.question import Question
from survey.words import Text


@dataclass(frozen=True)
class Crosswalk:
    """``summed``: of each side the options of the other that are nets of finer ones here. ``reason``: why the answers
    do not meet, empty where they do."""

    summed: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    reason: Text = field(default_factory=dict)

    @property
    def joins(self) -> bool:
        """Whether the answers meet."""
        return not self.reason

    @property
    def finer(self) -> bool:
        """Whether options of one side are joined."""
        return any(self.summed)


def crosswalk(one: Asked, two: Asked, shared: Asked | None = None) -> Crosswalk:
    """The answers of ``one`` and ``two``: the same; those of one that are nets of the other's and leave nothing over;
    or those of the question that both refine, ``shared``.

    Codes, columns, kinds of missing and the order of options may differ. Anything else is another question, by the
    reason of ``definitions.comparing.match``."""
    straight = comparable(one, two)
    if straight.joins:
        return Crosswalk(((), straight.summed))
    back = comparable(two, one)
    if back.joins:
        return Crosswalk((back.summed, ()))
    if shared is not None and shared.question.options:
        matches = [comparable(shared, side) for side in (one, two)]
        if all(match.joins for match in matches):
            return Crosswalk((matches[0].summed, matches[1].summed))
    return Crosswalk(reason=straight.reason)


def joined_as(question: Question, summed: Sequence[str]) -> dict[str, str]:
    """The net that each option of a finer question is counted in."""
    return {option: net for net in summed for option in question.nets[net].options}
