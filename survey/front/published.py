"""Whole published tables held against a sample, and the rules that explain those that are missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.claims.evidence.withheld import refuse_whole_table
from survey.claims.explaining.explanation import Explanation, explain_table
from survey.claims.explaining.weights import NONE, weighted_by
from survey.claims.published.check import PublishedCheck, check_table
from survey.definitions.reading.given import given_record
from survey.definitions.records.published_table import PublishedTable
from survey.errors import SurveyError
from survey.front.called import checked
from survey.words import nearest


@checked
def verify_published(
    sample: SampleData,
    table: str | Path | Sequence[Sequence[str]],
    mapping: Mapping[str, Any] | None = None,
) -> PublishedCheck:
    """Hold every cell of a published table against ``sample`` (R: none): reproduced, missed, or not judged and why.

    ``table``: a .csv, .tsv, .xlsx or .html file, or rows of texts. ``mapping``: what its labels mean where they do not
    match by themselves, and its rules; the keys of ``published:`` in a study. Raises what
    ``survey.claims.published.check.check_table`` raises, ``DefinitionError`` for a faulty mapping, and
    ``WithheldError`` where the study's policy of disclosure holds, as every cell of the data would be told."""
    refuse_whole_table(sample.study)
    rules = given_record(PublishedTable, mapping, "mapping") if mapping is not None else None
    if rules is not None and rules.weight is not None:
        if rules.weight != NONE and rules.weight not in sample.engine.columns:
            fix = nearest(rules.weight, sample.engine.columns)
            raise SurveyError(f"no column '{rules.weight}'", where="mapping.weight", fix=fix)
        sample = weighted_by(sample, None if rules.weight == NONE else rules.weight)
    return check_table(sample, table, rules)


@checked
def explain_published(check: PublishedCheck) -> Explanation:
    """The rules near the stated ones that a published table is consistent with (R: none), fewest changes first; see
    ``survey.claims.explaining.explanation.explain_table``, whose ``SurveyError`` it raises."""
    return explain_table(check)
