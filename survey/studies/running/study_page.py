"""The page of a study: its facts, every question as picture and table, its weighting, verdicts and files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from survey.cells.samples.sample import SampleData
from survey.claims.answers.verdict import Verdict
from survey.claims.published.check import PublishedCheck
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.plots.table_heads import ABOVE
from survey.reports.documents.articles.named import evidence, with_names
from survey.reports.documents.checked.published import published_title
from survey.reports.documents.document import Passage
from survey.reports.documents.placed.refs import Address, Pictured, web_address
from survey.reports.documents.table import table_grid
from survey.reports.documents.verdicts import passage, summary
from survey.reports.printing.grid_words import GridWords, address_words, grid_words
from survey.reports.printing.pages import page
from survey.reports.printing.passage_words import passage_words
from survey.studies.running.addresses import addresses
from survey.studies.running.trails import INDEX, study_trail
from survey.studies.study_facts import study_facts, study_title
from survey.studies.study_weighting import weighting_statement
from survey.tables.table import Table
from survey.wording.lines import one_line
from survey.wording.message import word
from survey.wording.rounding import rounding
from survey.wording.worded import foreign
from survey.words import say

WEIGHTING = ("weights.svg", "lorenz.svg", "gaps.svg", "love.svg")


@dataclass(frozen=True)
class Shown:
    """A question on the page: the table with the notes that are its own, and the pictures beside it in the folder."""

    grid: GridWords
    pictures: tuple[Pictured, ...]
    others: str  # the page of the question in other studies, "" where no other asked it


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
    pages: Collection[str] = (),
) -> str:
    """``index.html`` of the study's folder. ``files`` are already in it; only these are shown and linked.
    ``published``: the published table that was held against the data. ``pages``: of other studies, and of questions
    (``questions/<id>``), that stand beside the folder."""
    known = set(files)
    grids = [grid_words(table_grid(table), language) for table in tables]
    facts = {one_line(note.text)[language] for table in tables for note in table.notes if note.key in (*ABOVE, "about")}
    common = (*_common(grids), word(f"general.{rounding()}", language)) if grids else ()
    crossed = {table.question for table in crosstabs}
    shown = [
        Shown(
            replace(grid, notes=tuple(note for note in grid.notes if note not in common and note not in facts)),
            _drawn(_pictures(grid.name, grid.name in crossed), files),
            _others(grid.name, library, pages),
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
        verdicts=[passage_words(one, language) for one in _passages(verdicts, library)],
        addresses=address_words(_addresses(study, library, tables, pages), language),
        summary=say(summary(verdicts), language),
        published=published_title(published)[language] if published is not None else "",
        names=[name for name in sorted(known) if not name.endswith(".svg")] + ["run.json"],
        sources=_study_sources(study, library, language),
        trail=[(say(text, language), link) for text, link in study_trail(study, library)],
    )


def _others(question: str, library: Library, pages: Collection[str]) -> str:
    if sum(question in one.questions for one in library.studies.values()) < 2:
        return ""
    own = f"questions/{question}"
    return f"../{own}.html" if own in pages else f"{INDEX}#question.{question}"


def _passages(verdicts: Sequence[Verdict], library: Library) -> list[Passage]:
    """The verdicts with names for ids, and each with its sources as they are called."""
    found = []
    for verdict in verdicts:
        made = passage(with_names(verdict, library))
        lines = made.lines[:-1] if verdict.sources else made.lines
        found.append(replace(made, lines=lines, evidence=evidence(verdict, library)))
    return found


def _addresses(study: Study, library: Library, tables: Sequence[Table], pages: Collection[str]) -> dict[str, Address]:
    """Of other studies that have a page, of sources, and of the questions on this page."""
    known = addresses(library)
    others = {key: one for key, one in known.items() if key.startswith("source/") or key.partition("/")[2] in pages}
    here = {
        f"study/{study.study}/{table.question}": Address(f"#{table.question}", one_line(table.title, table.question))
        for table in tables
    }
    return {**others, **here}


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


@dataclass(frozen=True)
class _SourceWords:
    """A source: its id, title, address ("" where it has none that can be followed) and what else is known of it."""

    id: str
    title: str
    address: str = ""
    about: str = ""
    tongue: str = ""  # the language of its title, where it is not that of the page


def _study_sources(study: Study, library: Library, language: str) -> list[_SourceWords]:
    """Every source of the study and of its questions."""
    names: Iterable[str] = (*study.sources, *(name for asked in study.questions.values() for name in asked.sources))
    readings = [reading.source for asked in study.questions.values() for reading in asked.readings]
    found = []
    for name in sorted({*names, *readings, *(reading.source for reading in study.sample.readings)}):
        source = library.sources.get(name)
        if source is None:
            found.append(_SourceWords(name, ""))
            continue
        address = web_address(source.url)
        title = say(source.title, language) or source.url or ""
        parts = (source.date, "" if address else source.url, source.licence, say(source.note, language))
        about = ", ".join(" ".join(part.split()).rstrip(".") for part in parts if part and part != title)
        found.append(_SourceWords(name, " ".join(title.split()), address, about, foreign(source.title, language)))
    return found
