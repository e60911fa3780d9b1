"""The waves of a trend: which studies they are, and each with its place in time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from survey.definitions.comparable import Asked
from survey.definitions.comparing.match import Match
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.when import called, middle_of, when
from survey.errors import SurveyError
from survey.trends.series import TrendPoint
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text, nearest, say

MANY = 40  # waves that no note names one by one


@dataclass(frozen=True)
class Wave:
    """One study that asked the question, and its points. ``weighting`` says how the figures are weighted."""

    study: Study
    asked: Question  # the question as this study asked it
    match: Match
    points: tuple[TrendPoint, ...]
    n_text: Text
    weighting: Text
    synthetic: bool = False
    base: str = ""  # whom the shares are of: all, asked, valid; "" where it is not known
    answered: float = math.nan  # the part of them that gave an answer
    outside: Mapping[str, int] = field(default_factory=dict)  # respondents of the data who are not in the base, by kind
    unasked: bool = False  # whether the base holds respondents who were not asked
    rebased: bool = False  # whether the shares were worked out anew from published ones of another base
    said: Asked | None = None  # the question with the labels of the data file and its place in the definitions

    @property
    def microdata(self) -> bool:
        """True where the figures come from data."""
        return bool(self.points) and self.points[0].status == "microdata"

    @property
    def summed(self) -> tuple[str, ...]:
        """Options of the shared question that are sums of finer ones here."""
        return self.match.summed

    @property
    def name(self) -> str:
        """Id of the study."""
        return self.study.study

    @property
    def line(self) -> str:
        """The line it belongs to."""
        return line_of(self.study)

    @property
    def own(self) -> StudyQuestion:
        """What the study says of the question."""
        return self.study.questions[self.asked.question]

    @property
    def day(self) -> date | None:
        """Its place on the time axis."""
        return middle_of(self.study.fieldwork)

    @property
    def when(self) -> Text:
        """Its dates in words; its title where it has none."""
        if self.day is None and self.study.title:
            return self.study.title
        return when(self.study.fieldwork, self.study.wave or self.study.study)


def line_of(study: Study) -> str:
    """The line that a study belongs to: its series, else itself."""
    return study.series or study.study


def of_study(study: Study, question: str) -> dict[str, Any]:
    """What every ``TrendPoint`` of a study says of it."""
    day = middle_of(study.fieldwork)
    printed = when(study.fieldwork, study.wave or study.study)
    dated = when(study.fieldwork, study.wave or "")
    return {
        "study": study.study,
        "date": day.isoformat() if day else "",
        "when": say(printed),
        "dates": dated if say(dated) else called(study),
        "mode": study.mode,
        "sources": study.questions[question].sources or study.sources,
        "series": line_of(study),
    }


def order_of(study: Study) -> tuple[str, str]:
    """A key that sorts studies by date; those without one come last."""
    day = middle_of(study.fieldwork)
    return (day.isoformat() if day else "9999-99-99", study.study)


def listed(waves: Sequence[Wave]) -> Text:
    """The dates of several waves, one after the other; of very many the first, the last and their number."""
    if len(waves) > MANY:
        ends = sorted((wave for wave in waves if wave.day), key=lambda wave: (str(wave.day), wave.name)) or list(waves)
        return message("trends.many_waves", count=str(len(waves)), first=ends[0].when, last=ends[-1].when)
    return joined((wave.when for wave in waves), ", ", once=True)


def which(waves: Sequence[Wave], everyone: Sequence[Wave]) -> Text:
    """``waves`` in the shorter way: their dates, "all waves", or all but the others."""
    names = {wave.name for wave in waves}
    rest = [wave for wave in everyone if wave.name not in names]
    if not rest:
        return message("trends.all_waves")
    return message("trends.all_but", waves=listed(rest)) if len(waves) > 2 * len(rest) else listed(waves)


def grouped(waves: Sequence[Wave], labels: Sequence[Text]) -> Text:
    """What is true of which waves: ``phone (Nov 2020); otherwise not stated``. The most frequent comes last."""
    groups: dict[str, tuple[Text, list[Wave]]] = {}
    for wave, label in zip(waves, labels, strict=True):
        groups.setdefault(say(label), (label, []))[1].append(wave)
    if len(groups) == 1:
        return labels[0]
    *small, (commonest, _) = sorted(groups.values(), key=lambda group: len(group[1]))
    parts = [message("trends.label_of", label=label, waves=listed(members)) for label, members in small]
    return joined([*parts, message("trends.otherwise", label=commonest)], "; ", once=True)


def selected(question: str, library: Library, series: Sequence[str], studies: Sequence[str]) -> list[Study]:
    """The studies that asked ``question``, by date: those of ``series`` and those named; without either, all of them.

    Raises ``SurveyError`` for names that do not exist, for a named study or series that did not ask the question, and
    where nobody asked it.
    """
    found: dict[str, Study] = {}
    for name in series:
        members = [study for study in library.series(name) if question in study.questions]
        if not members:
            known = sorted({key for study in library.series(name) for key in study.questions})
            told = f"no study of the series '{name}' asked '{question}'"
            raise SurveyError(told, where="trend", fix=nearest(question, known))
        found.update((study.study, study) for study in members)
    for name in studies:
        study = library.study(name)
        if question not in study.questions:
            fix = nearest(question, study.questions)
            raise SurveyError(f"the study '{name}' did not ask '{question}'", where="trend", fix=fix)
        found[name] = study
    if not series and not studies:
        found = {name: study for name, study in library.studies.items() if question in study.questions}
        if not found:
            inside = (key for study in library.studies.values() for key in study.questions)
            known = sorted({*library.questions, *inside})
            raise SurveyError(f"no study asked '{question}'", where="trend", fix=nearest(question, known))
    return sorted(found.values(), key=order_of)
