"""The steps by which columns become coarser, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from survey.cells.files.layout import Layout
from survey.cells.samples.sample import SampleData
from survey.definitions.records.presenting.release import Release
from survey.definitions.records.question import Question
from survey.errors import SurveyError
from survey.releasing.answers import is_missing, not_answers, without_words
from survey.releasing.coded import coded, cut, grouped
from survey.releasing.columns import design_columns, named_columns
from survey.releasing.record import Changed


@dataclass
class Making:
    """What is being made: the columns that go out, what became of them, and new labels of their values."""

    frame: Any
    questions: dict[str, Question]
    layout: Layout
    labels: dict[str, dict[Any, str]] = field(default_factory=dict)
    changed: list[Changed] = field(default_factory=list)


def take_words(made: Making) -> None:
    """Take texts away that no option names."""
    for column, question in made.questions.items():
        labels = made.layout.value_labels.get(column, {})
        made.frame[column], count = without_words(made.frame[column], question, labels)
        if count:
            made.changed.append(Changed(column, "words", count))


def make_coarser(made: Making, release: Release, sample: SampleData) -> None:
    """Recode, then code the ends. ``SurveyError`` for a question that is recoded and coded, or is none."""
    for name, how in release.recode.items():
        column = _column(name, sample, made)
        values, question = made.frame[column], made.questions[column]
        if isinstance(how, tuple):
            made.frame[column], changed, labels = cut(values, question, how, _none(made, column))
            made.labels[column] = labels
        else:
            made.frame[column], changed, labels = grouped(values, question, how)
            made.labels[column] = {**made.layout.value_labels.get(column, {}), **labels}
        made.changed.append(changed)
    for how_, ends in (("top", release.top), ("bottom", release.bottom)):
        for name, end in ends.items():
            column = _column(name, sample, made)
            if column in made.labels:
                fix = "Leave one of them out."
                raise SurveyError(f"'{name}' is recoded already", where=f"release: {how_}", fix=fix)
            values, question = made.frame[column], made.questions[column]
            made.frame[column], changed = coded(values, question, end, how_, _none(made, column))
            made.changed.append(changed)


def _none(made: Making, column: str) -> Any:
    none = not_answers(made.questions[column], made.layout, column)
    return lambda value: is_missing(value, none, made.layout, column)


def _column(name: str, sample: SampleData, made: Making) -> str:
    columns = named_columns([name], sample)
    if len(columns) != 1 or columns[0] not in made.questions:
        fix = "Leave it out: it stays inside, or has several columns."
        raise SurveyError(f"'{name}' is not one column that goes out", where="release", fix=fix)
    return columns[0]


def renumber(made: Making, sample: SampleData) -> None:
    """Number strata and clusters that go out anew, the largest first."""
    import pandas as pd

    for column in design_columns(sample.design):
        if column not in made.frame.columns or column in sample.questions:
            continue
        often = {value: int(count) for value, count in made.frame[column].value_counts().items()}
        ranked = sorted(often, key=lambda value: (-often[value], str(value)))
        made.frame[column] = made.frame[column].map(pd.Series(range(1, len(ranked) + 1), index=ranked))
        made.changed.append(Changed(column, "renumbered", len(made.frame)))
