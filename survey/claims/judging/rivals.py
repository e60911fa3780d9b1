"""The answers to a question as rivals of each other."""

from __future__ import annotations

from survey.claims.evidence.evidence import Evidence
from survey.wording.worded import same
from survey.words import Text

LEVEL = 1e-9  # shares no further apart are level: 19 of 38 is half, whatever the last bit of its sum


def rivals_of(one: Evidence, leader: str) -> list[str]:
    """The other answers with a figure, the largest first; those inside ``leader``, a net, are none."""
    inside = {leader, *one.parts(leader), *one.nets.get(leader, ())}
    others = [option for option in answers_of(one) if option not in inside]
    return sorted(others, key=lambda option: -height(one, option))


def answers_of(one: Evidence) -> list[str]:
    """Options with a figure; kinds of missing are not rivals of an answer."""
    return [option for option in one.options if option in one.shares and option not in one.missing]


def height(one: Evidence, option: str) -> float:
    share = one.share(option)
    return -1.0 if share is None else share.nominal


def share_text(one: Evidence, option: str) -> Text:
    share = one.share(option)
    return same("-") if share is None else share.text
