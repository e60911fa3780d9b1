"""Answers that are known as limits, as rivals of another."""

from __future__ import annotations

from collections.abc import Sequence

from survey.claims.evidence.evidence import Evidence
from survey.claims.judging.rivals import LEVEL


def hidden(one: Evidence, option: str, others: Sequence[str]) -> list[str]:
    """Which of ``others`` may be larger than ``option``, as one of both is known as a limit only."""
    share = one.share(option)
    found = []
    for other in others:
        rival = one.share(other)
        if share is None or rival is None or (share.known and rival.known):
            continue
        most = [min(each.allowed.high, _room(one, name)) for each, name in ((rival, other), (share, option))]
        if most[0] > share.allowed.low + LEVEL and rival.allowed.low < most[1] - LEVEL:
            found.append(other)
    return found


def _room(one: Evidence, option: str) -> float:
    """What the other answers leave of 100 percent, where one answer was given."""
    others = [key for key in one.options if key in one.shares and key != option and key not in one.parts(option)]
    if one.single is not True or option not in one.options:
        return 1.0
    return 1.0 - sum(one.shares[key].allowed.low for key in others)
