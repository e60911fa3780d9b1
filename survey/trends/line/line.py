"""From a trend to its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from survey.arrays import Array
from survey.definitions.records.polls import Anchor, Line
from survey.definitions.records.presenting.picture import Event
from survey.errors import SurveyError
from survey.maths.smoothing.simplex import onto_whole
from survey.progress import steps
from survey.trends.line.fit import How, fit_line
from survey.trends.line.line_notes import line_notes
from survey.trends.line.polled import Houses, Poll, houses_of, polls_of
from survey.trends.line.pooled import Leaning, Mark, OptionLine, PooledLine
from survey.trends.series import Trend
from survey.wording.message import message
from survey.words import nearest, say

MOST_DAYS = 500  # places of a line
ROUNDED = 0.005  # by which the shares of one poll may miss 1 for each option


@dataclass(frozen=True)
class Asked:
    """What is drawn, of what the series says (``spec``, ``events``): ``options``, all where there are none.
    ``separate``: series whose polls have respondents of their own, also where those of one house share days."""

    spec: Line = Line()
    events: tuple[Event, ...] = ()
    options: tuple[str, ...] = ()
    level: float = 0.95
    separate: frozenset[str] = frozenset()


def pooled_line(trend: Trend, asked: Asked) -> PooledLine:
    """One line for each option out of all dated polls of ``trend``, with houses that lean (``maths.smoothing``).

    A house is a pollster with one mode and one form of the question (``line.polled.Houses``). Lines go through the
    anchors; without any, houses sum to zero. Options that are a whole in every poll have lines that are one, too.
    Raises ``SurveyError`` for options that the trend has not, for anchors of none, and where the polls are too few.
    """
    unknown = [name for name in asked.options if name not in trend.options]
    if unknown:
        fix = nearest(unknown[0], trend.options)
        raise SurveyError(f"no option '{unknown[0]}'", where=trend.question, fix=fix)
    options = asked.options or trend.options
    houses = houses_of(trend.waves)
    polls: dict[str, list[Poll]] = {}
    left: dict[str, Counter[str]] = {}
    for option in options:
        points = [point for point in trend.points if point.option == option]
        polls[option], left[option] = polls_of(points, trend.waves, houses, asked.separate)
    anchors = _anchors(asked.spec.anchors, options, trend)
    days = _days([poll for found in polls.values() for poll in found], anchors)
    lines = _lines(options, polls, houses, anchors, days, asked)
    whole = _whole(lines) and all(len(shares) in (0, len(options)) for _, shares in anchors)
    made = PooledLine(
        question=trend.question,
        title=trend.title,
        series=trend.series,
        options=tuple(options),
        option_labels={name: trend.option_labels[name] for name in options},
        days=days,
        lines=tuple(_made_whole(lines) if whole else lines),
        houses=houses.labels,
        modes=houses.modes,
        pollsters=houses.called,
        marks=tuple(_marks(asked, houses, days)),
        notes=(),
        records=(),
        anchored=bool(anchors),
        random=asked.spec.houses == "random",
        missing=tuple(name for name in trend.missing if name in options),
        synthetic=trend.synthetic,
        level=asked.level,
    )
    notes = line_notes(made, left, whole, trend)
    return replace(made, notes=notes, records=tuple(_records(made)))


def _lines(
    options: Sequence[str],
    polls: Mapping[str, Sequence[Poll]],
    houses: Houses,
    anchors: Sequence[tuple[float, Mapping[str, float]]],
    days: Array,
    asked: Asked,
) -> list[OptionLine]:
    random, found = asked.spec.houses == "random", {}
    fewest = sorted(options, key=lambda option: len(polls[option]))  # too few are told before the others are fitted
    for option in steps("lines", fewest):
        known = tuple((day, shares[option]) for day, shares in anchors if option in shares)
        found[option] = fit_line(option, polls[option], houses, How(days, known, random, asked.level))
    return [found[option] for option in options]


def _anchors(anchors: Sequence[Anchor], options: Sequence[str], trend: Trend) -> list[tuple[float, dict[str, float]]]:
    found: dict[float, dict[str, float]] = {}
    for anchor in anchors:
        unknown = [name for name in anchor.shares if name not in trend.options]
        if unknown or not anchor.date or len(anchor.date) != 10:
            told = f"an anchor names '{unknown[0]}', which no poll has" if unknown else "an anchor wants a day"
            fix = nearest(unknown[0], trend.options) if unknown else "Write its date as 2007-11-24."
            raise SurveyError(told, where=f"{trend.question}: {anchor.date}", fix=fix)
        shares = {name: share / 100 for name, share in anchor.shares.items() if name in options}
        day = float(date.fromisoformat(anchor.date).toordinal())
        for name, share in shares.items():
            if found.setdefault(day, {}).setdefault(name, share) != share:
                told = f"two outcomes of '{name}': {100 * found[day][name]:g} and {100 * share:g}"
                raise SurveyError(told, where=f"{trend.question}: {anchor.date}", fix="Name one.")
    return list(found.items())


def _days(polls: Sequence[Poll], anchors: Sequence[tuple[float, Mapping[str, float]]]) -> Array:
    """The days of the line: every one of them, or of a long time every second, third, …, and those of anchors."""
    ends = [poll.day for poll in polls] + [day for day, _ in anchors]
    if not ends:
        return np.zeros(0)
    first, last = np.floor(min(ends)), np.ceil(max(ends))
    step = max(1, int(np.ceil((last - first) / MOST_DAYS)))
    return np.unique([*np.arange(first, last, step), last, *(day for day, _ in anchors)])


def _whole(lines: Sequence[OptionLine]) -> bool:
    """Whether every poll has all options and its shares make 1 but for rounding."""
    sums: dict[str, list[float]] = {}
    for line in lines:
        for poll in line.polls:
            sums.setdefault(poll.study, []).append(poll.share)
    near = ROUNDED * len(lines) + 1e-9
    return len(lines) > 1 and all(len(one) == len(lines) and abs(sum(one) - 1) <= near for one in sums.values())


def _made_whole(lines: Sequence[OptionLine]) -> list[OptionLine]:
    """The lines shifted by their variance so that they sum to 1, ribbons with them."""
    level = np.array([line.level for line in lines])
    moved = onto_whole(level, np.array([line.std_error**2 for line in lines])) - level
    return [
        replace(
            line,
            level=line.level + by,
            low=np.clip(line.low + by, 0, 1),
            high=np.clip(line.high + by, 0, 1),
        )
        for line, by in zip(lines, moved, strict=True)
    ]


def _marks(asked: Asked, houses: Houses, days: Array) -> Iterator[Mark]:
    for anchor in asked.spec.anchors:
        label = anchor.label or message("line.anchor")
        yield Mark(str(anchor.date), label, "anchor", {name: share / 100 for name, share in anchor.shares.items()})
    for event in asked.events:
        if event.date:
            padded = f"{event.date}-07-01"[:10] if len(event.date) == 4 else f"{event.date}-15"[:10]
            yield Mark(padded, event.label, "event")
    for day, text in sorted(houses.changed, key=lambda one: one[0]):
        yield Mark(day, text, "break")


def _records(made: PooledLine) -> Iterator[dict[str, Any]]:
    """Long rows: the line day by day, then how houses and modes lean."""
    series = ", ".join(made.series)
    for line in made.lines:
        base = {"study": series, "question": made.question, "option": line.option}
        empty = dict.fromkeys(("deff", "n", "n_weighted", "n_eff", "df"), np.nan)
        for day, *figures in zip(made.days, line.level, line.std_error, line.low, line.high, strict=True):
            four = dict(zip(("estimate", "std_error", "conf_low", "conf_high"), map(float, figures), strict=True))
            day_text = date.fromordinal(int(day)).isoformat()
            yield {**base, **four, **empty, "kind": "line", "date": day_text, "name": "", "polls": np.nan}
        for lean in line.leanings:
            yield {**base, **_leaning(lean, made), **empty}


def _leaning(lean: Leaning, made: PooledLine) -> dict[str, Any]:
    known = made.anchored and np.isfinite(lean.estimate)
    found = (lean.estimate, lean.std_error) if known else (lean.centred, lean.centred_error)
    return {
        "estimate": found[0],
        "std_error": found[1],
        "conf_low": np.nan,
        "conf_high": np.nan,
        "kind": lean.kind,
        "date": "",
        "name": say(lean.label),
        "polls": lean.polls,
        "centred": lean.centred,
        "centred_error": lean.centred_error,
    }
