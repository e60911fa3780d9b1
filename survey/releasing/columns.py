"""Which columns of the data may go out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from survey.cells.opening.personal import personal
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import as_number, is_blank, printed
from survey.definitions.records.presenting.release import Release
from survey.definitions.records.question import Question
from survey.design import SurveyDesign
from survey.errors import SurveyError
from survey.releasing.record import LeftOut, Why
from survey.tables.codebook.items import columns_of
from survey.words import nearest

_DAY = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}.*|\d{1,2}[-./]\d{1,2}[-./]\d{4}.*|(19|20)\d\d(0\d|1[0-2])[0-3]\d")
_FEW = 20  # respondents from which "nearly everybody" is said


def parted(sample: SampleData, release: Release, weight: str | None) -> tuple[dict[str, Question], list[LeftOut]]:
    """Columns that go out with the question each belongs to, and those that stay inside. ``weight``: the column in use,
    which is neither.

    Out go the columns of the study's questions; of them stay inside: the respondent's number, what tells somebody by
    its form or name (``survey.cells.opening.personal``), days and hours, answers in own words, and what is asked to be.
    ``keep`` names columns that go out although they would not. Raises ``SurveyError`` for names that are none."""
    frame = sample.engine.frame()
    asked = {column: question for question in sample.questions.values() for column in columns_of(question)}
    stay = set(named_columns(release.drop, sample))
    keep = set(named_columns(release.keep, sample))
    if both := sorted(stay & keep):
        raise SurveyError(f"'{both[0]}' is both to go and to stay", where="release", fix="Name it in drop or in keep.")
    out: dict[str, Question] = {}
    inside: list[LeftOut] = []
    came = sample.opened.engine.columns if sample.opened is not None else tuple(map(str, frame.columns))
    for column in (name for name in came if name != weight):
        why = "asked" if column in stay else _why(sample, column, asked.get(column), frame[column])
        if why is None or column in keep:
            out[column] = asked.get(column) or sample.question(column)
        else:
            inside.append(LeftOut(column, why))
    return out, inside


def named_columns(names: Iterable[str], sample: SampleData) -> list[str]:
    """The columns that questions or columns called ``names`` stand in."""
    found: list[str] = []
    for name in names:
        if name in sample.questions:
            found += columns_of(sample.questions[name])
        elif name in sample.engine.columns:
            found.append(name)
        else:
            known = [*sample.questions, *sample.engine.columns]
            raise SurveyError(f"no question or column '{name}'", where="release", fix=nearest(name, known))
    return found


def _why(sample: SampleData, column: str, question: Question | None, values: Any) -> Why | None:
    """Why a column stays inside; None for one that may go out."""
    data = sample.study.data if sample.study is not None else None
    if data is not None and column == data.id:
        return "id"
    if column in design_columns(sample.design, question):
        return "design"
    distinct = [value for value in values.drop_duplicates().tolist() if not is_blank(value)]
    labels = sample.opened.layout.value_labels.get(column, {}) if sample.opened is not None else {}
    if any(isinstance(value, (datetime.date, datetime.time)) for value in distinct) or _days(distinct):
        return "date"
    if personal(column, distinct, labels) is not None:
        return "personal"
    if question is None:
        return "other"
    return "open" if question.type == "open" or _own_words(question, distinct, labels, len(values)) else None


def _days(distinct: list[Any]) -> bool:
    texts = [printed(value) for value in distinct]
    return bool(texts) and 2 * sum(_DAY.fullmatch(text) is not None for text in texts) > len(texts)


def _own_words(question: Question, distinct: list[Any], labels: Mapping[Any, str], rows: int) -> bool:
    """Whether a column that neither the definition nor the file gives options is of texts."""
    if question.options or labels or question.type in ("number", "scale", "multiple"):
        return False
    return any(as_number(value) is None for value in distinct) and rows > 0


def design_columns(design: SurveyDesign, question: Question | None = None) -> set[str]:
    """Columns that say where a respondent was found: clusters; strata and sizes of populations that no ``question`` of
    the study asks for."""
    found: set[str] = set()
    for part in (design.psu,) if question is not None else (design.stratum, design.psu, design.fpc):
        found |= {part} if isinstance(part, str) else {one for one in part or () if isinstance(one, str)}
    return found


def of_nearly_everybody(values: Any) -> bool:
    """Whether more than half of the respondents have a value that nobody else has."""
    often = values.dropna().map(printed).value_counts()
    return len(values) >= _FEW and int((often == 1).sum()) * 2 > len(values)
