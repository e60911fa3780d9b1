"""The tables of a study under its rule of presentation."""

from __future__ import annotations

from collections.abc import Sequence

from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.tables.rules.rule_of import rule_of
from survey.tables.table import Table


def ruled(study: Study, tables: Sequence[Table], rule: str | None = None) -> list[Table]:
    """The tables under the rule of presentation called ``rule``, or that of the study's definition, so that no cell
    that one of them suppresses can be worked out from all; as they are without a rule (``none``)."""
    in_force = rule_of(study, rule)
    if in_force is None:
        return list(tables)
    if any(row.kind == "difference" for table in tables for row in table.stub):
        said = "a difference of shares would tell those that the rule of presentation suppresses"
        raise SurveyError(said, where=study.study, fix="Leave out --boxes, or say --rule none.")
    from survey.tables.rules.presented import suppressed_together

    return suppressed_together(tables, in_force)
