"""How far houses and modes stand from a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from survey.maths.smoothing.local_level import Solved
from survey.trends.line.polled import Houses, Poll
from survey.trends.line.pooled import Leaning
from survey.wording.message import message
from survey.wording.modes import mode_words
from survey.words import Text


def leanings_of(
    solved: Solved,
    polls: Sequence[Poll],
    houses: Houses,
    columns: tuple[Sequence[int], Sequence[str]],
    random: bool,
    anchored: bool,
) -> tuple[Leaning, ...]:
    """Houses as they stand to the line and to the mean of the houses; modes to the line and to the one with most polls.

    ``columns``: the houses and modes of ``solved``, in their order."""
    return tuple(_leanings(solved, _named(polls, houses, columns, random), len(columns[1]), anchored))


def _named(
    polls: Sequence[Poll], houses: Houses, columns: tuple[Sequence[int], Sequence[str]], random: bool
) -> list[tuple[Text, int]]:
    """What each column is called, and its polls; houses by pollster where they are ``random``."""
    used, modes = columns
    if random:
        names = Counter(houses.names[poll.house] for poll in polls)
        called = dict(zip(houses.names, houses.called, strict=True))
        found: list[tuple[Text, int]] = [(called[name], names[name]) for name in sorted(names)]
    else:
        counts = Counter(poll.house for poll in polls)
        found = [(houses.labels[at], counts[at]) for at in used]
    for mode in modes:
        count = sum(houses.modes[poll.house] == mode for poll in polls)
        found.append((mode_words(mode) or message("reports.mode_unknown"), count))
    return found


def _leanings(solved: Solved, named: list[tuple[Text, int]], modes: int, anchored: bool) -> Iterator[Leaning]:
    k = len(named) - modes
    first = k + int(np.argmax([count for _, count in named[k:]])) if modes else -1
    for at, (label, count) in enumerate(named):
        own = np.zeros(len(named))
        own[at] = 1
        beside = own.copy()
        if at < k:
            beside[:k] -= 1 / k
        else:
            beside[first] -= 1
        estimate, error = _of(solved, own) if anchored else (np.nan, np.nan)
        centred, centred_error = _of(solved, beside) if at != first else (np.nan, np.nan)
        yield Leaning(label, count, estimate, error, centred, centred_error, "house" if at < k else "mode")


def _of(solved: Solved, row: np.ndarray) -> tuple[float, float]:
    return float(row @ solved.leaning), float(np.sqrt(max(row @ solved.covariance @ row, 0.0)))
