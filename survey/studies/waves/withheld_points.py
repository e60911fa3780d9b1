"""Which points of a wave a policy of disclosure withholds: those that the study's own tables suppress."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.policy import policy_of
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.studies.study_tables import study_crosstabs, study_toplines
from survey.tables.rules.rule_of import LATER, ruled
from survey.tables.table import Table
from survey.tables.topline import topline

Withheld = Callable[[Study, SampleData, str, str, Collection[str]], frozenset[str] | None]


def withheld_points(library: Library, *, confined: bool = False) -> Withheld:
    """A function that says which of some options of a question of a wave are withheld, by the wave's study, its data,
    question and base; None without a policy.

    A reader of the line knows no more than one of the tables of ``survey run``, which are looked at together, unless
    the data are ``confined`` to a part. Options that the tables do not know (of the shared question, where the study
    has finer ones) go with any.
    """
    made: dict[str, dict[str, Table]] = {}

    def withheld(
        study: Study, sample: SampleData, question: str, base: str, options: Collection[str]
    ) -> frozenset[str] | None:
        if policy_of(study) is None:
            return None
        if study.study not in made:
            made[study.study] = {} if confined else _tables(study, library, sample)
        own = made[study.study].get(question)
        how: Any = {"base": base or None}
        alone = ruled(study, [topline(sample, question, **how)])[0]
        gone = [_gone(table) for table in (own, alone) if table is not None]
        hidden = {option for each in gone for option in each}
        known = {row.id for row in alone.stub}
        return frozenset(option for option in options if option in hidden or (hidden and option not in known))

    return withheld


def _tables(study: Study, library: Library, sample: SampleData) -> dict[str, Table]:
    """The toplines of a run, under the policy together with its crosstabs."""
    try:
        tables = study_toplines(study, library, sample=sample, rule=LATER)
        names = [table.question for table in tables]
        crossed = study_crosstabs(study, library, names, sample=sample, rule=LATER) if study.banner else []
    except SurveyError:  # a run would not write any
        return {}
    return {table.question: table for table in ruled(study, [*tables, *crossed])[: len(tables)]}


def _gone(table: Table) -> list[str]:
    if table.presentation is None:
        return []
    return [row.id for row, does in zip(table.stub, table.presentation.does, strict=True) if does[0] == "suppress"]
