"""The base of a claim in the data: those who gave certain answers, or any answer, as a domain of the sample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.definitions.records.claims import ANSWERED, WhoseAnswers

GAVE = "gave an answer to "  # name of the column that says so


def confined(sample: SampleData, base: WhoseAnswers) -> SampleData:
    """``sample`` with its figures confined to ``base``: question -> answers, of a question of several answers any of
    them; or ``answered`` for whoever gave an answer that is no kind of missing, to each of the questions so named.

    Everybody else keeps PSU and stratum, as in any domain. Raises ``SurveyError`` where nobody is inside.
    """
    conditions = []
    for name, answers in base.items():
        if answers == ANSWERED:
            sample = _with_answered(sample, name)
            conditions.append(f"{_quoted(GAVE + name)} == 1")
        else:
            conditions.append(f"{_quoted(name)} in [{', '.join(map(_quoted, answers))}]")
    return within(sample, " and ".join(conditions) or None)


def by_filter(sample: SampleData, name: str, answers: Sequence[str] | str, of: str) -> bool:
    """Whether those who gave ``answers`` to question ``name`` are to be found by a filter, not by crossing it with the
    question that the figure is ``of``: the answers of one respondent may lie in several cells."""
    several = sample.question(name).type == "multiple"
    return answers == ANSWERED or (several and (name == of or len(answers) > 1))


def _with_answered(sample: SampleData, name: str) -> SampleData:
    """The sample with a column of 1 and 0: a column a question keeps the combinations of answers few."""
    question = sample.question(name)
    key = question.model_copy(update={"question": f"{name} as base", "column": question.column or name})
    cells, encoding = sample.engine.collapse([key]), sample.engine.encoding(key)
    sets = encoding.sets or [True] * len(encoding.levels)
    given = np.array([not kind and bool(marks) for kind, marks in zip(encoding.kinds, sets, strict=True)], dtype=float)
    return sample.changed(engine=sample.engine.attach([key], cells, given[cells.codes[:, 0]], GAVE + name))


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
