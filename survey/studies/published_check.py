"""A published table held against the data of its study."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from survey.cells.samples.sample import SampleData
from survey.claims.answers.verdict import Verdicts
from survey.claims.explaining.explanation import Explanation
from survey.claims.published.check import PublishedCheck, check_table
from survey.definitions.checks.check_published import published_file
from survey.definitions.reading.problems import explain
from survey.definitions.reading.read_record import plain
from survey.definitions.records.library import Library
from survey.definitions.records.published_table import PublishedTable
from survey.definitions.records.read_yaml import read_yaml
from survey.definitions.records.study import Study
from survey.errors import DefinitionError, SurveyError
from survey.reports.documents.document import Document
from survey.reports.documents.make import document
from survey.weighting.plan.study_sample import study_sample


def published_check(
    study: Study,
    library: Library,
    file: Path | None = None,
    mapping: Path | None = None,
    *,
    settings: dict[str, Any] | None = None,
    sample: SampleData | None = None,
) -> PublishedCheck:
    """Hold a published table against the data of ``study``: ``file``, else the one that the study names under
    ``published``, by the rules there or in the YAML file ``mapping``.

    A weight of the rules is taken where ``settings`` name none. Raises ``SurveyError`` without microdata or without a
    file, ``DefinitionError`` for a faulty mapping, and what ``check_table`` raises."""
    given = {key: value for key, value in (settings or {}).items() if value is not None}
    rules = study.published or PublishedTable()
    if mapping is not None:
        rules = read_mapping(mapping)
    place = file or named_file(study, library, rules)
    if place is None:
        fix = "Give --published FILE, or write published: {file: …} in the study."
        raise SurveyError("names no published table", where=study.study, fix=fix)
    if sample is None:
        if study.data is None and "data" not in given:
            said = "a published table is held against microdata, and the study has none"
            raise SurveyError(said, where=study.study, fix="Give --data FILE.")
        if rules.weight is not None:
            given.setdefault("weight", rules.weight)
        sample = study_sample(study, library, **given)
    return check_table(sample, place, rules)


def named_file(study: Study, library: Library, rules: PublishedTable | None = None) -> Path | None:
    """The file of the published table that ``rules``, or the study's own, name."""
    home = library.files.get(f"study/{study.study}")
    named = rules or study.published
    return published_file(Path(home) if home is not None else None, named) if named is not None else None


def with_verdicts(check: PublishedCheck | Explanation, verdicts: Verdicts) -> Document:
    """The table, and below it the verdicts on the other published figures of the study."""
    table, others = document(check), document(verdicts)
    return replace(
        table,
        passages=others.passages,
        summary=others.summary,
        columns=tuple(dict.fromkeys((*table.columns, *others.columns))),
        rows=(*table.rows, *others.rows),
        nested=others.nested,
        notes={**table.notes, "verdicts": others.notes},
    )


def read_mapping(path: Path) -> PublishedTable:
    """The rules in a YAML file: the keys of ``published:`` of a study, under that key or by themselves."""
    document = read_yaml(path)
    if document.problems or document.broken:
        raise DefinitionError(document.problems)
    data = plain(document.data)
    if isinstance(data, dict) and set(data) == {"published"}:
        data = data["published"]
    try:
        return PublishedTable.model_validate(data)
    except ValidationError as error:
        raise DefinitionError(explain(error, document, PublishedTable)) from None
