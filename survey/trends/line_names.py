"""What the lines of a trend are called."""

from __future__ import annotations

from survey.definitions.records.when import called
from survey.trends.series import Trend
from survey.words import say


def line_names(trend: Trend, language: str = "en") -> dict[str, str]:
    """Each line by its pollsters; with its id behind where two lines would have one name. Where no pollster is known a
    study that is no part of a series has its own name, a series its id."""
    found: dict[str, dict[str, None]] = {}
    for wave in trend.waves:
        if wave.study.pollster:
            found.setdefault(wave.line, {})[say(wave.study.pollster, language).partition(" (")[0]] = None
        elif not wave.study.series:
            found[wave.line] = {called(wave.study)[language]: None}
    lines = dict.fromkeys(point.series for point in trend.points)
    names = {line: ", ".join(found.get(line, {line: None})) for line in lines}
    given = list(names.values())
    return {line: name if given.count(name) == 1 else f"{name} ({line})" for line, name in names.items()}
