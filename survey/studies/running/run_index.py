"""``index.html`` of a folder of results: publications checked, every series, study and question, and a search."""

from __future__ import annotations

from pathlib import Path

from survey.definitions.records.library import Library
from survey.reports.files.ours import sealed
from survey.reports.files.write import write_text
from survey.reports.printing.pages import page
from survey.studies.running.index_entries import question_entries, series_entries
from survey.studies.running.index_found import Found, Line, found_in, line_of
from survey.wording.message import plural, word
from survey.words import say


def write_index(library: Library, folder: Path, language: str = "en") -> Path:
    """Write ``folder/index.html`` and return its path. Only what is in the folder is listed, in an order of its own.

    Studies stand by series and date; those of no series, and folders of studies that the library does not know, come
    last. A script of the page's own filters the list; without it the list is whole.
    """
    path = folder / "index.html"
    found = found_in(folder, library, language)
    questions = question_entries(found)
    made = page(
        "index.html.j2",
        word("reports.results", language),
        language,
        style="index.css",
        script="index.js",
        trail=[(word("reports.all_results", language), "")],
        counts=", ".join(_counts(found, len(questions))),
        claims=_claims(found),
        series=series_entries(found),
        single=_single(found),
        questions=questions,
    )
    write_text(path, sealed(made))
    return path


def _counts(found: Found, questions: int) -> list[str]:
    """How much there is."""
    studies = len(found.studies) + len(found.unknown)
    counted = (
        plural("pages.studies", studies, count=studies),
        plural("pages.question_count", questions, count=questions),
    )
    return [one[found.language] for one in counted]


def _claims(found: Found) -> list[tuple[str, str]]:
    made = []
    for name, claims in sorted(found.library.claims.items()):
        if (found.folder / "claims" / f"{name}.html").is_file():
            publication = claims.publication
            parts = (
                say(publication.title, found.language),
                say(publication.publisher, found.language),
                publication.date,
            )
            made.append((f"claims/{name}.html", ", ".join(part for part in parts if part)))
    return made


def _single(found: Found) -> list[Line]:
    """Studies of no series, and those that are not known."""
    known = [line_of(study, found.language) for study in found.studies if not study.series]
    return [*known, *(Line(f"{name}/index.html", name) for name in found.unknown)]
