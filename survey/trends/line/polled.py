"""The polls of a trend as a line takes them: their days and houses, and those that it cannot use."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from survey.definitions.records.values import is_limit
from survey.definitions.records.when import days_of
from survey.trends.breaks import breaks_of
from survey.trends.series import TrendPoint
from survey.trends.waves import Wave
from survey.wording.dates import Dates
from survey.wording.message import message
from survey.wording.modes import mode_words
from survey.wording.worded import joined, reworded
from survey.words import Text

HOUSE = ("mode", "pollster", "series")  # kinds of breaks that a house of its own answers for


@dataclass(frozen=True)
class Poll:
    """One poll of one option. ``day``: the middle of its fieldwork, with halves; ``start``, ``end``: its days as
    proleptic ordinals; ``house``: place in ``Houses.labels``; ``variance``: of sampling;
    ``separate``: it has respondents of its own where it shares days with another of its house."""

    study: str
    day: float
    start: int
    end: int
    house: int
    share: float
    variance: float
    n: float
    n_assumed: bool
    separate: bool = False


@dataclass(frozen=True)
class Houses:
    """Who asks in the same way. A house is a pollster with one mode and one form of the question: where its wording,
    options, population or base change it is another one from then on (``changed``), with a leaning of its own."""

    labels: tuple[Text, ...]
    names: tuple[str, ...]  # of the pollster, by which it is known
    called: tuple[Text, ...]  # the same as people read it
    modes: tuple[str, ...]
    of: dict[str, int]  # study -> its house
    changed: tuple[tuple[str, Text], ...]  # date, and which house changed how


def _short(name: str) -> str:
    """A name without what stands in brackets behind it."""
    return name.partition(" (")[0]


def houses_of(waves: Sequence[Wave]) -> Houses:
    """The houses of the dated ``waves``."""
    groups: dict[tuple[str, str], list[Wave]] = {}
    for wave in sorted((one for one in waves if one.day), key=lambda one: (str(one.day), one.name)):
        name = _short(wave.study.house or wave.line)
        groups.setdefault((name, wave.study.mode), []).append(wave)
    several = Counter(name for name, _ in groups)
    labels: list[Text] = []
    names, called, modes, of, changed = [], [], [], {}, []
    for (name, mode), members in sorted(groups.items(), key=lambda one: -len(one[1])):
        told = joined([reworded(members[-1].study.pollster, _short) or name])
        steps = {one.before: one for one in breaks_of(members) if set(one.what) - set(HOUSE)}
        base: Text = (
            joined((told, mode_words(mode) or message("reports.mode_unknown")), ", ") if (several[name] > 1) else told
        )
        since: Text = base
        for place, wave in enumerate(members):
            if place == 0 or wave.name in steps:
                if place:
                    day = str(wave.day)
                    since = message("line.house_from", house=base, date=Dates(day, day))
                    changed.append((day, joined((base, ": ", steps[wave.name].text))))
                labels.append(since)
                names.append(name)
                called.append(told)
                modes.append(mode)
            of[wave.name] = len(labels) - 1
    return Houses(tuple(labels), tuple(names), tuple(called), tuple(modes), of, tuple(changed))


def polls_of(
    points: Sequence[TrendPoint], waves: Sequence[Wave], houses: Houses, separate: Collection[str] = ()
) -> tuple[list[Poll], Counter[str]]:
    """Polls that a line can use, by day, and how many it cannot, by reason: undated, limit, range, unsized.
    ``separate``: series whose polls have respondents of their own."""
    days = {wave.name: days_of(wave.study.fieldwork) for wave in waves}
    found: list[Poll] = []
    left: Counter[str] = Counter()
    for point in points:
        ends = days.get(point.study)
        reason = _unusable(point) if ends is not None else "undated"
        if reason or ends is None:
            left[reason] += 1
            continue
        start, end = ends[0].toordinal(), ends[1].toordinal()
        found.append(
            Poll(
                point.study,
                (start + end) / 2,
                start,
                end,
                houses.of[point.study],
                point.estimate,
                _variance(point),
                point.n,
                point.n_assumed,
                point.series in separate,
            )
        )
    return sorted(found, key=lambda one: (one.day, one.study)), left


def _unusable(point: TrendPoint) -> str:
    if is_limit(point.bound):
        return "limit"
    if math.isnan(point.estimate):
        return "range"
    return "" if point.std_error > 0 or point.n > 0 else "unsized"


def _variance(point: TrendPoint) -> float:
    """Of sampling: by the standard error; of a share of 0 or 1, which has none, by (np + 1/2) / (n + 1)."""
    if point.std_error > 0:
        return point.std_error**2
    share = (point.n * point.estimate + 0.5) / (point.n + 1)
    return share * (1 - share) / point.n
