"""What the list of all results holds: series with their waves and a first picture, questions with their pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from survey.definitions.records.study import Study
from survey.reports.documents.placed.refs import Pictured
from survey.reports.files.ours import RECORD
from survey.studies.running.index_found import Found, Line, line_of
from survey.studies.running.trails import series_name
from survey.studies.study_facts import study_title, study_when
from survey.wording.message import plural, word
from survey.words import say

_SHORT = 6  # waves up to which the table of a series is open


@dataclass(frozen=True)
class SeriesEntry:
    """A series: its name, what it is, a first picture with what it leads to, its trends and its waves."""

    id: str
    name: str
    about: str
    waves: str
    lines: tuple[Line, ...]
    trends: tuple[tuple[str, str], ...] = ()
    picture: Pictured | None = None
    leads_to: str = ""

    @property
    def short(self) -> bool:
        """Whether its waves are few."""
        return len(self.lines) <= _SHORT


@dataclass(frozen=True)
class QuestionEntry:
    """A question and the pages with its figures: its own where several studies asked it, trends, then studies that are
    in none of them."""

    id: str
    title: str
    text: str
    places: tuple[tuple[str, str], ...]
    page: str = ""


def series_entries(found: Found) -> list[SeriesEntry]:
    """Every series of which a study is there, by name."""
    names = sorted({study.series for study in found.studies if study.series})
    return sorted((_series(name, found) for name in names), key=lambda entry: (entry.name.casefold(), entry.id))


def _series(series: str, found: Found) -> SeriesEntry:
    studies = [study for study in found.studies if study.series == series]
    common = found.library.common.get(series)
    trends = [(page, _title(name, found)) for (name, own), page in found.trends.items() if own == series]
    picture, leads_to = _first_picture(series, studies, found)
    dated = [study_when(study, found.language) for study in studies if study.fieldwork.start]
    waves = plural("pages.waves", len(studies), count=len(studies))[found.language]
    if len(dated) > 1:
        waves += ", " + word("pages.span", found.language, first=dated[0], last=dated[-1])
    return SeriesEntry(
        id=series,
        name=say(series_name(series, found.library), found.language),
        about=say(common.about, found.language) if common is not None and common.about else "",
        waves=waves,
        lines=tuple(line_of(study, found.language) for study in studies),
        trends=tuple(sorted(trends, key=lambda one: one[1].casefold())),
        picture=picture,
        leads_to=leads_to,
    )


def _first_picture(series: str, studies: Sequence[Study], found: Found) -> tuple[Pictured | None, str]:
    """The trend with most waves (of several the first by name), else the last study's first question."""
    waves = {name: sum(name in study.questions for study in studies) for name, own in found.trends if own == series}
    order = sorted(waves, key=lambda name: (-waves[name], name))
    places = [("trends", f"{name}_{series}.svg", found.trends[name, series]) for name in order]
    for study in reversed(studies):
        drawn = [name for name in study.questions if (found.folder / study.study / f"{name}.svg").is_file()]
        places += [(study.study, f"{name}.svg", f"{study.study}/index.html#{name}") for name in drawn]
    for folder, name, leads_to in places:
        if (found.folder / folder / name).is_file():
            return _pictured(found.folder / folder, name), leads_to
    return None, ""


def _pictured(folder: Path, name: str) -> Pictured:
    """A picture in a folder of results, with the words that its record has for it."""
    try:
        said = json.loads((folder / RECORD).read_text(encoding="utf-8")).get("pictures", {}).get(name)
    except (OSError, ValueError, AttributeError):
        said = None
    phone = name.replace(".svg", ".phone.svg")
    place = folder.name
    return Pictured(
        f"{place}/{name}",
        said if isinstance(said, str) else name.removesuffix(".svg"),
        f"{place}/{phone}" if (folder / phone).is_file() else "",
    )


def question_entries(found: Found) -> list[QuestionEntry]:
    """Every question that a study there asked, by title."""
    asked: dict[str, list[Study]] = {}
    for study in found.studies:
        for name in study.questions:
            asked.setdefault(name, []).append(study)
    entries = [_question(name, studies, found) for name, studies in asked.items()]
    return sorted(entries, key=lambda entry: (entry.title.casefold(), entry.id))


def _question(name: str, studies: Sequence[Study], found: Found) -> QuestionEntry:
    page = f"questions/{name}.html"
    return QuestionEntry(
        name,
        _title(name, found, studies[0]),
        _text(name, found),
        tuple(_places(name, studies, found)),
        page if (found.folder / page).is_file() else "",
    )


def _title(name: str, found: Found, study: Study | None = None) -> str:
    """What a question is called: in its own file, else in ``study``."""
    if name in found.library.questions:
        return say(found.library.questions[name].heading, found.language, name)
    asked = found.library.asked(study, name)[0] if study is not None else None
    return say(asked.heading, found.language, name) if asked is not None else name


def _text(name: str, found: Found) -> str:
    asked = found.library.questions.get(name)
    return say(asked.text, found.language, "") if asked is not None and asked.text and asked.title else ""


def _places(name: str, studies: Iterable[Study], found: Found) -> list[tuple[str, str]]:
    studies = list(studies)
    within: list[tuple[str, str]] = []
    for (question, series), page in found.trends.items():
        if question == name:
            count = sum(study.series == series for study in studies)
            waves = plural("pages.waves", count, count=count)
            called = series_name(series, found.library)
            within.append((page, word("pages.over_time_in", found.language, name=called, waves=waves)))
    single = [study for study in studies if (name, study.series or "") not in found.trends]
    for study in single:
        anchor = f"#{name}" if (found.folder / study.study / f"{name}.svg").is_file() else ""
        within.append((f"{study.study}/index.html{anchor}", study_title(study, found.language)))
    return within
