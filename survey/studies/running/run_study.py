"""Everything that a study's definition allows, in one folder."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from survey.cells.samples.sample import SampleData
from survey.claims.answers.verdict import Verdict
from survey.definitions.policy import policy_of
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.when import called
from survey.errors import SurveyWarning
from survey.plots.pictured import Style, table_picture
from survey.reports.documents.document import Document
from survey.reports.documents.make import document
from survey.reports.files.data_hash import data_hash
from survey.reports.files.run_record import Outputs, definition_hashes, staged
from survey.reports.printing.render import render
from survey.studies.chart_book import finding_of
from survey.studies.running.languages import warn_of_languages
from survey.studies.running.run_published import published_hash, put_published
from survey.studies.running.study_page import study_page
from survey.studies.running.trails import study_trail
from survey.studies.study_book import book_of, book_tables
from survey.studies.study_figures import lorenz_figure, margin_figures, weights_figure
from survey.studies.study_tables import study_crosstabs, study_toplines, tabulated
from survey.studies.study_verdicts import claims_about, study_verdicts
from survey.studies.study_weighting import study_weighting
from survey.tables.rules.audit import Audit
from survey.tables.rules.rule_of import LATER, audited
from survey.tables.table import Table
from survey.weighting.plan.study_sample import study_sample
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.rounding import rounded

OPTIONS = {"level": 0.95, "interval": "logit"}


def run_study(
    study: Study,
    library: Library,
    folder: Path,
    rule: str | None = None,
    language: str = "en",
    pages: Collection[str] = (),
) -> list[Path]:
    """Write toplines, pictures, crosstabs, the weighting report, verdicts, a page and the record into ``folder``.

    ``toplines.csv`` and one ``<question>.svg`` a question for every study with figures (the first also
    as ``<question>.phone.svg``, for narrow screens); from microdata also
    ``crosstabs.csv``, ``crosstabs.html``, pictures by the first banner variable, and, where weights are made,
    ``weighting.html``, ``weighting.json`` and pictures of the weights and the margins; ``book.html`` or ``book.md``
    where the study says ``book``; ``published.html`` where it names a published table. ``verdicts.json`` where
    something could be checked. ``index.html`` shows them all. No row of microdata is written. All tables are under one
    rule of presentation, ``rule`` or the study's, together (``ruled``). People read ``language``; texts that the
    definition has in other languages only are told by a ``LanguageWarning``. ``pages``: see ``study_page``.
    The folder is written whole or not at all.
    """
    caught: list[warnings.WarningMessage] = []
    try:
        with (
            staged(folder, language) as outputs,
            warnings.catch_warnings(record=True) as caught,
            rounded(study.rounding),
        ):
            warnings.simplefilter("always", SurveyWarning)
            warn_of_languages(study, library, language)
            sample = study_sample(study, library) if study.data is not None else None
            tables, crosstabs, book, audit = _tables(study, library, sample, rule)
            _put_tables(study, library, tables, crosstabs, outputs)
            if book is not None and study.book is not None:
                trail = study_trail(study, library, message("pages.book"))
                outputs.text(f"book.{study.book}", render(replace(book, trail=trail), study.book, language))
            if sample is not None:
                _weights(study, sample, library, outputs)
            published = put_published(study, library, sample, outputs, rule)
            verdicts = _verdicts(study, library, sample, outputs)
            parts = (tables, crosstabs, verdicts, outputs.files)
            page = study_page(study, library, sample, *parts, language, published=published, pages=pages)
            outputs.text("index.html", page)
            outputs.record(
                definitions=definition_hashes(_definitions(study, library), library),
                data={**_data(study, sample), **published_hash(study, library)},
                options={**OPTIONS, "language": language, **({"rule": rule} if rule is not None else {})},
                disclosure=audit.record() if audit is not None else None,
                warnings=_told(study, [one.message for one in caught if isinstance(one.message, SurveyWarning)]),
            )
    finally:
        for item in caught:
            warnings.warn_explicit(item.message, item.category, item.filename, item.lineno)
    return [folder / name for name in outputs.hashes]


def _told(study: Study, said: Sequence[SurveyWarning]) -> list[str]:
    """The warnings of a run as its record has them; under a policy of disclosure their kinds, as the texts count
    respondents of small groups."""
    if policy_of(study) is None:
        return [one.published for one in said]
    kinds = Counter(type(one).__name__ for one in said)
    return [f"{kind}: {count}" for kind, count in kinds.items()]


def _tables(
    study: Study, library: Library, sample: SampleData | None, rule: str | None
) -> tuple[list[Table], list[Table], Document | None, Audit | None]:
    """Toplines, crosstabs and, where the study asks for one, a book, all under one rule of presentation together, with
    the audit of a policy of disclosure."""
    has_figures = sample is not None or any(study.questions[name].published for name in tabulated(study))
    if sample is None:
        return study_toplines(study, library) if has_figures else [], [], None, None
    tables = study_toplines(study, library, sample=sample, rule=LATER)
    names = [table.question for table in tables]
    crosstabs = study_crosstabs(study, library, names, sample=sample, rule=LATER) if study.banner else []
    bound, left_out = book_tables(study, sample) if study.book is not None else ([], {})
    made, audit = audited(study, [*tables, *crosstabs, *bound], rule)
    first, second = len(tables), len(tables) + len(crosstabs)
    book = book_of(study, sample, made[second:], left_out) if study.book is not None else None
    return made[:first], made[first:second], book, audit


def _put_tables(
    study: Study, library: Library, tables: Sequence[Table], crosstabs: Sequence[Table], outputs: Outputs
) -> None:
    if tables:
        outputs.text("toplines.csv", render(tables, "csv"))
    how, language = Style(outputs.language), outputs.language
    for table in tables:
        finding = finding_of(study, table)
        phone = table_picture(table, replace(how, size="phone"), finding) if table is tables[0] else None
        outputs.picture(f"{table.question}.svg", table_picture(table, how, finding), phone)
    if crosstabs:
        outputs.text("crosstabs.csv", render(crosstabs, "csv"))
        title = message("pages.crosstabs_of", title=one_line(called(study)))
        trail = study_trail(study, library, message("reports.crosstabs"))
        outputs.text("crosstabs.html", render(replace(document(crosstabs), title=title, trail=trail), "html", language))
    for table in crosstabs:
        picture = table_picture(table, how, finding_of(study, table))
        outputs.picture(f"{table.question}_by_banner.svg", picture)


def _weights(study: Study, sample: SampleData, library: Library, outputs: Outputs) -> None:
    if sample.weight is not None:
        outputs.picture("weights.svg", weights_figure(sample, outputs.language))
    if sample.calibration is not None:
        report = study_weighting(sample, library)
        trail = study_trail(study, library, message("reports.weighting"))
        outputs.text("weighting.html", render(replace(document(report), trail=trail), "html", outputs.language))
        outputs.text("weighting.json", render(report, "json", outputs.language))
        for name, figure in margin_figures(sample, report, outputs.language).items():
            outputs.picture(f"{name}.svg", figure)
        outputs.picture("lorenz.svg", lorenz_figure(sample, outputs.language))


def _verdicts(study: Study, library: Library, sample: SampleData | None, outputs: Outputs) -> Sequence[Verdict]:
    verdicts = study_verdicts(study, library, sample=sample)
    if verdicts:
        outputs.text("verdicts.json", render(verdicts, "json", outputs.language))
    return verdicts


def _definitions(study: Study, library: Library) -> list[str]:
    names = [f"study/{study.study}", *(f"question/{name}" for name in (*study.questions, *study.across))]
    names += [f"claims/{name}" for name in claims_about(study, library)]
    names += [f"targets/{name}" for name in study.weighting.target_ids]
    names += [f"series/{study.series}"] if study.series in library.common else []
    return names


def _data(study: Study, sample: SampleData | None) -> dict[str, str | None]:
    if study.data is None or sample is None or sample.opened is None:
        return {}
    name = study.data.file.rsplit("/", 1)[-1] if study.data.file else f"{study.data.package}: {study.data.dataset}"
    policy = study.disclosure
    public = study.data.package is not None or sample.synthetic or (policy is not None and policy.preset == "none")
    return {name: data_hash(sample.opened.sha256, public=public)}
