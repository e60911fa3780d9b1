"""One question over the waves of one or several series."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked_in_waves import asked_in_waves
from survey.definitions.comparable import Asked
from survey.definitions.comparing.match import Match, comparable
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.sources import Source
from survey.definitions.records.study import Study
from survey.definitions.source_text import short_names
from survey.errors import SurveyError
from survey.tables.table import Note
from survey.trends.alike import refuse_contradictions, shared_form
from survey.trends.breaks import between_lines, breaks_of
from survey.trends.filtered import confined, filter_notes, refuse_printed
from survey.trends.make_wave import filled, wave_from_data, wave_from_print
from survey.trends.microdata import refuse_answers, tied_waves
from survey.trends.notes import trend_notes
from survey.trends.published import unfit_base
from survey.trends.series import Break, Tied, Trend, TrendPoint
from survey.trends.waves import Wave, order_of, selected
from survey.trends.withheld import Withheld, shown_only
from survey.wording.message import message
from survey.words import FIGURES, Base, Text, say

EXTRAS = ("series", "date", "when", "mode", "bound", "status", "n_assumed", "sources", "note", "base")


def trend(
    question: str,
    library: Library,
    *,
    series: Sequence[str] = (),
    studies: Sequence[str] = (),
    open_sample: Callable[[str], SampleData | None],
    level: float = 0.95,
    base: Base | None = None,
    force: bool = False,
    where: str | None = None,
    withheld: Withheld | None = None,
) -> Trend:
    """The shares of ``question`` in every wave of ``series`` and in every study of ``studies``; without either, in
    every study that asked it and is not synthetic.

    A wave's figures come from its data where there are any (``open_sample``), else from what it published. ``base``:
    whom the shares are of in every wave, by default as each study says. Waves whose answers are not those of the shared
    question, or whose figures cannot be brought to ``base``, are left off the line and named; waves without figures are
    named. Each series is a line of its own. Proportions, 0-1.

    ``where``: a filter (``survey.cells.filters.within``) that the figures of every wave are confined to. ``withheld``:
    which points of a wave a policy of disclosure withholds; they are left off and counted in a note.

    Raises ``SurveyError`` for names that do not exist, where no wave has a figure, and for a filter of published
    figures, ``ComparisonError`` with file and line where one name stands for two things (``definitions.comparable``),
    which ``force`` shows as a break, and what opening and estimating raise.
    """
    refuse_answers(base, question)
    chosen = selected(question, library, series, studies)
    unlike: list[tuple[Study, Text]] = []
    if not series and not studies:
        chosen, invented = _of_answers(question, chosen)
        unlike += [(study, message("trends.synthetic_left")) for study in invented]
    refuse_printed(chosen, where)
    samples = {study.study: open_sample(study.study) if study.data is not None else None for study in chosen}
    samples = confined(samples, where, force)
    asked = asked_in_waves(chosen, question, library, samples)
    first = shared_form(question, library, list(asked.values()))
    shared = first.question
    names = [*shared.options, *shared.nets]
    matches = {name: comparable(first, one) for name, one in asked.items()}
    if not force:
        refuse_contradictions(first, [asked[name] for name, match in matches.items() if match.joins])
    waves, columns = _waves(chosen, asked, matches, samples, shared, unlike, level, base)
    waves = _by_line([filled(wave, columns) for wave in waves])
    waves, gone = shown_only(waves, samples, question, withheld)
    shown = [wave for wave in waves if wave.points]
    if not shown:
        _no_figures(question, shared, waves, unlike)
    points = tuple(point for wave in shown for point in wave.points)
    used = {point.option for point in points}
    options = tuple(name for name in dict.fromkeys((*names, *columns)) if name in used)
    wanted = shared.substantive if base == "valid" else tuple(shared.options)
    never = [shared.label(name) for name in wanted if name not in used]
    breaks = _breaks(shown)
    filtered = filter_notes(shown, samples)
    waved = {point.study for point in points}
    cited = {name for point in points for name in point.sources}
    rules = {study.rounding for study in chosen if study.study in waved}
    return Trend(
        question=question,
        title=shared.heading,
        series=tuple(dict.fromkeys(wave.line for wave in waves)),
        options=options,
        option_labels={name: _label(shared, name, shown) for name in options},
        points=points,
        breaks=breaks,
        unlike=tuple((study.study, say(text)) for study, text in unlike),
        notes=(*filtered, *gone, *trend_notes(shared, waves, breaks, unlike, never, dict(library.sources), level)),
        synthetic=any(wave.synthetic for wave in shown),
        records=tuple(_record(question, point) for point in points),
        missing=tuple(name for name in options if name in columns),
        level=level,
        rounding=rules.pop() if len(rules) == 1 else None,
        waves=tuple(shown),
        noted=_notes_of(shared, dict(library.sources), level, samples),
        source_names={name: text for name, text in short_names(library.sources).items() if name in cited},
        tied=_ties(library, shared, names, samples, level, base),
    )


def _notes_of(
    shared: Question, sources: dict[str, Source], level: float, samples: Mapping[str, SampleData | None]
) -> Callable[[Sequence[Wave]], tuple[Note, ...]]:
    """A function that makes the notes on some of the waves."""
    return lambda waves: (
        *filter_notes(waves, samples),
        *trend_notes(shared, waves, (), (), (), sources, level),
    )


def _ties(
    library: Library,
    shared: Question,
    names: Sequence[str],
    samples: Mapping[str, SampleData | None],
    level: float,
    base: Base | None,
) -> Callable[[str, str], Tied]:
    """A function that says what the data of two waves share."""

    def tied(start: str, end: str) -> Tied:
        found = [(samples[name], library.study(name)) for name in (start, end)]
        waves = [(sample, study) for sample, study in found if sample is not None]
        return tied_waves(waves, shared, names, level=level, base=base)

    return tied


def _waves(
    chosen: Sequence[Study],
    asked: Mapping[str, Asked],
    matches: Mapping[str, Match],
    samples: Mapping[str, SampleData | None],
    shared: Question,
    unlike: list[tuple[Study, Text]],
    level: float,
    base: Base | None,
) -> tuple[list[Wave], tuple[str, ...]]:
    """The waves that join, and the columns of those without an answer; the others are added to ``unlike``."""
    names = [*shared.options, *shared.nets]
    waves: list[Wave] = []
    columns: dict[str, None] = {}
    for study in chosen:
        match, sample, one = matches[study.study], samples[study.study], asked[study.study]
        reason = None if match.joins else match.reason
        if reason is None and sample is None:
            reason = unfit_base(one.question, study.questions[shared.question], base)
        if reason is not None:
            unlike.append((study, reason))
        elif sample is not None:
            wave, own = wave_from_data(sample, study, one, match, shared, names, level, base)
            waves.append(wave)
            columns |= dict.fromkeys(own)
        else:
            waves.append(wave_from_print(study, one, match, names, level, base))
    columns |= {name: None for name, option in shared.options.items() if option.missing}
    return waves, tuple(columns)


def _of_answers(question: str, chosen: Sequence[Study]) -> tuple[list[Study], list[Study]]:
    """The studies whose answers somebody gave, and the synthetic ones."""
    invented = [study for study in chosen if study.is_synthetic]
    if len(invented) == len(chosen):
        raise SurveyError(
            f"only synthetic studies asked '{question}': {', '.join(study.study for study in invented)}",
            where="trend",
            fix="Invented answers are shown where they are asked for: name the studies (--studies), or a series.",
        )
    return [study for study in chosen if not study.is_synthetic], invented


def _no_figures(question: str, shared: Question, waves: Sequence[Wave], unlike: Sequence[tuple[Study, Text]]) -> None:
    reasons = [f"{study.study}: {say(text)}" for study, text in unlike]
    silent = ", ".join(wave.name for wave in waves)
    reasons += [f"without a figure: {silent}"] if silent else []
    fix = "Publish figures or name data in a study; 'survey topline STUDY' shows what one has."
    if shared.type in ("number", "open") and not any(option.range for option in shared.options.values()):
        first = waves[0].study.study if waves else "STUDY"
        fix = "A trend is of shares: cut the number into options with ranges, or print its mean wave by wave: "
        fix += f"survey estimate {first} mean {question}."
    raise SurveyError(f"no wave has a figure ({'; '.join(reasons)})", where=question, fix=fix)


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
    if name.startswith("_"):
        return message(f"trends.column{name}")
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
