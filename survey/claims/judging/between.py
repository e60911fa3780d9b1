"""What else than opinion changed between two waves, and whether their figures may be subtracted at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from survey.claims.judging.waves import Wave
from survey.definitions.comparing.comparability import comparability
from survey.definitions.comparing.side import Fielded
from survey.wording.lists import listed
from survey.wording.message import Message, message
from survey.wording.worded import joined
from survey.words import Text

ModeKind = Literal["same", "changed", "unknown"]


def unlike(one: Wave, two: Wave) -> Text | None:
    """Why the figures of two waves are not subtracted, by what ``check``, ``trend`` and ``compare`` ask and in their
    words: other answers, one name for two things, or shares of other people. None where nothing known is against it."""
    reasons = comparability(_side(one), _side(two)).reasons
    return joined(reasons, "; ", once=True) if reasons else None


def _side(wave: Wave) -> Fielded:
    everybody = wave.base == "all"  # said of data only, where somebody was not asked
    return Fielded(
        wave.study, wave.asked, microdata=everybody, base=wave.base, answered=wave.answered, unasked=everybody
    )


def mode_between(one: Wave, two: Wave, line: Sequence[Wave]) -> tuple[ModeKind, Text | None]:
    """Whether the way of interviewing is the same in both waves, in words where it is not.

    Where a wave does not state it, the waves of the series in between count: two known modes among them are a change.
    """
    ends = (one.study.mode, two.study.mode)
    if "unknown" not in ends:
        return ("same", None) if ends[0] == ends[1] else ("changed", _modes(ends))
    between = dict.fromkeys(wave.study.mode for wave in line if one.date <= wave.date <= two.date)
    known = [mode for mode in between if mode != "unknown"]
    if len(known) > 1:
        return "changed", message("claims.modes_between", modes=_modes(known))
    unstated = [wave.name for wave in (one, two) if wave.study.mode == "unknown"]
    return "unknown", message("claims.mode_unstated", waves=listed(unstated))


def _modes(modes: Sequence[str]) -> Text:
    return joined((message(f"claims.by_{mode}") for mode in modes), " → ")


def other_breaks(one: Wave, two: Wave) -> list[Message]:
    """What else makes the figures of two waves less comparable."""
    return [message("claims.options_joined")] if one.joined != two.joined else []
