"""The codebook of a study: its definition, and the counts of its data where it has them."""

from __future__ import annotations

from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.when import called
from survey.errors import EstimationError, SurveyError
from survey.studies.find_study import of_all_columns
from survey.tables.ahead import gathered, table_fault
from survey.tables.codebook.items import counted, defined
from survey.tables.codebook.record import Codebook, CodebookItem
from survey.tables.rules.rule_of import ruled
from survey.tables.table import Table
from survey.tables.topline import topline
from survey.weighting.plan.study_sample import sample_of_data
from survey.words import Base

BASE: Base = "all"  # a codebook says of everybody what stands in the data, whoever was asked


def study_codebook(
    study: Study,
    library: Library,
    *,
    sample: SampleData | None = None,
    settings: dict[str, Any] | None = None,
    rule: str | None = None,
) -> Codebook:
    """Every question in the order of the study. ``sample``: its data, opened by ``settings`` where it has any.

    Shares are of all respondents. ``rule``: of presentation, the study's where none is named; what it suppresses is
    neither counted nor shown in any form (``survey.tables.rules.rule_of.ruled``, over all questions together). Raises
    ``SurveyError`` for a study without questions.
    """
    study, settings = of_all_columns(study, library), settings or {}
    sample = sample if sample is not None else sample_of_data(study, library, settings)
    if sample is not None and sample.study is not None:
        study = sample.study  # with the columns that are questions by 'questions: all'
    if not study.questions:
        raise SurveyError("the study has no questions", where=study.study, fix="Write some under questions:.")
    title = called(study)
    if sample is None:
        plain = tuple(defined(library.question(study, name)) for name in study.questions)
        return Codebook(study, title, plain, synthetic=study.is_synthetic)
    made = ruled(study, _tables(study, sample), rule)
    tables = {table.question: table for table in made}
    items = tuple(_item(sample, name, tables.get(name)) for name in study.questions)
    in_force = next((table.presentation.rule for table in made if table.presentation is not None), "")
    weight = str(sample.calibration.text) if sample.calibration is not None else sample.weight or ""
    return Codebook(study, title, items, weight, in_force, counted=True, synthetic=sample.synthetic)


def _tables(study: Study, sample: SampleData) -> list[Table]:
    names = [name for name in study.questions if table_fault(sample, name, BASE) is None]
    made = []
    for block in gathered(sample, names):
        for name in block:
            try:
                made.append(topline(sample, name, base=BASE))
            except EstimationError:
                continue  # its reason stands in the codebook
    return made


def _item(sample: SampleData, name: str, table: Table | None) -> CodebookItem:
    question = sample.question(name)
    if table is not None:
        return counted(question, table)
    fault = table_fault(sample, name, BASE)
    return defined(question, left_out=fault.message if fault is not None else "its answers make no table")
