"""An interactive report of studies: their tables over all banner variables, their trends and the verdicts on them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.when import called
from survey.errors import EstimationError, LeftOutWarning, SmallBaseWarning, SurveyError, warn
from survey.progress import progress
from survey.reports.documents.grid import Note
from survey.reports.documents.table import tables_document
from survey.reports.interactive.report import ReportStudy
from survey.studies.chart_book import EVERY
from survey.studies.find_study import of_all_columns
from survey.studies.study_facts import study_facts
from survey.studies.study_tables import study_toplines
from survey.studies.study_verdicts import study_verdicts
from survey.tables.ahead import check_banner, gathered, table_fault
from survey.tables.crosstab import crosstab
from survey.tables.rules.rule_of import ruled
from survey.tables.shape.nested import INSIDE
from survey.tables.table import Table
from survey.tables.topline import topline
from survey.weighting.plan.study_sample import has_data, study_sample
from survey.wording.worded import same
from survey.words import LANGUAGES, Base, Text, nearest

MOST_FIGURES = 400_000  # of one study: about 6 MB of page


def report_study(
    study: Study,
    library: Library,
    *,
    banner: Sequence[str] = (),
    filters: bool = True,
    settings: dict[str, Any] | None = None,
    rule: str | None = None,
    **figures: Any,
) -> ReportStudy:
    """What a report shows of ``study``: every question by everything in ``banner`` (the study's), weighted and as it
    came, and by each two of them together (``filters``), so that one can be looked at within a level of the other.

    ``settings``: how its data are read; ``figures``: base, interval and level. ``rule``: of presentation, over all
    these tables together, the study's where none is named; what it suppresses in one weighting is in none. A study
    without data has the tables that were published. Questions without a table are named with the reason.

    Raises ``SurveyError`` for a banner that is none, for more figures than ``MOST_FIGURES``, and what tables raise.
    """
    settings = settings or {}
    study = of_all_columns(study, library)
    if not has_data(study, settings):
        if banner:
            raise SurveyError("a banner needs microdata", where=study.study, fix="Give --data FILE.")
        published = study_toplines(study.model_copy(update=EVERY), library, settings=settings, rule=rule, **figures)
        told = _told(study, library, None, {"published": tuple(published)}, published, level=figures.get("level", 0.95))
        return replace(told, notes=_notes({"published": published}))
    sample = study_sample(study, library, **settings)
    study = sample.study or study
    banner = tuple(banner) or study.banner
    for by in banner:
        if by not in study.questions and by not in sample.questions:
            raise SurveyError(f"no question '{by}'", where=study.study, fix=nearest(by, study.questions))
        check_banner(sample, by)
    names, left = _asked(study, sample, figures.get("base"))
    across = (*banner, *(INSIDE.join(pair) for pair in combinations(banner, 2) if filters))
    samples = {"weighted": sample}
    if sample.weight is not None:
        samples["unweighted"] = study_sample(study, library, **{**settings, "weight": "none"})
    else:
        samples = {"unweighted": sample}
    made = _crossed(samples, names, across, figures)
    plain = [topline(sample, name, **figures) for block in gathered(sample, names) for name in block]
    tables, plain = _presented(study, made, plain, rule)
    labels = {by: sample.question(by).heading for by in banner}
    told = _told(study, library, sample, tables, plain, left, level=figures.get("level", 0.95))
    own = not any(value is not None for value in (*settings.values(), figures.get("base")))
    toplines = {
        kind: plain if each is sample else [topline(each, name, **figures) for name in names]
        for kind, each in samples.items()
    }
    findings = told.findings if own else {}  # which the study writes over its own figures
    return replace(told, banner=banner, banner_labels=labels, findings=findings, notes=_notes(toplines))


def _notes(toplines: Mapping[str, Sequence[Table]]) -> dict[tuple[str, str], tuple[Note, ...]]:
    """By weighting and question what stands below a topline, without what the page says once."""
    made = {kind: tables_document(tables).noted("method") for kind, tables in toplines.items()}
    return {(kind, grid.name): grid.notes for kind, document in made.items() for grid in document.grids}


def _asked(study: Study, sample: SampleData, base: Base | None) -> tuple[list[str], dict[str, Text]]:
    """Questions with a table, and those without one with the reason, which are told."""
    names: list[str] = []
    left: dict[str, Text] = {}
    for name, own in study.questions.items():
        fault = table_fault(sample, name, base or own.base or "asked")
        if fault is None:
            names.append(name)
            continue
        left[name] = same(fault.message)
        warn(LeftOutWarning, f"{study.study}: {name}: has no table in the report: {fault.message}")
    if not names:
        raise EstimationError("no question has a table", where=study.study, fix="Name questions under 'questions:'.")
    return names, left


def _crossed(
    samples: Mapping[str, SampleData], names: Sequence[str], across: Sequence[str], figures: dict[str, Any]
) -> dict[str, tuple[Table, ...]]:
    """The tables of each weighting. ``SurveyError`` for more figures than a page holds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallBaseWarning)  # the page marks each, and can hide them
        made = {
            kind: _tables(each, names, across, figures, (place, len(samples)))
            for place, (kind, each) in enumerate(samples.items())
        }
    count = sum(table.estimate.size for tables in made.values() for table in tables)
    if count > MOST_FIGURES:
        said = f"{count:,} figures ({len(names)} questions by {len(across)} heads), more than {MOST_FIGURES:,}"
        fix = "Name fewer of them with --banner, or leave out the filters (--no-filters)."
        raise SurveyError(said, where="report", fix=fix)
    return made


def _tables(
    sample: SampleData,
    names: Sequence[str],
    across: Sequence[str],
    figures: dict[str, Any],
    part: tuple[int, int],
) -> tuple[Table, ...]:
    """A table a question over all of ``across`` in which it does not stand itself."""
    found: list[Table] = []
    for block in gathered(sample, names, across) if across else [tuple(names)]:
        for name in block:
            others = [by for by in across if name not in by.split(INSIDE)]
            found.append(crosstab(sample, name, others, **figures) if others else topline(sample, name, **figures))
            progress("tables", (part[0] + len(found) / len(names)) / part[1])
    return tuple(found)


def _presented(
    study: Study, made: Mapping[str, tuple[Table, ...]], plain: list[Table], rule: str | None
) -> tuple[dict[str, tuple[Table, ...]], list[Table]]:
    """The tables under the rule in force, held to it as one: what is suppressed in one weighting is in none, else the
    partners that go with a cell in one would be told by the other; and what goes with it is looked for once."""
    shown = iter(ruled(study, [*(table for tables in made.values() for table in tables), *plain], rule))
    return {kind: tuple(islice(shown, len(tables))) for kind, tables in made.items()}, list(shown)


def _told(
    study: Study,
    library: Library,
    sample: SampleData | None,
    tables: Mapping[str, tuple[Table, ...]],
    plain: Sequence[Table],
    left: Mapping[str, Text] | None = None,
    *,
    level: float,
) -> ReportStudy:
    """The tables with what is said of the study: facts, notes, titles of findings and verdicts."""
    document = tables_document(plain).noted("method")
    verdicts = study_verdicts(study, library, sample=sample, level=level)
    return ReportStudy(
        name=study.study,
        title=called(study),
        facts={language: tuple(study_facts(study, language, sample)) for language in LANGUAGES},
        tables=tables,
        left_out=left or {},
        findings={name: figure.title for name, figure in study.figures.items() if figure.title},
        verdicts=tuple(verdicts),
        method=document.method,
        plain=tuple(plain),
        synthetic=study.is_synthetic or (sample is not None and sample.synthetic),
    )
