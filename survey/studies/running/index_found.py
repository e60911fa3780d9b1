"""Which studies and trends are in a folder of results, and the line of a study in their list."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.reports.files.ours import RECORD
from survey.studies.study_facts import study_size, study_title, study_when
from survey.studies.study_trend import trends_of
from survey.wording.message import word
from survey.wording.modes import mode_cell
from survey.words import DASH, say


@dataclass(frozen=True)
class Line:
    """A study in the list."""

    link: str
    title: str
    when: str = DASH
    n: str = DASH
    mode: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Found:
    """What a folder of results holds, in one language."""

    library: Library
    folder: Path
    language: str
    studies: tuple[Study, ...] = ()  # by date
    unknown: tuple[str, ...] = ()  # folders of studies that the library does not have
    trends: dict[tuple[str, str], str] = field(default_factory=dict)  # question and series: the page


def found_in(folder: Path, library: Library, language: str) -> Found:
    """The studies and trends whose pages are in ``folder``."""
    there = {path.parent.name for path in folder.glob(f"*/{RECORD}") if (path.parent / "index.html").is_file()}
    studies = [library.studies[name] for name in sorted(there) if name in library.studies]
    studies.sort(key=lambda study: (study.fieldwork.start or "9999", study.study))
    pages = {key: f"trends/{key[0]}_{key[1]}.html" for key in trends_of(library)}
    trends = {key: page for key, page in pages.items() if (folder / page).is_file()}
    return Found(library, folder, language, tuple(studies), tuple(sorted(there - set(library.studies))), trends)


def line_of(study: Study, language: str) -> Line:
    """The line of one study."""
    marks = [word("reports.with_data", language)] if study.data is not None else []
    marks += [word("plots.synthetic", language)] if study.is_synthetic else []
    return Line(
        link=f"{study.study}/index.html",
        title=study_title(study, language),
        when=study_when(study, language),
        n=study_size(study, language),
        mode=say(mode_cell(study.mode), language),
        kind=", ".join(marks),
    )
