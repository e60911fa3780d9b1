"""One question over the waves of one or several series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from survey.cells.sample import SampleData
from survey.definitions.library import Library
from survey.definitions.question import Question
from survey.definitions.study import Study
from survey.trends.breaks import between_lines, breaks_of
from survey.trends.comparable import comparable
from survey.trends.microdata import sample_points, tied_waves, weighting_of
from survey.trends.notes import trend_notes
from survey.trends.phrases import figure, said
from survey.trends.published import published_points, size_of
from survey.trends.series import Break, Tied, Trend, TrendPoint
from survey.trends.waves import Wave, order_of, selected
from survey.words import FIGURES, Text, say

EXTRAS = ("series", "date", "when", "mode", "bound", "status", "n_assumed", "sources", "note")


def trend(
    question: str,
    library: Library,
    *,
    series: Sequence[str] = (),
    studies: Sequence[str] = (),
    open_sample: Callable[[str], SampleData | None],
    level: float = 0.95,
) -> Trend:
    """The shares of ``question`` in every wave of ``series`` and in every study of ``studies``; without either, in
    every study that asked it and is not synthetic.

    A wave's figures come from its data where there are any (``open_sample``), else from what it published. Waves whose
    answers are not those of the shared question are left off the line and named; waves without figures are named. Each
    series is a line of its own. Proportions, 0-1. Raises ``SurveyError`` for names that do not exist, and what opening
    and estimating raise.
    """
    chosen = selected(question, library, series, studies)
    unlike: list[tuple[str, Text]] = []
    if not series and not studies:
        unlike += [(study.study, said("synthetic_left")) for study in chosen if study.is_synthetic]
        chosen = [study for study in chosen if not study.is_synthetic]
    shared = library.questions[question] if question in library.questions else _commonest(chosen, question)
    names = [*shared.options, *shared.nets]
    waves: list[Wave] = []
    for study in chosen:
        asked = library.question(study, question)
        match = comparable(shared, asked)
        if not match.joins:
            unlike.append((study.study, match.reason))
            continue
        sample = open_sample(study.study) if study.data is not None else None
        if sample is not None:
            points = sample_points(sample, study, question, names, level=level)
            n = figure(points[0].n, 0) if points else said("unstated")
            wave = Wave(study, asked, match, points, n, weighting_of(sample), sample.synthetic or study.is_synthetic)
        else:
            points = published_points(study, question, names, level=level)
            n = size_of(study, study.questions[question]).text
            stated = study.weighting.stated
            weighting: Text = {"und": stated} if stated else said("unstated")
            wave = Wave(study, asked, match, points, n, weighting, study.is_synthetic)
        waves.append(wave)
    waves = _by_line(waves)
    shown = [wave for wave in waves if wave.points]
    points = tuple(point for wave in shown for point in wave.points)
    used = {point.option for point in points}
    options = tuple(name for name in names if name in used)
    never = [shared.label(name) for name in shared.options if name not in used]
    breaks = _breaks(shown)
    return Trend(
        question=question,
        title=shared.heading,
        series=tuple(dict.fromkeys(wave.line for wave in waves)),
        options=options,
        option_labels={name: _label(shared, name, shown) for name in options},
        points=points,
        breaks=breaks,
        unlike=tuple((name, say(text)) for name, text in unlike),
        notes=trend_notes(shared, waves, breaks, unlike, never, dict(library.sources), level),
        synthetic=any(wave.synthetic for wave in shown),
        records=tuple(_record(question, point) for point in points),
        missing=tuple(name for name in options if name in shared.options and shared.options[name].missing),
        level=level,
        tied=_ties(question, library, names, open_sample, level),
    )


def _ties(
    question: str,
    library: Library,
    names: Sequence[str],
    open_sample: Callable[[str], SampleData | None],
    level: float,
) -> Callable[[str, str], Tied]:
    """A function that says what the data of two waves share."""

    def tied(start: str, end: str) -> Tied:
        found = [(open_sample(name), library.study(name)) for name in (start, end)]
        waves = [(sample, study) for sample, study in found if sample is not None]
        return tied_waves(waves, question, names, level=level)

    return tied


def _commonest(studies: Sequence[Study], question: str) -> Question:
    """The question as most studies asked it, the earliest of them where several forms are as common."""
    asked = [study.ask(question) for study in studies]
    count = Counter(frozenset(one.substantive) for one in asked)
    return max(asked, key=lambda one: count[frozenset(one.substantive)])


def _by_line(waves: Sequence[Wave]) -> list[Wave]:
    """Line by line: lines by their first date, waves of a line by theirs, those without one last."""
    first: dict[str, tuple[str, str]] = {}
    for wave in waves:
        first[wave.line] = min(first.get(wave.line, ("~", "")), order_of(wave.study))
    return sorted(waves, key=lambda wave: (first[wave.line], order_of(wave.study)))


def _breaks(shown: Sequence[Wave]) -> tuple[Break, ...]:
    found: list[Break] = []
    lines: dict[str, list[Wave]] = {}
    for wave in shown:
        if wave.day is not None:
            lines.setdefault(wave.line, []).append(wave)
    previous: list[Wave] = []
    for line in lines.values():
        if previous:
            found.append(between_lines(previous[-1], line[0]))
        found += breaks_of(line)
        previous = line
    return tuple(found)


def _label(shared: Question, name: str, shown: Sequence[Wave]) -> Text:
    """The label of an option: the studies' own where they all have the same one, else the shared question's."""
    forms = [wave.asked.options.get(name) or wave.asked.nets.get(name) for wave in shown]
    labels = [dict(form.label) for form in forms if form is not None and form.label]
    if labels and all(label == labels[0] for label in labels):
        return labels[0]
    return shared.label(name)


def _record(question: str, point: TrendPoint) -> dict[str, Any]:
    row: dict[str, Any] = {"study": point.study, "question": question, "option": point.option}
    row.update((name, getattr(point, name)) for name in FIGURES)
    row.update((name, getattr(point, name)) for name in EXTRAS)
    row["sources"] = "; ".join(point.sources)
    return row
