"""Several questions of a study at once: the book of all, by every banner variable; the grid of those of one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.when import called
from survey.errors import EstimationError, LeftOutWarning, warn
from survey.progress import progress
from survey.reports.documents.document import Document, Entry
from survey.reports.documents.table import tables_document
from survey.studies.study_sample import banner_of, crosstab_sample
from survey.tables.ahead import check_banner, gathered, table_fault
from survey.tables.crosstab import crosstab
from survey.tables.rules.rule_of import ruled
from survey.tables.shape.nested import flat, levels_of
from survey.tables.small_base import small_bases_together
from survey.tables.table import Table
from survey.wording.figures import whole
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.worded import same
from survey.words import TOTAL, Base, Text


def study_book(
    study: Study,
    library: Library,
    banner: Sequence[str] = (),
    *,
    sample: SampleData | None = None,
    settings: dict[str, Any] | None = None,
    one_sheet: bool = False,
    rule: str | None = None,
    **figures: Any,
) -> Document:
    """A table of every question of the study, those of its banner too, over ``banner`` (the definition's).

    A question without a table stands in the contents with the reason, and is told by a ``LeftOutWarning``; where none
    has one, the first reason is raised. ``rule``: of presentation (``ruled``), over all tables together.
    ``one_sheet``: a workbook has all tables on one sheet. ``where``: a filter, as ``survey.cells.filters.within`` takes
    it.
    """
    opened = sample if sample is not None else crosstab_sample(study, library, settings or {})
    sample, study = within(opened, figures.pop("where", None)), opened.study or study
    tables, left_out = book_tables(study, sample, banner, **figures)
    return replace(book_of(study, sample, ruled(study, tables, rule), left_out), one_sheet=one_sheet)


def book_tables(
    study: Study, sample: SampleData, banner: Sequence[str] = (), **figures: Any
) -> tuple[list[Table], dict[str, Text]]:
    """The tables of a book, and of the questions without one the reasons; see ``study_book``. No rule of presentation
    is in force yet."""
    banner = banner_of(study, banner)
    names = tuple(study.questions)
    for by in flat(sample, banner):
        check_banner(sample, by)
    faults = _faults(study, sample, banner, figures.get("base"))
    tables: list[Table] = []
    with small_bases_together():
        for block in gathered(sample, [name for name in names if name not in faults], banner):
            for name in block:
                try:
                    others = [by for by in banner if name not in levels_of(sample, by)]
                    tables.append(crosstab(sample, name, others, **figures))
                except EstimationError as error:
                    faults[name] = (error, same(error.message))
                progress("tables", (len(tables) + len(faults)) / len(names))
    progress("tables", 1.0)
    if not tables:
        raise next(fault for fault, _ in faults.values())
    for name, (fault, _) in faults.items():
        warn(LeftOutWarning, f"{study.study}: {name}: has no table in the book: {fault.message}")
    return tables, {name: reason for name, (_, reason) in faults.items()}


def book_of(study: Study, sample: SampleData, tables: Sequence[Table], left_out: Mapping[str, Text]) -> Document:
    """The finished tables of ``book_tables`` as a book with contents, called as the study is."""
    asked = {name: sample.question(name).heading for name in study.questions}
    title = called(study)
    return replace(book_document(title, asked, tables, left_out), rounding=study.rounding)


def _faults(
    study: Study, sample: SampleData, banner: Sequence[str], base: Base | None
) -> dict[str, tuple[EstimationError, Text]]:
    """Questions of which it is known that they have no table, each with the reason in the words of the book."""
    found: dict[str, tuple[EstimationError, Text]] = {}
    for name, own in study.questions.items():
        fault = table_fault(sample, name, base or own.base or "asked")
        if fault is not None:
            found[name] = (fault, _reason(sample, name, fault))
        elif tuple(banner) == (name,):
            fault = EstimationError("it is the only question of the banner", where=name)
            found[name] = (fault, message("reports.left_banner"))
    return found


def _reason(sample: SampleData, name: str, fault: EstimationError) -> Text:
    """Why there is no table, for those who read the book."""
    question = sample.question(name)
    if question.type == "open":
        return message("reports.left_open")
    if question.type == "multiple":
        return same(fault.message)
    return message("reports.left_nobody") if question.options else message("reports.left_many")


def book_document(
    title: Text, questions: Mapping[str, Text], tables: Sequence[Table], left_out: Mapping[str, Text]
) -> Document:
    """The ``tables`` as a book called ``title``. ``questions``: what each is called in the contents, in their order;
    ``left_out``: of those without a table the reason.

    Raises ``LookupError`` where a question has neither a table nor a reason: a fault of the program.
    """
    found = {table.question: table for table in tables}
    entries = tuple(_entry(name, one_line(called, name), found, left_out) for name, called in questions.items())
    made = tables_document(tables)
    domains = dict.fromkeys((name for table in tables for name in table.domains), TOTAL)  # also where a banner
    rows = tuple({**domains, **row} for row in made.rows)  # question is not crossed with itself
    notes = dict(made.notes) if len(tables) > 1 else {table.question: made.notes for table in tables}
    if left_out:
        notes["left_out"] = dict(left_out)
    return replace(made, title=one_line(title), rows=rows, notes=notes, contents=entries)


def _entry(name: str, title: Text, found: Mapping[str, Table], left_out: Mapping[str, Text]) -> Entry:
    if name in found:
        return Entry(title, name, n=whole(float(found[name].columns[0].n)))
    return Entry(title, name, left_out=one_line(left_out[name]))
