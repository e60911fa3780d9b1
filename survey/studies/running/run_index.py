"""``index.html`` of a folder of results: publications checked, trends, and every study by series."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.reports.documents.trend import mode_label
from survey.reports.files.ours import RECORD, sealed
from survey.reports.files.write import write_text
from survey.reports.printing.pages import page
from survey.studies.study_facts import study_size, study_title, study_when
from survey.studies.study_trend import trends_of
from survey.wording.message import word
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


def write_index(library: Library, folder: Path, language: str = "en") -> Path:
    """Write ``folder/index.html`` and return its path. Only what is in the folder is listed, in an order of its own.

    Studies stand by series and date; folders of studies that the library does not know come last.
    """
    path = folder / "index.html"
    made = page(
        "index.html.j2",
        word("reports.results", language),
        language,
        claims=_claims(library, folder, language),
        trends=_trends(library, folder, language),
        series=_series(library, folder, language),
    )
    write_text(path, sealed(made))
    return path


def _claims(library: Library, folder: Path, language: str) -> list[tuple[str, str]]:
    found = []
    for name in sorted(library.claims):
        if (folder / "claims" / f"{name}.html").is_file():
            publication = library.claims[name].publication
            parts = (say(publication.title, language), publication.publisher, publication.date)
            found.append((f"claims/{name}.html", ", ".join(part for part in parts if part)))
    return found


def _trends(library: Library, folder: Path, language: str) -> list[tuple[str, str]]:
    found = []
    for question, series in trends_of(library):
        if (folder / "trends" / f"{question}_{series}.html").is_file():
            title = say(library.questions[question].title, language, question)
            found.append((f"trends/{question}_{series}.html", f"{title} ({series})"))
    return found


def _series(library: Library, folder: Path, language: str) -> list[tuple[str, list[Line]]]:
    there = {path.parent.name for path in folder.glob(f"*/{RECORD}") if (path.parent / "index.html").is_file()}
    studies = [library.studies[name] for name in sorted(there) if name in library.studies]
    studies.sort(key=lambda study: (study.fieldwork.start or "9999", study.study))
    found = []
    for series in sorted({study.series for study in studies if study.series}):
        lines = [_line(study, language) for study in studies if study.series == series]
        found.append((word("reports.series", language, name=series), lines))
    single = [_line(study, language) for study in studies if not study.series]
    single += [Line(f"{name}/index.html", name) for name in sorted(there - set(library.studies))]
    return [*found, (word("reports.no_series", language), single)] if single else found


def _line(study: Study, language: str) -> Line:
    marks = [word("reports.with_data", language)] if study.data is not None else []
    marks += [word("plots.synthetic", language)] if study.is_synthetic else []
    return Line(
        link=f"{study.study}/index.html",
        title=study_title(study, language),
        when=study_when(study, language),
        n=study_size(study, language),
        mode=say(mode_label(study.mode), language),
        kind=", ".join(marks),
    )
