"""Columns of a number whose mean a few answers make."""

from __future__ import annotations

from collections.abc import Sequence

from survey.cells.samples.sample import SampleData
from survey.definitions.policy import policy_of
from survey.definitions.records.question import Question
from survey.estimation.core.respondents import respondents
from survey.maths.rules.dominance import dominated
from survey.tables.shape.nested import levels_of
from survey.tables.table import Column


def dominated_columns(sample: SampleData, question: Question, columns: Sequence[Column]) -> tuple[bool, ...]:
    """Of each column whether a few answers make its mean (``maths.rules.dominance``), by the limits of the study's
    policy of disclosure; empty without one, and for a question that is no number."""
    policy = policy_of(sample.study)
    limits = policy.limits if policy is not None else None
    if limits is None or question.type != "number":
        return ()
    broken: dict[tuple[str, tuple[str, ...]], bool] = {}
    for group in dict.fromkeys(column.group for column in columns):
        names = levels_of(sample, group) if group else ()
        who = respondents(sample, (question.question,), names)
        for place, levels in enumerate(who.domains):
            inside = (who.domain == place) & (who.weight != 0)
            broken[group, levels] = bool(dominated(who.numbers[inside, 0], limits.n, limits.k, limits.p))
    return tuple(broken.get((one.group, one.domain if one.group else ()), False) for one in columns)
