"""Columns made coarser: answers put together, numbers cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from survey.cells.table.encoding import as_number, is_blank, number_in, printed
from survey.definitions.records.question import Question
from survey.errors import SurveyError
from survey.releasing.answers import compared
from survey.releasing.record import Changed
from survey.words import nearest


def coded(values: Any, question: Question, end: float, how: str, none: Any) -> tuple[Any, Changed]:
    """``values`` in which numbers beyond ``end`` are ``end`` (``how``: top or bottom). ``none``: whether a value is no
    answer; those stay."""
    numbers = _numbers(values, question, none)
    beyond = (numbers > end) if how == "top" else (numbers < end)
    column = str(values.name)
    made = values.where(~beyond, _like(values, end))
    return made, Changed(column, "top" if how == "top" else "bottom", int(beyond.sum()), float(end))


def cut(values: Any, question: Question, cuts: tuple[float, ...], none: Any) -> tuple[Any, Changed, dict[Any, str]]:
    """``values`` as bands: 0 below the first of ``cuts``, 1 from it on, …; and the bands' labels. What is no answer
    becomes nothing."""
    import pandas as pd

    numbers = _numbers(values, question, none)
    band = np.searchsorted(np.asarray(cuts), numbers, side="right").astype(float)
    band[np.isnan(numbers)] = np.nan
    ends = [printed(one) for one in cuts]
    labels = {0: f"<{ends[0]}"} | {place + 1: f"{low}–<{high}" for place, (low, high) in enumerate(_pairs(ends))}
    labels[len(cuts)] = f"≥{ends[-1]}"
    made = pd.Series(band, index=values.index, name=values.name)
    return made, Changed(str(values.name), "recoded", int(np.isfinite(numbers).sum())), labels


def _pairs(ends: list[str]) -> list[tuple[str, str]]:
    return list(zip(ends, ends[1:], strict=False))


def grouped(
    values: Any, question: Question, groups: Mapping[str, tuple[Any, ...]]
) -> tuple[Any, Changed, dict[Any, str]]:
    """``values`` in which answers of one group are one: a text the group's name, a number the code of its first answer,
    which gets the name as its label. Raises ``SurveyError`` for an answer that is none, or in two groups."""
    texts = any(as_number(value) is None for value in values.tolist() if not is_blank(value))
    into: dict[str, Any] = {}
    labels: dict[Any, str] = {}
    for name, answers in groups.items():
        codes = [code for answer in answers for code in _codes(question, answer)]
        new = name if texts else as_number(codes[0])
        labels |= {} if texts else {new: name}
        for code in codes:
            if into.setdefault(compared(code), new) != new:
                said = f"'{printed(code)}' is in two groups of '{question.question}'"
                raise SurveyError(said, where="release: recode", fix="Leave it in one of them.")
    hit = np.array([not is_blank(value) and compared(value) in into for value in values.tolist()], dtype=bool)
    renamed = [into[compared(value)] if is_hit else value for value, is_hit in zip(values.tolist(), hit, strict=True)]
    made = type(values)(renamed, index=values.index, name=values.name)
    return made, Changed(str(values.name), "recoded", int(hit.sum())), labels


def _codes(question: Question, answer: Any) -> list[Any]:
    """What stands in the data for an option, by its name, code or label."""
    for option in question.options.values():
        labels = [*(option.label or {}).values()]
        if printed(answer) in {option.id, *map(printed, option.codes), *labels}:
            return [*option.codes, option.id, *labels]
    if not question.options:
        return [answer]
    fix = nearest(printed(answer), question.options)
    raise SurveyError(f"'{question.question}' has no answer '{answer}'", where="release: recode", fix=fix)


def _numbers(values: Any, question: Question, none: Any) -> Any:
    """The answers as numbers; NaN for none. ``SurveyError`` where they are texts."""
    found = [None if none(value) else number_in(value, question) for value in values.tolist()]
    lost = [value for value, number in zip(values.tolist(), found, strict=True) if number is None and not none(value)]
    if lost:
        said = f"{len(lost)} answers to '{question.question}' are no numbers, so that none of them is greater"
        fix = "Write groups of its answers: 'recode: {" + question.question + ": {name: [answer, …]}}'."
        raise SurveyError(said, where="release", fix=fix)
    return np.array([np.nan if number is None else number for number in found])


def _like(values: Any, end: float) -> Any:
    """``end`` as the column writes numbers."""
    if values.dtype.kind in "iu" and end != int(end):
        raise SurveyError(f"'{values.name}' has whole numbers, {end:g} is none", where="release", fix="Round it.")
    return printed(end) if values.dtype.kind not in "iufb" else type(values.dtype.type(0))(end)
