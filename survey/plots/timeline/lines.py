"""Which points of a trend a line may join."""

from __future__ import annotations

import math

from survey.definitions.bounds import bound_side
from survey.trends.line_names import line_names
from survey.trends.series import Break, Trend, TrendPoint
from survey.words import say

MOST_LINES = 4  # of pollsters that dashes tell apart
MOST_WAVES = 60  # waves whose marks have room for intervals


def crowded(trend: Trend) -> bool:
    """Whether there are more lines than dashes tell apart, or more waves than have room for intervals."""
    waves = {(point.series, point.study) for point in trend.points if point.date and math.isfinite(point.estimate)}
    return len({series for series, _ in waves}) > MOST_LINES or len(waves) > MOST_WAVES


def waves_of(trend: Trend, series: str) -> list[str]:
    """The dated studies of one line, in order."""
    return list(dict.fromkeys(point.study for point in trend.points if point.series == series and point.date))


def lines_of(trend: Trend) -> list[str]:
    """The lines that have a dated wave."""
    return list(dict.fromkeys(point.series for point in trend.points if point.date))


def names_of(trend: Trend, language: str = "en") -> dict[str, str]:
    """What each of these is called."""
    named = line_names(trend, language)
    return {line: named[line] for line in lines_of(trend)}


def pollsters_of(trend: Trend, language: str = "en") -> dict[str, str]:
    """The pollster of each dated study; with the id of its line behind where lines share a name, and that id alone
    where no pollster is known."""
    asked = {wave.name: say(wave.study.pollster, language) for wave in trend.waves if wave.study.pollster}
    told = {study: name.partition(" (")[0] for study, name in asked.items()}
    owns = {point.study: (told.get(point.study, point.series), point.series) for point in trend.points if point.date}
    given = [name for name, _ in set(owns.values())]
    return {study: name if given.count(name) == 1 else f"{name} ({line})" for study, (name, line) in owns.items()}


def segments(trend: Trend, series: str, option: str) -> list[list[TrendPoint]]:
    """Runs of points of ``option`` that a line may join.

    A line ends at a break and at a wave for which only a limit is known; waves without a figure are passed over.
    """
    waves = waves_of(trend, series)
    place = {study: at for at, study in enumerate(waves)}
    cuts = [(place[step.after], place[step.before]) for step in line_breaks(trend, series)]
    found: list[list[TrendPoint]] = []
    run: list[TrendPoint] = []
    for point in (point for point in trend.points if point.study in place and point.option == option):
        at = place[point.study]
        is_point = not bound_side(point.bound) and point.estimate == point.estimate
        if run and (not is_point or any(place[run[-1].study] < end and at > start for start, end in cuts)):
            found.append(run)
            run = []
        if is_point:
            run.append(point)
    return [*found, run] if run else found


def line_breaks(trend: Trend, series: str) -> list[Break]:
    """The breaks inside one line."""
    waves = set(waves_of(trend, series))
    return [step for step in trend.breaks if step.after in waves and step.before in waves]


def has_inside(trend: Trend, series: str, step: Break) -> bool:
    """True where waves lie between the two ends of a break, so that its place is not known."""
    waves = waves_of(trend, series)
    return waves.index(step.before) - waves.index(step.after) > 1
