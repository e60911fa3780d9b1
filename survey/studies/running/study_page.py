"""The page of a study: its facts, every question as picture and table, its weighting, verdicts and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from survey.cells.samples.sample import SampleData
from survey.claims.answers.verdict import Verdict
from survey.claims.published.check import PublishedCheck
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.plots.table_heads import ABOVE
from survey.reports.documents.checked.published import published_title
from survey.reports.documents.placed.refs import Pictured
from survey.reports.documents.table import table_grid
from survey.reports.documents.verdicts import verdicts_document
from survey.reports.printing.grid_words import GridWords, grid_words
from survey.reports.printing.pages import page
from survey.reports.printing.passage_words import passage_words
from survey.studies.running.sources import study_sources
from survey.studies.running.trails import study_trail
from survey.studies.study_facts import study_facts, study_title
from survey.studies.study_weighting import weighting_statement
from survey.tables.table import Table
from survey.wording.lines import one_line
from survey.wording.message import word
from survey.wording.rounding import rounding
from survey.words import say

WEIGHTING = ("weights.svg", "lorenz.svg", "gaps.svg", "love.svg")


@dataclass(frozen=True)
class Shown:
    """A question on the page: the table with the notes that are its own, and the pictures beside it in the folder."""

    grid: GridWords
    pictures: tuple[Pictured, ...]
    asked: bool  # by other studies too


def study_page(
    study: Study,
    library: Library,
    sample: SampleData | None,
    tables: Sequence[Table],
    crosstabs: Sequence[Table],
    verdicts: Sequence[Verdict],
    files: Mapping[str, Pictured | None],
    language: str = "en",
    *,
    published: PublishedCheck | None = None,
) -> str:
    """``index.html`` of the study's folder. ``files`` are already in it; only these are shown and linked.
    ``published``: the published table that was held against the data."""
    known = set(files)
    grids = [grid_words(table_grid(table), language) for table in tables]
    facts = {one_line(note.text)[language] for table in tables for note in table.notes if note.key in (*ABOVE, "about")}
    told = verdicts_document(verdicts)
    common = (*_common(grids), word(f"general.{rounding()}", language)) if grids else ()
    crossed = {table.question for table in crosstabs}
    shown = [
        Shown(
            replace(grid, notes=tuple(note for note in grid.notes if note not in common and note not in facts)),
            _drawn(_pictures(grid.name, grid.name in crossed), files),
            sum(grid.name in one.questions for one in library.studies.values()) > 1,
        )
        for grid in grids
    ]
    return page(
        "study.html.j2",
        study_title(study, language),
        language,
        synthetic=study.synthetic or (sample is not None and sample.synthetic),
        facts=study_facts(study, language, sample),
        common=[note for note in common if note not in facts],
        shown=shown,
        crosstabs="crosstabs.html" if "crosstabs.html" in known else "",
        book=next((name for name in sorted(known) if name.startswith("book.")), ""),
        weighting=_drawn(WEIGHTING, files),
        statement=weighting_statement(sample, library, language) if sample is not None and sample.weight else "",
        report="weighting.html" if "weighting.html" in known else "",
        verdicts=[passage_words(passage, language) for passage in told.passages],
        summary=say(told.summary, language),
        published=published_title(published)[language] if published is not None else "",
        names=[name for name in sorted(known) if not name.endswith(".svg")] + ["run.json"],
        sources=study_sources(study, library),
        trail=[(say(text, language), link) for text, link in study_trail(study, library)],
    )


def _drawn(names: Iterable[str], files: Mapping[str, Pictured | None]) -> tuple[Pictured, ...]:
    """The pictures of these names that were drawn."""
    return tuple(one for one in map(files.get, names) if one is not None)


def _pictures(question: str, crossed: bool) -> tuple[str, ...]:
    return (f"{question}.svg", f"{question}_by_banner.svg") if crossed else (f"{question}.svg",)


def _common(grids: Sequence[GridWords]) -> tuple[str, ...]:
    """Notes that stand under every table, said once; with one table they stay under it."""
    if len(grids) < 2:
        return ()
    return tuple(note for note in grids[0].notes if all(note in grid.notes for grid in grids))
