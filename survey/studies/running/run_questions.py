"""Every question that several studies asked: its wordings, the figures of each wave, and where else it stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.when import when
from survey.errors import SurveyError
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Cell, Grid, Head, Row
from survey.reports.documents.make import document
from survey.reports.documents.placed.refs import Address, Refs
from survey.reports.files.run_record import definition_hashes, staged
from survey.reports.printing.render import render
from survey.studies.absent_data import absent_data
from survey.studies.running.addresses import addresses
from survey.studies.running.languages import warn_of_questions
from survey.studies.running.trails import INDEX, series_name, trail_of
from survey.studies.study_facts import study_size
from survey.studies.study_sample import sample_opener
from survey.studies.study_trend import trends_of, without_few_told
from survey.studies.waves.withheld_points import withheld_points
from survey.trends.trend import trend
from survey.wording.catalogue import has_message
from survey.wording.lines import clean, one_line
from survey.wording.message import message
from survey.wording.modes import mode_cell
from survey.wording.worded import same
from survey.words import DASH, LANGUAGES, Text

NAMED = 2  # studies of one wording that are named; of more that are one series, their dates


def questions_of(library: Library) -> dict[str, list[Study]]:
    """Shared questions that at least two studies asked whose data can be had, each with these by date."""
    absent, asked = absent_data(library), dict[str, list[Study]]()
    for study in library.studies.values():
        for name in study.questions if study.study not in absent else ():
            if name in library.questions:
                asked.setdefault(name, []).append(study)
    many = {name: sorted(found, key=_by_date) for name, found in sorted(asked.items()) if len(found) > 1}
    return many


def run_questions(library: Library, folder: Path, language: str = "en") -> list[Path]:
    """Write ``<question>.html`` for each of ``questions_of``, and the record, into ``folder``. Where the figures of its
    studies make no table (``SurveyError`` of a trend), the page says so and the record why."""
    opened, withheld = sample_opener(library), withheld_points(library)
    trends = trends_of(library, without=absent_data(library))
    used: list[str] = []
    failed: list[str] = []
    asked = questions_of(library)
    warn_of_questions(asked, library, language)
    with staged(folder, language) as outputs:
        for name, studies in asked.items():
            wordings = _wordings(name, studies, library)
            places = _places(studies, [series for question, series in trends if question == name], library, name)
            try:
                made = trend(name, library, open_sample=opened, withheld=withheld)
                page = document(without_few_told(made))
                figures = replace(page.grids[0], title=message("pages.wave_figures"), name="page.figures")
                page = replace(page, grids=(wordings, figures, places))
            except SurveyError as error:
                failed.append(f"{name}: {error.message}")
                heading = one_line(library.questions[name].heading, name)
                page = Document(heading, (wordings, places), lead=(message("pages.no_line"),))
            page = replace(page, trail=_trail(page.title, library), addresses=_addresses(library, name))
            outputs.text(f"{name}.html", render(page, "html", language))
            used += [f"question/{name}", *(f"study/{study.study}" for study in studies)]
        options = {"level": 0.95, "language": language}
        outputs.record(definitions=definition_hashes(used, library), options=options, warnings=failed)
    return [folder / name for name in outputs.hashes]


def _trail(title: Text, library: Library) -> tuple[tuple[Text, str], ...]:
    return trail_of(None, library, (message("pages.questions"), f"{INDEX}#page.questions"), (title, ""))


def _addresses(library: Library, question: str) -> dict[str, Address]:
    over_time = {
        f"trend/{name}_{series}": Address(f"../trends/{name}_{series}.html", message("pages.over_time"), shown=True)
        for name, series in trends_of(library)
        if name == question
    }
    return {**addresses(library, question), **over_time}


def _wordings(question: str, studies: list[Study], library: Library) -> Grid:
    """Each text that the question was asked in or is known by, the exact ones first."""
    found: dict[tuple[str, str, str], list[Study]] = {}
    for study in studies:
        asked = library.asked(study, question)[0]
        known = {code: text for code, text in (asked.text or {}).items() if asked.wording_in(code) != "unknown"}
        for language, text in known.items() or [("und", "")]:
            key = (asked.wording_in(language) if known else "unknown", language, clean(text))
            found.setdefault(key, []).append(study)
    order = ("exact", "translation", "paraphrase", "unknown")
    rows = []
    for sure, language, text in sorted(found, key=lambda key: (order.index(key[0]), key[1:])):
        language_name = f"tables.lang_{language}"
        said = message(language_name) if has_message(language_name) else same(DASH if language == "und" else language)
        certain = message("reports.unknown" if sure == "unknown" else f"general.{sure}")
        words = {language: text} if text else same(DASH)
        rows.append(Row(words, (said, certain, _who(found[sure, language, text], len(studies)))))
    return Grid(
        title=message("pages.wordings"),
        heads=tuple(Head(message(f"pages.{key}"), prose=True) for key in ("language", "wording_is", "asked_by")),
        rows=tuple(rows),
        corner=message("pages.question"),
        name="page.wordings",
    )


def _who(studies: list[Study], of: int) -> Cell:
    """Who asked it so; many waves of one series are told by their dates."""
    if len(studies) == of > 2:
        return message("pages.asked_by_all")
    series = {study.series for study in studies}
    only = series.pop() if len(series) == 1 and len(studies) > NAMED else None
    return Refs("wave" if only else "study", tuple(study.study for study in studies), under=only or "")


def _places(studies: list[Study], trends: list[str], library: Library, question: str) -> Grid:
    """The pages that have the question: of series over time, and of each study."""
    rows: list[Row] = []
    has_modes = any(study.mode != "unknown" for study in studies)
    for series in dict.fromkeys(study.series or "" for study in studies):
        rows.append(Row(series_name(series, library) if series else message("reports.no_series"), kind="section"))
        over_time = Refs("trend", (f"{question}_{series}",))
        rows += (
            [Row(message("pages.all_waves"), (over_time, None, *((None,) if has_modes else ())))]
            if series in trends
            else []
        )
        for study in studies:
            if (study.series or "") == series:
                size = {language: study_size(study, language) for language in LANGUAGES}
                modes = (mode_cell(study.mode),) if has_modes else ()
                rows.append(Row(when(study.fieldwork, DASH), (Refs("study", (study.study,)), size, *modes)))
    heads = [Head(message("pages.page"), prose=True), Head(same("n"))]
    heads += [Head(message("reports.mode"), prose=True)] if has_modes else []
    return Grid(
        title=message("pages.where"),
        heads=tuple(heads),
        rows=tuple(rows),
        corner=message("reports.wave"),
        name="page.where",
    )


def _by_date(study: Study) -> tuple[str, str]:
    return study.fieldwork.start or "9999", study.study
