"""The page of the published table that a study names."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from survey.cells.samples.sample import SampleData
from survey.claims.explaining.explanation import explain_table
from survey.claims.published.check import PublishedCheck
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import SurveyWarning, warn
from survey.reports.documents.make import document
from survey.reports.files.run_record import Outputs
from survey.reports.printing.render import render
from survey.studies.published_check import named_file, published_check
from survey.studies.running.trails import study_trail
from survey.tables.rules.rule_of import rule_of
from survey.wording.message import message

PAGE = "published.html"


def named_table(study: Study, library: Library, sample: SampleData) -> PublishedCheck | None:
    """The published table that the definition of ``study`` names, held against its data, under the weight of its rules
    where they name one; None where the definition names no table."""
    rules = study.published
    if rules is None or rules.file is None:
        return None
    return published_check(study, library, sample=sample if rules.weight is None else None)


def put_published(
    study: Study, library: Library, sample: SampleData | None, outputs: Outputs, rule: str | None = None
) -> PublishedCheck | None:
    """Write ``published.html``: the table that the study names against its data, what explains it where cells are
    missed, then the questions with missed cells first. None where the study names no table, or has no data.

    Under a rule of presentation nothing is written, since the page shows what the data make of any cell, and a warning
    says so."""
    if sample is None or study.published is None or study.published.file is None:
        return None
    if rule_of(study, rule) is not None:
        said = "the page of the published table is not written, as it would show what the rule of presentation hides"
        warn(SurveyWarning, f"{study.study}: {said}")
        return None
    check = named_table(study, library, sample)
    if check is not None:
        page = document(explain_table(check) if check.fails else check)
        trail = study_trail(study, library, message("pages.published"))
        outputs.text(PAGE, render(replace(page, trail=trail), "html", outputs.language))
    return check


def published_hash(study: Study, library: Library) -> dict[str, str]:
    """The hash of the published table, by the name of its file."""
    path = named_file(study, library)
    return {} if path is None else {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}
