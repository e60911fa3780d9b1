"""How the polls of a pooled line look."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from survey.plots.timeline.poll_marks import Look, mode_mark, pollster_looks
from survey.trends.line.pooled import PooledLine
from survey.words import say


@dataclass(frozen=True)
class Looks:
    """Of each house, and the key: each pollster once."""

    of: dict[int, Look]
    key: tuple[Look, ...]


def looks_of(line: PooledLine, language: str) -> Looks:
    """Pollsters by their number of polls: a colour each, filled, then open; those beyond are grey and told together.
    The rarest are drawn last, over the others."""
    count = Counter(poll.house for one in line.lines for poll in one.polls)
    names = [say(name, language) for name in line.pollsters]
    polls: Counter[str] = Counter()
    for house, many in count.items():
        polls[names[house]] += many
    colours, key = pollster_looks(polls, language)
    modes = {line.modes[house] for house in count}
    of = {
        house: Look(names[house], {**colours[names[house]], **mode_mark(line.modes[house] if len(modes) > 1 else "")})
        for house in sorted(count, key=lambda house: -count[house])
    }
    return Looks(of, key)
